import { quoteName } from '../kusto/analyse.ts';

/** A column of the parser function: filled from the first of its labels or fields that has a value. */
export interface ParsedColumn {
  readonly name: string;
  /** Names before `=` in rules' outputs, such as `file` of `file=%fd.name`; only CEF needs them. */
  readonly labels: readonly string[];
  /** Fields of the alert's output_fields. */
  readonly fields: readonly string[];
}

/** The columns that authors of queries need, whatever rules there are. */
export const usualColumns: readonly ParsedColumn[] = [
  { name: 'file', labels: ['file'], fields: ['fd.name', 'fs.path.name', 'evt.arg.name'] },
  { name: 'command', labels: ['command'], fields: ['proc.cmdline'] },
  { name: 'cmdline', labels: [], fields: ['proc.cmdline'] },
  { name: 'process', labels: ['process'], fields: ['proc.name'] },
  { name: 'parent', labels: ['parent'], fields: ['proc.pname'] },
  { name: 'user', labels: ['user'], fields: ['user.name'] },
  { name: 'container_id', labels: ['container_id'], fields: ['container.id'] },
  { name: 'container_name', labels: ['container_name'], fields: ['container.name'] },
  {
    name: 'container_image',
    labels: ['container_image_repository', 'image'],
    fields: ['container.image.repository'],
  },
  { name: 'container_image_tag', labels: ['container_image_tag'], fields: ['container.image.tag'] },
  { name: 'k8s_ns', labels: ['k8s_ns', 'k8s_ns_name'], fields: ['k8s.ns.name'] },
  { name: 'k8s_pod', labels: ['k8s_pod_name', 'k8s_pod'], fields: ['k8s.pod.name'] },
];

/** Names of columns that need no brackets: none of them is a word of KQL. */
const plainNames: ReadonlySet<string> = new Set([
  ...usualColumns.flatMap(({ name, labels }) => [name, ...labels]),
  ...[
    'uuid',
    'source',
    'hostname',
    'ClusterName',
    'TimeGenerated',
    'LogSeverity',
    'Computer',
    'outputfields',
  ],
]);

/** The name of a column as a query writes it: in brackets, unless it is known to do without. */
export function columnText(name: string): string {
  return plainNames.has(name) ? name : quoteName(name);
}

/** The usual columns with the labels and fields of `more` added: to a column of that name, or as new ones. */
export function withColumns(more: readonly ParsedColumn[]): readonly ParsedColumn[] {
  const columns = new Map(usualColumns.map((column) => [column.name, column]));
  for (const column of more) {
    const known = columns.get(column.name);
    columns.set(column.name, known ? merged(known, column) : column);
  }
  return [...columns.values()];
}

function merged(a: ParsedColumn, b: ParsedColumn): ParsedColumn {
  return {
    name: a.name,
    labels: [...new Set([...a.labels, ...b.labels])],
    fields: [...new Set([...a.fields, ...b.fields])],
  };
}
