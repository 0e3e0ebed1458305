import type { Transport } from '../../kql/alerts/landed-alert.ts';
import type { ExplainedQuery } from '../../kql/alerts/sentinel.ts';
import type { InspectedQuery } from '../../kql/analytics-rule/inspect-query.ts';
import type { QueryAnswer, QueryRequest } from '../../kql/engine.ts';
import type { KqlProposals } from '../../kql/kusto/write.ts';
import type { ParserFunctionOptions } from '../../kql/parser-function/generate.ts';
import type { Alert } from '../../replay/alert.ts';
import type { Span } from '../../text/span.ts';
import type { SentinelContent } from '../stages/open-sentinel.ts';
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
  /** What becomes of alerts in a Sentinel of our own. */
  readonly evaluate: {
    readonly params: OpenedSentinel & { readonly alerts: readonly Alert[]; readonly transport: Transport };
    readonly result: EvaluatedAlerts;
  };
  /** The way of an alert through a query. */
  readonly explain: {
    readonly params: OpenedSentinel & AlertOnWay & { readonly query: number };
    readonly result: ExplainedQuery;
  };
  /** The row that the parser function gives for an alert. */
  readonly row: {
    readonly params: OpenedSentinel & AlertOnWay;
    readonly result: Readonly<Record<string, unknown>> | null;
  };
}

/** A Sentinel by a number that no other one has; a worker that does not know it makes it from its content. */
export interface OpenedSentinel {
  readonly sentinel: number;
  readonly content: SentinelContent;
}

/** An alert and how it is sent. */
export interface AlertOnWay {
  readonly alert: Alert;
  readonly transport: Transport;
}

/** As `SentinelResult` and `QueryFailure`, queries by their places in the Sentinel's content. */
export interface EvaluatedAlerts {
  readonly results: readonly {
    readonly line: string;
    readonly isParsed: boolean;
    readonly returnedBy: readonly number[];
  }[];
  readonly failures: readonly { readonly query: number; readonly message: string }[];
}

/** The name of a question to the worker. */
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
