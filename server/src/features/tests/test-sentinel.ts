import type { Transport } from '../../kql/alerts/landed-alert.ts';
import type { ExplainedQuery } from '../../kql/alerts/sentinel.ts';
import type { Alert } from '../../replay/alert.ts';
import type { AsyncSentinel } from '../stages/open-sentinel.ts';
import type { SentinelQuery } from '../stages/sentinel-queries.ts';

/** Sentinel as tests ask it: alert by alert, each on its own. What was answered is kept with the alert. */
export class TestSentinel {
  private readonly returnedBy = new WeakMap<Alert, Map<Transport, readonly SentinelQuery[]>>();

  constructor(
    private readonly sentinel: AsyncSentinel,
    readonly queries: readonly SentinelQuery[],
  ) {}

  /** Whether a query returns an alert; undefined where the query cannot be run. */
  async returns(alert: Alert, query: SentinelQuery, transport: Transport): Promise<boolean | undefined> {
    const returned = (await this.returning(alert, transport)).includes(query);
    if (!returned && this.sentinel.failures.some((each) => each.query === query)) return undefined;
    return returned;
  }

  /** The row of a query's result for an alert, by column; undefined where there is none. */
  async resultRow(
    alert: Alert,
    query: SentinelQuery,
    transport: Transport,
  ): Promise<Readonly<Record<string, unknown>> | undefined> {
    const { steps } = await this.explain(alert, query, transport);
    const last = steps.at(-1);
    const [row] = last?.rows ?? [];
    return row && Object.fromEntries(last!.columns.map(({ name }, i) => [name, row[i]]));
  }

  /** The way of an alert through a query, operator by operator. */
  explain(alert: Alert, query: SentinelQuery, transport: Transport): Promise<ExplainedQuery> {
    return this.sentinel.explain(alert, query, transport);
  }

  private async returning(alert: Alert, transport: Transport): Promise<readonly SentinelQuery[]> {
    const known = this.returnedBy.get(alert) ?? new Map<Transport, readonly SentinelQuery[]>();
    this.returnedBy.set(alert, known);
    const found = known.get(transport);
    if (found !== undefined) return found;
    const results = await this.sentinel.evaluate([alert], transport, { stopped: false });
    const returned = results?.[0]?.returnedBy ?? [];
    known.set(transport, returned);
    return returned;
  }
}
