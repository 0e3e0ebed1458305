import { type AlertQueryRule, alertRows } from './alert-query.ts';
import { usualColumns } from './parser-function/columns.ts';

/** A query for people who look for something in alerts. */
export interface HuntingQuery {
  readonly name: 'by time' | 'by cluster' | 'counts over time' | 'first seen';
  /** What it shows, in a few words. */
  readonly title: string;
  /** Ends in a line break. */
  readonly query: string;
}

/** Columns that tell who or what caused an alert, the best first. */
const entityColumns = ['container_name', 'k8s_pod', 'container_id', 'user', 'process'];

/** How many of them a first-seen query goes by. */
const mostEntities = 3;

/** Queries over the alerts of a rule or detection: when, where, how many, and what is new. */
export function huntingQueries(rule: AlertQueryRule): readonly HuntingQuery[] {
  const entities = entitiesOf(rule);
  const span = 'First = min(TimeGenerated), Last = max(TimeGenerated)';
  return [
    hunting('by time', 'the last seven days, oldest first', rule, [
      '| where TimeGenerated > ago(7d)',
      '| sort by TimeGenerated asc',
    ]),
    hunting('by cluster', 'alerts of each cluster', rule, [
      `| summarize Alerts = count(), ${span} by ClusterName`,
      '| sort by Alerts desc',
    ]),
    hunting('counts over time', 'alerts in each hour', rule, [
      '| summarize Alerts = count() by bin(TimeGenerated, 1h)',
      '| sort by TimeGenerated asc',
      '| render timechart',
    ]),
    hunting('first seen', `what is new since yesterday, by ${entities.join(', ')}`, rule, [
      `| summarize Alerts = count(), ${span} by ${entities.join(', ')}`,
      '| where First > ago(1d)',
      '| sort by First desc',
    ]),
  ];
}

function hunting(
  name: HuntingQuery['name'],
  title: string,
  rule: AlertQueryRule,
  lines: readonly string[],
): HuntingQuery {
  return { name, title, query: [...alertRows(rule), ...lines, ''].join('\n') };
}

/** The columns that the fields of the alerts fill; the sender where they fill none. */
function entitiesOf({ fields }: AlertQueryRule): readonly string[] {
  const filled = entityColumns.filter((name) => {
    const column = usualColumns.find((each) => each.name === name);
    return column?.fields.some((field) => fields.includes(field)) === true;
  });
  return filled.length === 0 ? ['Computer'] : filled.slice(0, mostEntities);
}
