import type { KustoLibrary } from '../../kql/kusto/library.ts';
import type { OpenSentinel } from './open-sentinel.ts';
import { SentinelStage } from './sentinel-stage.ts';

/** Opens Sentinels on this thread: for the command line, where nobody else waits for it. */
export function localSentinel(load: () => Promise<KustoLibrary>): OpenSentinel {
  return async ({ queries, parser, now }) => {
    const stage = new SentinelStage(await load(), queries, now, parser);
    return {
      failures: stage.failures,
      evaluate: async (alerts, transport) => stage.evaluate(alerts, transport),
      explain: async (alert, query, transport) => stage.explain(alert, query, transport),
      row: async (alert, transport) => stage.row(alert, transport),
    };
  };
}
