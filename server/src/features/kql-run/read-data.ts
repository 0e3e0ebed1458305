import { commonSecurityLog, syslog } from '../../kql/sidekick/tables.ts';
import type { Alert } from '../../replay/alert.ts';
import { readAlerts } from '../../replay/read-alerts.ts';
import { CsvReader, csvValues } from '../../text/csv.ts';
import { isJsonObject, type JsonObject, type JsonValue, tryParseJson } from '../../text/json.ts';
import { alertFormats } from '../alert-formats.ts';

/** A file that rows or alerts are read from. */
export interface DataFile {
  readonly name: string;
  readonly text: string;
}

/** What a file of data holds: rows of one table, alerts of Falco, or nothing that is understood, and why. */
export type DataRead =
  | { readonly kind: 'rows'; readonly table: string; readonly rows: readonly JsonObject[] }
  | { readonly kind: 'alerts'; readonly alerts: readonly Alert[] }
  | { readonly kind: 'nothing'; readonly reason: string };

/**
 * Reads a file of data. Rows come as JSON (an array of objects, an object a line, the answer of the query API)
 * or as CSV with a header. Those of a table that Falcosidekick writes to are known by their columns, and
 * exports of Log Analytics by their column `Type`; alerts in any form that replay reads are alerts; any other
 * rows are those of a table called like the file.
 * @param table the table of the rows, whatever their columns; nothing is taken for an alert then
 */
export function readData({ name, text }: DataFile, table?: string): DataRead {
  const rows = rowsOf(name, text, table !== undefined);
  if (table !== undefined) return rows ? { kind: 'rows', table, rows } : nothing;
  const known = rows?.[0] && tableOf(rows[0]);
  if (rows && known !== undefined) return { kind: 'rows', table: known, rows };
  const alerts = [...readAlerts([text], alertFormats)].flatMap((read) => read.alerts);
  if (alerts.length > 0) return { kind: 'alerts', alerts };
  return rows && rows.length > 0 ? { kind: 'rows', table: baseName(name), rows } : nothing;
}

const nothing: DataRead = {
  kind: 'nothing',
  reason: 'it holds neither rows (an array of JSON objects, one object a line, CSV) nor alerts of Falco',
};

/** The table that has such rows. */
function tableOf(row: JsonObject): string | undefined {
  const { Type: type } = row;
  if ('TimeGenerated' in row && typeof type === 'string' && /^\w+$/.test(type)) return type;
  if (typeof row.SyslogMessage === 'string') return syslog.name;
  return 'AdditionalExtensions' in row && 'LogSeverity' in row && !('outputfields' in row)
    ? commonSecurityLog.name
    : undefined;
}

/** The file's name without folders and what stands behind its first dot. */
function baseName(name: string): string {
  return name.replace(/^.*[\\/]/, '').replace(/(.)\..*$/s, '$1');
}

/** Undefined where the text is no such thing as a whole. */
function rowsOf(name: string, text: string, isTable: boolean): readonly JsonObject[] | undefined {
  const first = /[^\s\ufeff]/.exec(text)?.[0];
  if (first === undefined) return [];
  if (first === '{' || first === '[') return rowsOfJson(text) ?? rowsOfLines(text);
  return isTable || /\.csv$/i.test(name) ? rowsOfCsv(text) : undefined;
}

function rowsOfJson(text: string): readonly JsonObject[] | undefined {
  const value = tryParseJson(text.replace(/^\ufeff/, ''));
  if (isJsonObject(value)) return Array.isArray(value.tables) ? value.tables.flatMap(rowsOfAnswer) : [value];
  return Array.isArray(value) && value.every(isJsonObject) ? value : undefined;
}

/** The rows of a table in an answer of Log Analytics' query API. */
function rowsOfAnswer(table: JsonValue): readonly JsonObject[] {
  if (!isJsonObject(table) || !Array.isArray(table.columns) || !Array.isArray(table.rows)) return [];
  const names = table.columns.map((column) => (isJsonObject(column) ? String(column.name) : ''));
  return table.rows
    .filter((row) => Array.isArray(row))
    .map((row) => Object.fromEntries(names.map((name, i) => [name, row[i] ?? null])));
}

function rowsOfLines(text: string): readonly JsonObject[] | undefined {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const rows = lines.map((line) => tryParseJson(line));
  return rows.every(isJsonObject) ? rows : undefined;
}

/** The portal writes ` [UTC]` behind the names of some columns. */
function rowsOfCsv(text: string): readonly JsonObject[] | undefined {
  const [header = '', ...lines] = text.replace(/^\ufeff/, '').split(/\r?\n/);
  const columns = csvValues(header)?.map((column) => column.replace(/ \[UTC\]$/, ''));
  if (columns === undefined) return undefined;
  const reader = new CsvReader(columns);
  const records = [...lines.flatMap((line, i) => reader.read(line, i + 2)), ...reader.finish()];
  return records.flatMap(({ values }) => (values === undefined ? [] : [{ ...values }]));
}
