import type { Transport } from '../../kql/alerts/landed-alert.ts';
import type { KustoLibrary } from '../../kql/kusto/library.ts';
import type { Alert } from '../../replay/alert.ts';
import { SentinelStage } from '../stages/sentinel-stage.ts';
import type { EvaluatedAlerts, OpenedSentinel } from './messages.ts';

/** Gives the stage of a Sentinel; the one asked for last is kept, with the queries that it has analysed. */
export function lastSentinel(kusto: KustoLibrary): (opened: OpenedSentinel) => SentinelStage {
  let known: { readonly sentinel: number; readonly stage: SentinelStage } | undefined;
  return ({ sentinel, content: { queries, now, parser } }) => {
    if (known?.sentinel !== sentinel) {
      known = { sentinel, stage: new SentinelStage(kusto, queries, now, parser) };
    }
    return known.stage;
  };
}

/** What becomes of alerts, in a form that can be sent to another thread. */
export function evaluated(
  stage: SentinelStage,
  { alerts, transport }: { readonly alerts: readonly Alert[]; readonly transport: Transport },
): EvaluatedAlerts {
  const places = new Map(stage.queries.map((query, i) => [query, i]));
  const results = stage.evaluate(alerts, transport).map(({ line, isParsed, returnedBy }) => {
    return { line, isParsed, returnedBy: returnedBy.map((query) => places.get(query)!) };
  });
  const failures = stage.failures.map(({ query, message }) => ({ query: places.get(query)!, message }));
  return { results, failures };
}
