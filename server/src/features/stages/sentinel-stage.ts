import type { Transport } from '../../kql/alerts/landed-alert.ts';
import type { QueryOnAlerts } from '../../kql/alerts/query-on-alerts.ts';
import { type ExplainedQuery, type ParsedAlerts, Sentinel } from '../../kql/alerts/sentinel.ts';
import { failedAnswer } from '../../kql/engine.ts';
import type { KustoLibrary } from '../../kql/kusto/library.ts';
import type { ParserFunctionOptions } from '../../kql/parser-function/generate.ts';
import type { Alert } from '../../replay/alert.ts';
import { sidekickAlert } from './sent-alert.ts';
import type { SentinelQuery } from './sentinel-queries.ts';

/** What Sentinel makes of one alert. */
export interface SentinelResult {
  /** What Falcosidekick sends. */
  readonly line: string;
  /** True where the parser function gives a row for it. */
  readonly isParsed: boolean;
  /** The queries that return it, in their order. */
  readonly returnedBy: readonly SentinelQuery[];
}

/** A query that cannot be run, and why. */
export interface QueryFailure {
  readonly query: SentinelQuery;
  readonly message: string;
}

/** Alerts through a Sentinel of our own, with queries. Queries are analysed once for many alerts. */
export class SentinelStage {
  readonly failures: QueryFailure[] = [];
  private readonly sentinel: Sentinel;
  private last: { alert: Alert; transport: Transport; parsed: ParsedAlerts } | undefined;
  private readonly prepared = new Map<SentinelQuery, QueryOnAlerts>();

  /**
   * @param now what `now()` gives, in milliseconds since 1970
   * @param parser what the queries are written for; see `projectParser`
   */
  constructor(
    kusto: KustoLibrary,
    readonly queries: readonly SentinelQuery[],
    now: number,
    parser: ParserFunctionOptions,
  ) {
    const sender = { host: 'node-1', pid: 1, sent: new Date(now).toISOString() };
    this.sentinel = new Sentinel(kusto, { parser, sender, now });
  }

  /** What becomes of alerts, each on its own, in the order given. */
  evaluate(alerts: readonly Alert[], transport: Transport): SentinelResult[] {
    const steps = this.evaluateInSteps(alerts, transport);
    for (let step = steps.next(); ; step = steps.next()) if (step.done) return step.value;
  }

  /** The same a query at a time, for those who share their thread with others. */
  *evaluateInSteps(
    alerts: readonly Alert[],
    transport: Transport,
  ): Generator<undefined, SentinelResult[], undefined> {
    const parsed = this.parse(alerts, transport);
    const returned: { readonly query: SentinelQuery; readonly found: readonly boolean[] }[] = [];
    for (const query of this.queries) {
      yield;
      const found = this.returned(query, parsed);
      if (found !== undefined) returned.push({ query, found });
    }
    return parsed.landed.map(({ line }, i) => ({
      line,
      isParsed: parsed.rowOf[i] !== undefined,
      returnedBy: returned.flatMap(({ query, found }) => (found[i] ? query : [])),
    }));
  }

  /** The way of one alert through a query, operator by operator. */
  explain(alert: Alert, query: SentinelQuery, transport: Transport): ExplainedQuery {
    return this.sentinel.explain(this.prepare(query), this.parseAlone(alert, transport), 0);
  }

  /** The row that the parser function gives for an alert, by column; undefined where it gives none. */
  row(alert: Alert, transport: Transport): Readonly<Record<string, unknown>> | undefined {
    const { steps } = this.sentinel.explain(
      this.sentinel.prepare('FalcoContainerSecurity'),
      this.parseAlone(alert, transport),
      0,
    );
    const [step] = steps;
    const [row] = step?.rows ?? [];
    return row && Object.fromEntries(step!.columns.map(({ name }, i) => [name, row[i]]));
  }

  private parse(alerts: readonly Alert[], transport: Transport): ParsedAlerts {
    return this.sentinel.parse(alerts.map(sidekickAlert), transport);
  }

  /** One alert is mostly asked about several times in a row. */
  private parseAlone(alert: Alert, transport: Transport): ParsedAlerts {
    const { last } = this;
    if (last?.alert === alert && last.transport === transport) return last.parsed;
    this.last = { alert, transport, parsed: this.parse([alert], transport) };
    return this.last.parsed;
  }

  private prepare(query: SentinelQuery): QueryOnAlerts {
    const known = this.prepared.get(query) ?? this.sentinel.prepare(query.text);
    this.prepared.set(query, known);
    return known;
  }

  /** Undefined, and noted, where the query cannot be run. */
  private returned(query: SentinelQuery, parsed: ParsedAlerts): readonly boolean[] | undefined {
    const prepared = this.prepare(query);
    if (prepared.error !== undefined) return this.fail(query, prepared.error.message);
    try {
      return this.sentinel.returned(prepared, parsed);
    } catch (error) {
      return this.fail(query, failedAnswer(error).error);
    }
  }

  private fail(query: SentinelQuery, message: string): undefined {
    if (!this.failures.some((each) => each.query === query)) this.failures.push({ query, message });
    return undefined;
  }
}
