import { isJsonObject, type JsonObject, type JsonValue, tryParseJson } from '../../text/json.ts';
import { priorityOfSeverity } from './line.ts';
import { readFields, withoutAbsent } from './read-cef.ts';

/** Takes what got lost or is doubtful, as a sentence. */
type Note = (message: string) => void;

/** True for the columns of a CSV export in which alerts of Falco can be; the portal adds ` [UTC]` to some. */
export function isRowHeader(columns: readonly string[]): boolean {
  return (
    columns.includes('SyslogMessage') || columns.includes('AdditionalExtensions') || isParsedRow(columns)
  );
}

function isParsedRow(columns: readonly string[]): boolean {
  return columns.includes('outputfields') && columns.includes('Activity');
}

/**
 * The alerts in what Log Analytics exports: a row of `Syslog`, of `CommonSecurityLog` or of the parser
 * function, or the answer of its query API with `tables` of such rows. With the keys of Falco's JSON;
 * undefined for any other object. A row of `CommonSecurityLog` is read as the landing of CEF is modelled
 * (FALCOSIDEKICK.md: one field observation).
 */
export function alertsOfRows(value: JsonObject, note: Note): readonly JsonObject[] | undefined {
  const rows = Array.isArray(value.tables) ? value.tables.flatMap(tableRows) : [value];
  const alerts = rows.map((row) => alertOfRow(row, note)).filter((alert) => alert !== undefined);
  return alerts.length === 0 ? undefined : alerts;
}

/** The rows of a table of the query API, as objects. */
function tableRows(table: JsonValue): JsonObject[] {
  if (!isJsonObject(table) || !Array.isArray(table.columns) || !Array.isArray(table.rows)) return [];
  const names = table.columns.map((column) => (isJsonObject(column) ? String(column.name) : ''));
  return table.rows
    .filter((row) => Array.isArray(row))
    .map((row) => Object.fromEntries(names.map((name, i) => [name, row[i] ?? null])));
}

function alertOfRow(row: JsonObject, note: Note): JsonObject | undefined {
  const columns = Object.keys(row);
  if (isParsedRow(columns)) return ofParserFunction(row);
  if (typeof row.SyslogMessage === 'string') return ofSyslog(row.SyslogMessage);
  if (typeof row.AdditionalExtensions === 'string' && row.DeviceVendor === 'Falcosecurity')
    return ofCommonSecurityLog(row, row.AdditionalExtensions, note);
  return undefined;
}

function ofSyslog(message: string): JsonObject | undefined {
  const alert = message.trimStart().startsWith('{') ? tryParseJson(message) : undefined;
  return isJsonObject(alert) && 'rule' in alert ? alert : undefined;
}

/** Blanks of field values have become `;`, and those between the fields too. */
function ofCommonSecurityLog(row: JsonObject, extensions: string, note: Note): JsonObject {
  const at = extensions.indexOf('outputfields=');
  const head = at < 0 ? extensions : extensions.slice(0, at);
  const key = (name: string) => new RegExp(`(?:^|;)${name}=([^;]*)`).exec(head)?.[1];
  const { fields, tags } = splitTags(at < 0 ? '' : extensions.slice(at + 'outputfields='.length));
  if (at < 0) note('This row of CommonSecurityLog holds no outputfields.');
  return withoutAbsent({
    rule: textOf(row.Activity),
    priority: priorityOfSeverity(String(row.LogSeverity)),
    uuid: key('uuid'),
    source: key('source'),
    hostname: key('hostname') ?? textOf(row.Computer),
    time: timeOf(row),
    output: textOf(row.Message),
    tags,
    output_fields: readFields(fields, ';'),
  });
}

function splitTags(text: string): { fields: string; tags?: readonly string[] } {
  const at = text.lastIndexOf(';tags=');
  if (at < 0) return { fields: text };
  return {
    fields: text.slice(0, at),
    tags: text
      .slice(at + 6)
      .replace(/;.*$/s, '')
      .split(','),
  };
}

function ofParserFunction(row: JsonObject): JsonObject {
  const fields = typeof row.outputfields === 'string' ? bagOf(row.outputfields) : row.outputfields;
  const tags = typeof row.tags === 'string' ? tryParseJson(row.tags) : row.tags;
  return withoutAbsent({
    rule: textOf(row.Activity),
    priority: priorityOfSeverity(String(row.LogSeverity)),
    uuid: textOf(row.uuid),
    source: textOf(row.source),
    hostname: textOf(row.hostname) ?? textOf(row.Computer),
    time: timeOf(row),
    output: textOf(row.Message),
    tags: Array.isArray(tags) ? tags : undefined,
    output_fields: fields,
  });
}

/** From JSON the column holds the object, from CEF the text of the fields. */
function bagOf(text: string): JsonValue {
  const value = text.startsWith('{') ? tryParseJson(text) : undefined;
  return isJsonObject(value) ? value : readFields(text, ';');
}

function timeOf(row: JsonObject): string | undefined {
  const name = ['StartTime', 'TimeGenerated', 'TimeGenerated [UTC]'].find((each) => textOf(row[each]));
  return name === undefined ? undefined : textOf(row[name]);
}

function textOf(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
