import type { StoredFunction } from '../kusto/analyse.ts';
import { quoteName } from '../kusto/analyse.ts';
import { cefSeverity } from '../sidekick/line.ts';
import { kqlString } from '../string-literal.ts';
import type { ParsedColumn } from './columns.ts';

/** What the parser function is made from. */
export interface ParserFunctionOptions {
  readonly transport: 'cef' | 'json' | 'both';
  /** Where CEF lines land, as a rule `CommonSecurityLog`. */
  readonly cefTable: string;
  /** Where JSON lines land, as a rule `Syslog`. */
  readonly syslogTable: string;
  readonly columns: readonly ParsedColumn[];
  /** The field that carries the cluster's name, such as one of Falcosidekick's `customfields`. */
  readonly clusterField?: string;
}

/** The name under which the article's queries call the function. */
export const parserFunctionName = 'FalcoContainerSecurity';

/** The function as Kusto stores it: no parameters, the body in braces. */
export function parserFunction(options: ParserFunctionOptions): StoredFunction {
  return { name: parserFunctionName, parameters: '()', body: `{\n${parserQuery(options)}}\n` };
}

/**
 * The query that gives every alert of Falco as a row with the same typed columns, whichever way it came.
 * From JSON each column comes from its own field and nothing in a value can change another column. In CEF
 * nothing is escaped, so labels are looked for in the text and a hostile value can forge them.
 *
 * It holds no functions of its own: Kusto analyses the body of a function anew at each call.
 */
export function parserQuery(options: ParserFunctionOptions): string {
  const columns = allColumns(options);
  const branches = [
    ...(options.transport === 'json' ? [] : [`let cef = ${cefBranch(options, columns)};\n`]),
    ...(options.transport === 'cef' ? [] : [`let json = ${jsonBranch(options, columns)};\n`]),
  ];
  const names = { cef: 'cef', json: 'json', both: 'cef, json' }[options.transport];
  return `${branches.join('')}union ${names}\n`;
}

/** As a `let` in front of a query, for trying it without deploying. */
export function parserPrelude(options: ParserFunctionOptions): string {
  return `let ${parserFunctionName} = () {\n${parserQuery(options)}};\n`;
}

/** Columns of CommonSecurityLog that the function keeps. */
const rawColumns = [
  'TimeGenerated',
  'TenantId',
  'Activity',
  'LogSeverity',
  'DeviceVendor',
  'DeviceProduct',
  'DeviceVersion',
  'DeviceEventClassID',
  'Message',
  'AdditionalExtensions',
  'SourceSystem',
  'Type',
  'Computer',
] as const;

function allColumns({ columns, clusterField }: ParserFunctionOptions): readonly ParsedColumn[] {
  const fields = clusterField === undefined ? [] : [clusterField];
  return [...columns, { name: 'ClusterName', labels: [], fields }];
}

/**
 * Labels are pairs of the CEF text, up to the next `;`; the first in an output stands behind a bracket, the
 * last may end in one. Field values hold `;` for blanks: those that may hold blanks go on until the next
 * name with a dot in it.
 */
function cefBranch(options: ParserFunctionOptions, columns: readonly ParsedColumn[]): string {
  const labels = labelsOf(columns);
  const fields = [...new Set(columns.flatMap((column) => column.fields))];
  const words = fields.filter((field) => !mayHoldBlanks(field));
  const lines = fields.filter(mayHoldBlanks);
  const keys = (names: readonly string[]) => names.map((name) => `${quoteColumn(name)}: string`).join(', ');
  return [
    options.cefTable,
    '| where DeviceVendor == "Falcosecurity" and DeviceProduct == "Falco"',
    `| project ${rawColumns.join(', ')},`,
    `    pairs = ${labelText()},`,
    `    fields = ${fieldText()}`,
    `| parse-kv pairs as (${keys(['uuid', 'source', 'hostname', ...labels])}) with (pair_delimiter=";", kv_delimiter="=")`,
    ...(words.length === 0
      ? []
      : [`| parse-kv fields as (${keys(words)}) with (pair_delimiter=";", kv_delimiter=":")`]),
    ...lines.map((field) => `| extend ${quoteColumn(field)} = ${textField(field, columns)}`),
    `| project ${rawColumns.join(', ')},`,
    '    outputfields = todynamic(fields), uuid, source, hostname,',
    '    tags = iff(fields has "tags=", split(trim_end(";", tostring(split(fields, ";tags=", 1)[0])), ","), dynamic([])),',
    `    ${columns.map((column) => `${quoteColumn(column.name)} = ${cefValue(column, columns)}`).join(',\n    ')}`,
  ].join('\n');
}

