import type { OpenSentinel } from '../stages/open-sentinel.ts';
import type { QueryFailure } from '../stages/sentinel-stage.ts';
import { type Kql, KqlFailed } from './ask.ts';
import type { KqlMethod, KqlRequests } from './messages.ts';

/** Opens Sentinels in a worker; rejects where there is none. */
export function sentinelInWorker(kql: Kql): OpenSentinel {
  let count = 0;
  return async (content) => {
    const opened = { sentinel: ++count, content };
    const failures: QueryFailure[] = [];
    await answered(kql, 'evaluate', { ...opened, alerts: [], transport: 'json' });
    const placeOf = (query: (typeof content.queries)[number]) => content.queries.indexOf(query);
    return {
      failures,
      async evaluate(alerts, transport, stop) {
        const found = await kql.ask('evaluate', { ...opened, alerts, transport });
        if (found === undefined || stop.stopped) return undefined;
        const failed = found.failures.map((each) => ({ ...each, query: content.queries[each.query]! }));
        failures.splice(0, failures.length, ...failed);
        return found.results.map((result) => {
          return { ...result, returnedBy: result.returnedBy.map((place) => content.queries[place]!) };
        });
      },
      explain: (alert, query, transport) =>
        answered(kql, 'explain', { ...opened, alert, query: placeOf(query), transport }),
      row: async (alert, transport) =>
        (await answered(kql, 'row', { ...opened, alert, transport })) ?? undefined,
    };
  };
}

async function answered<Method extends KqlMethod>(
  kql: Kql,
  method: Method,
  params: KqlRequests[Method]['params'],
): Promise<KqlRequests[Method]['result']> {
  const found = await kql.ask(method, params);
  if (found === undefined) throw new KqlFailed('The server is ending');
  return found;
}
