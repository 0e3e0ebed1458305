import type { Transport } from '../../kql/alerts/landed-alert.ts';
import type { ExplainedQuery } from '../../kql/alerts/sentinel.ts';
import type { KustoLibrary } from '../../kql/kusto/library.ts';
import type { ParserFunctionOptions } from '../../kql/parser-function/generate.ts';
import type { Alert } from '../../replay/alert.ts';
import { type Pace, type Stop, stretch } from '../../replay/pace.ts';
import type { SentinelQuery } from './sentinel-queries.ts';
import { type QueryFailure, type SentinelResult, SentinelStage } from './sentinel-stage.ts';

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

/** A Sentinel on this thread, which makes room for others about every 10 ms. */
export function pacedSentinel(load: () => Promise<KustoLibrary>, pace: Pace): OpenSentinel {
  return async ({ queries, parser, now }) => {
    const kusto = await load();
    await pace.pause();
    const stage = new SentinelStage(kusto, queries, now, parser);
    return {
      failures: stage.failures,
      evaluate: (alerts, transport, stop) => paced(stage.evaluateInSteps(alerts, transport), pace, stop),
      explain: async (alert, query, transport) => stage.explain(alert, query, transport),
      row: async (alert, transport) => stage.row(alert, transport),
    };
  };
}

async function paced<Result>(
  steps: Generator<undefined, Result, undefined>,
  pace: Pace,
  stop: Stop,
): Promise<Result | undefined> {
  let started = pace.now();
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done) return step.value;
    if (pace.now() - started < stretch) continue;
    await pace.pause();
    if (stop.stopped) return undefined;
    started = pace.now();
  }
}