/** The text in which labels are looked for, without brackets that end a value and without `<NA>`. */
function labelText(): string {
  const whole = 'strcat(replace_string(Message, "(", ";"), ";", AdditionalExtensions, ";")';
  return withoutAny('=', `replace_string(${whole}, ");", ";")`);
}

/** The text of all fields, every blank a `;`, without `<NA>` and `<nil>`. */
function fieldText(): string {
  const fields = 'replace_string(tostring(split(AdditionalExtensions, "outputfields=", 1)[0]), " ", ";")';
  return withoutAny(':', `strcat(";", ${fields}, ";")`);
}

/** Falco writes `<NA>` and Go `<nil>` for a value that is not there; such a value becomes empty. */
function withoutAny(mark: string, text: string): string {
  return `replace_string(replace_string(${text}, "${mark}<NA>;", "${mark};"), "${mark}<nil>;", "${mark};")`;
}

/** Labels that can be columns of their own while the CEF text is read: none that a raw column is called. */
function labelsOf(columns: readonly ParsedColumn[]): readonly string[] {
  const taken = new Set<string>([...rawColumns, 'pairs', 'fields', 'uuid', 'source', 'hostname']);
  return [...new Set(columns.flatMap(({ labels }) => labels))].filter((label) => !taken.has(label));
}

function cefValue({ labels, fields }: ParsedColumn, all: readonly ParsedColumn[]): string {
  const known = labelsOf(all);
  return firstFilled([...labels.filter((label) => known.includes(label)), ...fields].map(quoteColumn));
}

/** Fields whose values are whole lines. A path that holds a blank is cut there where it has no label. */
function mayHoldBlanks(field: string): boolean {
  return /cmdline|exeline|args|env/.test(field);
}

/** The value of a field whose blanks have become `;`. */
function textField(field: string, all: readonly ParsedColumn[]): string {
  const plainNames = all.flatMap((column) => column.fields).filter((name) => !name.includes('.'));
  const names = ['[a-z0-9_]+(?:\\.[a-z0-9_]+)+(?:\\[[^\\]]*\\])?', ...new Set(plainNames.map(quotePattern))];
  const pattern = `^(.*?)(?:;(?:${names.join('|')}):|;tags=|$)`;
  const rest = `tostring(split(fields, ${kqlString(`;${field}:`)}, 1)[0])`;
  return `replace_string(extract(${kqlString(pattern)}, 1, ${rest}), ";", " ")`;
}

function quotePattern(text: string): string {
  return text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');
}

function jsonBranch(options: ParserFunctionOptions, columns: readonly ParsedColumn[]): string {
  return [
    options.syslogTable,
    '| where ProcessName =~ "Falco"',
    // A quote after a colon that is not escaped begins a value, so nothing inside a value is replaced.
    `| project TimeGenerated, TenantId, SourceSystem, Type, Computer, alert = parse_json(replace_string(SyslogMessage, ${kqlString(':"\\u003cNA\\u003e"')}, ${kqlString(':""')}))`,
    '| where isnotempty(alert.rule)',
    '| extend outputfields = alert.output_fields',
    '| project TimeGenerated, TenantId, Activity = tostring(alert.rule),',
    `    LogSeverity = ${severityLookup()},`,
    '    DeviceVendor = "Falcosecurity", DeviceProduct = "Falco", DeviceVersion = "1.0",',
    '    DeviceEventClassID = "Falco Event", Message = tostring(alert.output), AdditionalExtensions = "",',
    '    SourceSystem, Type, Computer, outputfields,',
    '    uuid = tostring(alert.uuid), source = tostring(alert.source), hostname = tostring(alert.hostname),',
    '    tags = alert.tags,',
    `    ${columns.map((column) => `${quoteColumn(column.name)} = ${jsonValue(column)}`).join(',\n    ')}`,
  ].join('\n');
}

function jsonValue({ fields }: ParsedColumn): string {
  return firstFilled(fields.map((field) => `tostring(outputfields[${kqlString(field)}])`));
}

/** The severities that CEF mode sends, so that both transports give the same. */
function severityLookup(): string {
  const levels = ['Emergency', 'Alert', 'Critical', 'Error', 'Warning', 'Notice', 'Informational', 'Debug'];
  const pairs = levels.map((level) => `"${level}": "${cefSeverity(level)}"`);
  return `coalesce(tostring(dynamic({${pairs.join(', ')}})[tostring(alert.priority)]), "${cefSeverity('')}")`;
}

function firstFilled(values: readonly string[]): string {
  if (values.length === 0) return '""';
  return values.length === 1 ? values[0]! : `coalesce(${values.join(', ')})`;
}

function quoteColumn(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : quoteName(name);
}
