import type { Transport } from '../../kql/alerts/landed-alert.ts';
import type { ExplainedQuery } from '../../kql/alerts/sentinel.ts';
import type { ParserFunctionOptions } from '../../kql/parser-function/generate.ts';
import type { Alert } from '../../replay/alert.ts';
import type { Stop } from '../../replay/pace.ts';
import type { SentinelQuery } from './sentinel-queries.ts';
import type { QueryFailure, SentinelResult } from './sentinel-stage.ts';

/** What a Sentinel is opened with. */
export interface SentinelContent {
  readonly queries: readonly SentinelQuery[];
  readonly parser: ParserFunctionOptions;
  /** What `now()` gives, in milliseconds since 1970. */
  readonly now: number;
}

/** A Sentinel of our own, wherever it runs: every answer is waited for. */
export interface AsyncSentinel {
  /** Queries that could not be run so far. */
  readonly failures: readonly QueryFailure[];
  /** Undefined where `stop` ended the work. */
  evaluate(
    alerts: readonly Alert[],
    transport: Transport,
    stop: Stop,
  ): Promise<readonly SentinelResult[] | undefined>;
  explain(alert: Alert, query: SentinelQuery, transport: Transport): Promise<ExplainedQuery>;
  row(alert: Alert, transport: Transport): Promise<Readonly<Record<string, unknown>> | undefined>;
}

/** Makes a Sentinel; rejects where Kusto's library cannot be loaded. */
export type OpenSentinel = (content: SentinelContent) => Promise<AsyncSentinel>;
