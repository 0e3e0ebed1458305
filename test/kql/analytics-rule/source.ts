import { alertColumns, alertQuery } from '../../../server/src/kql/alert-query.ts';
import type { AnalyticsSource } from '../../../server/src/kql/analytics-rule/source.ts';
import { usualConnection } from '../../../server/src/workspace/sentinel-connection.ts';

/** A rule to make an analytics rule from; what is given overrides the usual. */
export function source(given: Partial<AnalyticsSource> & { readonly fields?: readonly string[] } = {}) {
  const { fields = ['fd.name', 'proc.cmdline', 'user.name', 'container.id'], ...rest } = given;
  const rule = { name: rest.name ?? 'Read a file', fields };
  const usual: AnalyticsSource = {
    of: 'rule',
    name: rule.name,
    description: 'A file was read.',
    priority: 'WARNING',
    tags: ['mitre_credential_access', 'T1555'],
    query: alertQuery(rule),
    columns: alertColumns(rule),
    connection: usualConnection,
    schedule: { kind: 'Scheduled' },
  };
  return { ...usual, ...rest };
}
