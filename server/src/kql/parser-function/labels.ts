import { type ParsedColumn, usualColumns } from './columns.ts';

/** A label of a rule's output with the field that it stands before: `file` of `file=%fd.name`. */
export interface OutputLabel {
  readonly label: string;
  readonly field: string;
}

/** Names that the function gives to something else. */
const taken: ReadonlySet<string> = new Set([
  ...usualColumns.flatMap(({ name, labels }) => [name, ...labels]),
  ...['TimeGenerated', 'TenantId', 'Activity', 'LogSeverity', 'DeviceVendor', 'DeviceProduct'],
  ...['DeviceVersion', 'DeviceEventClassID', 'Message', 'AdditionalExtensions', 'SourceSystem', 'Type'],
  ...['Computer', 'outputfields', 'uuid', 'source', 'hostname', 'tags', 'ClusterName'],
  ...['pairs', 'parts', 'fields', 'members', 'shown', 'alert', 'SyslogMessage', 'cef', 'json'],
]);

/** True for a text that can name a further column of the function without being something else there. */
export function isColumnName(name: string): boolean {
  return /^[A-Za-z_]\w{0,127}$/.test(name) && !taken.has(name);
}

/**
 * The columns that the labels of rules' outputs fill, by name. A usual column keeps its own fields, whatever
 * a rule writes behind its label: detections compare it as what it is. Labels that are no plain word are left
 * out: in CEF they begin no pair.
 */
export function columnsOfLabels(labels: readonly OutputLabel[]): readonly ParsedColumn[] {
  const columns = new Map<string, Set<string>>();
  for (const { label, field } of labels) {
    if (!isColumnName(label)) continue;
    columns.set(label, (columns.get(label) ?? new Set()).add(field));
  }
  return [...columns]
    .map(([name, fields]) => ({ name, labels: [name], fields: [...fields] }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
