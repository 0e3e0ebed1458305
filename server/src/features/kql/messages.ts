import type { InspectedQuery } from '../../kql/analytics-rule/inspect-query.ts';
import type { QueryAnswer, QueryRequest } from '../../kql/engine.ts';
import type { KqlProposals } from '../../kql/kusto/write.ts';
import type { ParserFunctionOptions } from '../../kql/parser-function/generate.ts';
import type { Span } from '../../text/span.ts';
import type { KqlFinding } from './diagnose.ts';

/** A query, and the parser function of the project that it belongs to. */
export interface KqlText {
  readonly text: string;
  readonly parser: ParserFunctionOptions;
}

/** What can be asked of Kusto, wherever it runs: plain data both ways. Offsets are UTF-16 units of the text. */
export interface KqlRequests {
  readonly diagnose: { readonly params: KqlText; readonly result: readonly KqlFinding[] };
  readonly complete: {
    readonly params: KqlText & { readonly offset: number };
    readonly result: KqlProposals;
  };
  readonly hover: {
    readonly params: KqlText & { readonly offset: number };
    readonly result: { readonly markdown: string; readonly span: Span } | null;
  };
  /** The text laid out anew; null where it does not parse. */
  readonly format: { readonly params: KqlText; readonly result: string | null };
  /** What Kusto makes of the queries of analytics rules. */
  readonly inspect: {
    readonly params: { readonly queries: readonly string[]; readonly parser: ParserFunctionOptions };
    readonly result: readonly InspectedQuery[];
  };
  /** Runs a query over rows in memory. */
  readonly run: { readonly params: QueryRequest; readonly result: QueryAnswer };
}

export type KqlMethod = keyof KqlRequests;

/** A question to the worker. */
export type ToKqlWorker = {
  readonly [Method in KqlMethod]: {
    readonly id: number;
    readonly method: Method;
    readonly params: KqlRequests[Method]['params'];
  };
}[KqlMethod];

/** `ready` once Kusto is loaded; then one answer for each question. */
export type FromKqlWorker =
  | { readonly type: 'ready' }
  | { readonly type: 'answer'; readonly id: number; readonly result: KqlRequests[KqlMethod]['result'] }
  | { readonly type: 'failed'; readonly id: number; readonly reason: string }
  | { readonly type: 'unavailable'; readonly reason: string };
