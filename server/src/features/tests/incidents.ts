import type { Transport } from '../../kql/alerts/landed-alert.ts';
import type { EntityMapping } from '../../kql/analytics-rule/rule.ts';
import type { Alert } from '../../replay/alert.ts';
import { analyticsRuleOf } from '../generate-sentinel.ts';
import type { SentinelQuery } from '../stages/sentinel-queries.ts';
import type { Engines } from './engines.ts';

/** What Sentinel makes of an alert that an analytics rule returns. */
export interface Incident {
  /** The rule or detection that the analytics rule is generated from. */
  readonly query: SentinelQuery;
  readonly severity: string;
  readonly entities: readonly IncidentEntity[];
}

/** An entity with one of its identifiers: `Host`, `HostName`, `node-1`. */
export interface IncidentEntity {
  readonly type: string;
  readonly identifier: string;
  readonly value: string;
}

/** The incidents of those queries, among some, that return an alert. */
export async function incidentsOf(
  alert: Alert,
  queries: readonly SentinelQuery[],
  transport: Transport,
  engines: Engines,
): Promise<readonly Incident[]> {
  const { sentinel, snapshot } = engines;
  if (sentinel === undefined) return [];
  const incidents: Incident[] = [];
  for (const query of queries) {
    if (query.kind === 'file' || !(await sentinel.returns(alert, query, transport))) continue;
    const rule = analyticsRuleOf(snapshot, { of: query.kind, name: query.name });
    if (rule === undefined) continue;
    const row = (await sentinel.resultRow(alert, query, transport)) ?? {};
    incidents.push({
      query,
      severity: rule.severity,
      entities: rule.entityMappings.flatMap(entitiesOf(row)),
    });
  }
  return incidents;
}

function entitiesOf(row: Readonly<Record<string, unknown>>) {
  return ({ entityType: type, fieldMappings }: EntityMapping): IncidentEntity[] =>
    fieldMappings.flatMap(({ identifier, columnName }) => {
      const value = row[columnName];
      return value === undefined || value === null || value === ''
        ? []
        : [{ type, identifier, value: String(value) }];
    });
}
