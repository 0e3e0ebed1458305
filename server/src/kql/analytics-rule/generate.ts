import { type SentinelProblem, sentinelProblem } from '../sentinel-problem.ts';
import { alertDetailsOverride, customDetails } from './alert-details.ts';
import { attackMapping } from './attack-mapping.ts';
import { checkAnalyticsRule } from './check-rule.ts';
import { yamlDuration } from './duration.ts';
import { entityMappings } from './entities.ts';
import type { InspectQuery } from './inspect-query.ts';
import type { AnalyticsRule, DataConnector } from './rule.ts';
import { ruleId } from './rule-id.ts';
import { severityOf } from './severity.ts';
import type { AnalyticsSource, Schedule } from './source.ts';

/** An analytics rule, and what there is to say about it. With an error in `problems` it must not be deployed. */
export interface GeneratedAnalyticsRule {
  readonly rule: AnalyticsRule;
  readonly problems: readonly SentinelProblem[];
}

/**
 * Makes the analytics rule for a Falco rule or a detection, and checks it against Sentinel's limits. With
 * `inspect` Kusto reads the query, and its columns are those that Kusto finds.
 */
export function analyticsRule(source: AnalyticsSource, inspect?: InspectQuery): GeneratedAnalyticsRule {
  const { name, tags, columns, schedule } = source;
  const description =
    source.description.trim() === '' ? `Alerts of Falco: ${name}` : source.description.trim();
  const attack = attackMapping(tags);
  const details = customDetails(columns);
  const rule: AnalyticsRule = {
    id: ruleId(source.of, name),
    name,
    description,
    severity: source.severity ?? severityOf(source.priority),
    requiredDataConnectors: connectorsOf(source),
    ...scheduleOf(schedule),
    tactics: attack.tactics,
    relevantTechniques: attack.techniques,
    query: source.query,
    entityMappings: entityMappings(columns),
    ...(Object.keys(details).length > 0 && { customDetails: details }),
    alertDetailsOverride: alertDetailsOverride(name, description, columns),
    eventGroupingSettings: { aggregationKind: 'AlertPerResult' },
    kind: schedule.kind,
  };
  const inspected = inspect?.(source.query);
  const names = inspected?.columns ?? columns.map((column) => column.name);
  const problems = [
    ...cefProblems(source),
    ...attack.problems,
    ...(inspected?.problems ?? []),
    ...checkAnalyticsRule(rule, names),
  ];
  return { rule, problems };
}

/** The connectors of the Azure Monitor Agent that fill the tables. */
function connectorsOf({ connection }: AnalyticsSource): readonly DataConnector[] {
  const { transport, cefTable, syslogTable } = connection;
  return [
    ...(transport === 'json' ? [] : [{ connectorId: 'CefAma', dataTypes: [cefTable] }]),
    ...(transport === 'cef' ? [] : [{ connectorId: 'SyslogAma', dataTypes: [syslogTable] }]),
  ];
}

const usualFrequency = 5;

/** The keys of a Scheduled rule, usually every five minutes on the last five; what an NRT rule was given. */
function scheduleOf({ kind, frequency, period, threshold }: Schedule) {
  const usual = kind === 'Scheduled';
  const every = frequency ?? (usual ? usualFrequency : undefined);
  const over = period ?? (usual ? every : undefined);
  return {
    ...(every !== undefined && { queryFrequency: yamlDuration(every) }),
    ...(over !== undefined && { queryPeriod: yamlDuration(over) }),
    ...(usual && { triggerOperator: 'gt' }),
    ...((usual || threshold !== undefined) && { triggerThreshold: threshold ?? 0 }),
  };
}

/** What a CEF header makes of a rule's name: nothing in it is escaped (FALCOSIDEKICK.md, "CEF mode"). */
function cefProblems({ name, connection }: AnalyticsSource): readonly SentinelProblem[] {
  if (connection.transport === 'json') return [];
  if (name.includes('|'))
    return [sentinelProblem('sentinel-cef-name', 'holds `|`, where the CEF header ends it')];
  if (/[\n\r]/.test(name)) {
    return [sentinelProblem('sentinel-cef-name', 'holds a line break, which cuts the event in two')];
  }
  return [];
}
