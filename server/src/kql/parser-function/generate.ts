import type { StoredFunction } from '../kusto/analyse.ts';
import { cefSeverity } from '../sidekick/line.ts';
import { kqlString } from '../string-literal.ts';
import { columnText, type ParsedColumn } from './columns.ts';

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
 * last may end in one. Fields go on until the next name with a dot in it, or one of the names without a dot
 * that columns read.
 */
function cefBranch(options: ParserFunctionOptions, columns: readonly ParsedColumn[]): string {
  const labels = labelsOf(columns);
  const keys = ['uuid', 'source', 'hostname', ...labels].map((key) => `${columnText(key)}: string`);
  return [
    options.cefTable,
    '| where DeviceVendor == "Falcosecurity" and DeviceProduct == "Falco"',
    `| project ${rawColumns.join(', ')},`,
    `    pairs = ${labelText()},`,
    '    parts = split(tostring(split(AdditionalExtensions, "outputfields=", 1)[0]), ";tags=")',
    `| parse-kv pairs as (${keys.join(', ')}) with (pair_delimiter=";", kv_delimiter="=")`,
    '| extend tags = iff(array_length(parts) > 1, split(tostring(parts[-1]), ","), dynamic([])),',
    '    fields = iff(array_length(parts) > 1, strcat_array(array_slice(parts, 0, -2), ";tags="), tostring(parts[0]))',
    `| extend members = ${membersText(columns)}`,
    `| extend members = replace_string(strcat("{", ${firstMember}, ${kqlString('"}')}), ${kqlString(':"<nil>"')}, ":null")`,
    `| extend outputfields = parse_json(members)`,
    `| extend shown = iff(members contains_cs ${noValue}, parse_json(replace_string(members, ${noValue}, ":null")), outputfields)`,
    `| project ${rawColumns.join(', ')},`,
    '    outputfields, uuid, source, hostname, tags,',
    `    ${columns.map((column) => `${columnText(column.name)} = ${cefValue(column, columns)}`).join(',\n    ')}`,
  ].join('\n');
}

const memberMark = kqlString('","');
const noValue = kqlString(':"<NA>"');

/** Text before the first name, which only a strange alert has, becomes a member without a name. */
const firstMember = `iff(members startswith_cs ${memberMark}, substring(members, 2), strcat(${kqlString('"":"')}, members))`;

/**
 * The text of the fields as members of a JSON object, without its braces: what could end a text of JSON is
 * escaped or becomes a blank, every name of a field begins a member.
 */
function membersText(columns: readonly ParsedColumn[]): string {
  const slashes = `replace_string(fields, ${kqlString('\\')}, ${kqlString('\\\\')})`;
  const escaped = `replace_string(${slashes}, ${kqlString('"')}, ${kqlString('\\"')})`;
  const parted = `strcat(";", replace_regex(${escaped}, @"[\\x00-\\x20]", ";"))`;
  const dotted = `replace_regex(${parted}, ${dottedName}, ${kqlString('","\\1":"')})`;
  const plainNames = columns.flatMap((column) => column.fields).filter((field) => !field.includes('.'));
  const members = [...new Set(plainNames)].reduce((text, field) => {
    const member = `",${JSON.stringify(field)}:"`;
    return `replace_string(${text}, ${kqlString(`;${jsonEscaped(field)}:`)}, ${kqlString(member)})`;
  }, dotted);
  return `replace_string(${members}, ";", " ")`;
}

/** `;proc.aname[2]:`. No part of it can run over the next `;`. */
const dottedName = '@";([a-z][a-z0-9_]*(?:\\.[A-Za-z0-9_]+)+(?:\\[[^\\];]*\\])?):"';

function jsonEscaped(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** The text in which labels are looked for, without brackets that end a value and without `<NA>`. */
function labelText(): string {
  const whole = 'strcat(replace_string(Message, "(", ";"), ";", AdditionalExtensions, ";")';
  return withoutAny('=', `replace_string(${whole}, ");", ";")`);
}

/** Falco writes `<NA>` and Go `<nil>` for a value that is not there; such a value becomes empty. */
function withoutAny(mark: string, text: string): string {
  return `replace_string(replace_string(${text}, "${mark}<NA>;", "${mark};"), "${mark}<nil>;", "${mark};")`;
}

/** Labels that can be columns of their own while the CEF text is read: none that a raw column is called. */
function labelsOf(columns: readonly ParsedColumn[]): readonly string[] {
  const taken = new Set<string>([
    ...rawColumns,
    'pairs',
    'parts',
    'fields',
    'members',
    'shown',
    'outputfields',
    'tags',
    'uuid',
    'source',
    'hostname',
  ]);
  return [...new Set(columns.flatMap(({ labels }) => labels))].filter((label) => !taken.has(label));
}

function cefValue({ labels, fields }: ParsedColumn, all: readonly ParsedColumn[]): string {
  const known = labelsOf(all);
  const read = labels.filter((label) => known.includes(label)).map(columnText);
  return firstFilled([...read, ...fields.map(shownField)]);
}

function jsonBranch(options: ParserFunctionOptions, columns: readonly ParsedColumn[]): string {
  return [
    options.syslogTable,
    '| where ProcessName =~ "Falco"',
    '| project TimeGenerated, TenantId, SourceSystem, Type, Computer, SyslogMessage, alert = parse_json(SyslogMessage)',
    '| where isnotempty(alert.rule)',
    `| extend outputfields = alert.output_fields, shown = ${shownFields()}`,
    '| project TimeGenerated, TenantId, Activity = tostring(alert.rule),',
    `    LogSeverity = ${severityLookup()},`,
    '    DeviceVendor = "Falcosecurity", DeviceProduct = "Falco", DeviceVersion = "1.0",',
    '    DeviceEventClassID = "Falco Event", Message = tostring(alert.output), AdditionalExtensions = "",',
    '    SourceSystem, Type, Computer, outputfields,',
    '    uuid = tostring(alert.uuid), source = tostring(alert.source), hostname = tostring(alert.hostname),',
    '    tags = alert.tags,',
    `    ${columns.map((column) => `${columnText(column.name)} = ${jsonValue(column)}`).join(',\n    ')}`,
  ].join('\n');
}

/**
 * The fields as columns show them: without `<NA>`, which Falco writes for a value that is not there. A quote
 * after a colon that is not escaped begins a value, so nothing inside a value is replaced.
 */
function shownFields(): string {
  const [mark, nothing] = [kqlString(':"\\u003cNA\\u003e"'), kqlString(':""')];
  const replaced = `parse_json(replace_string(SyslogMessage, ${mark}, ${nothing})).output_fields`;
  return `iff(SyslogMessage contains_cs ${mark}, ${replaced}, alert.output_fields)`;
}

function jsonValue({ fields }: ParsedColumn): string {
  return firstFilled(fields.map(shownField));
}

function shownField(field: string): string {
  return `tostring(shown[${kqlString(field)}])`;
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
