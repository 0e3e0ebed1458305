import type { PlainTable } from '../../kql/engine.ts';
import { parseDatetime } from '../../kql/evaluate/value/parse-datetime.ts';
import type { Column } from '../../kql/kusto/analyse.ts';
import { type JsonObject, type JsonValue, tryParseJson, writeJson } from '../../text/json.ts';

/**
 * Rows as a table: the columns that are known of it, then those that only the rows have, with the type that
 * all their values have.
 */
export function dataTable(rows: readonly JsonObject[], known: readonly Column[]): PlainTable {
  const names = new Set(known.map(({ name }) => name));
  const others = new Set(rows.flatMap((row) => Object.keys(row)).filter((name) => !names.has(name)));
  const columns = [...known, ...[...others].map((name) => ({ name, type: typeOf(name, rows) }))];
  return { columns, rows: rows.map((row) => columns.map((column) => cellOf(row, column))) };
}

/** The first type that takes every value of a column; a text, as all of CSV is, counts as what it spells. */
const types: readonly (readonly [type: string, takes: (value: JsonValue) => boolean])[] = [
  ['bool', (value) => typeof value === 'boolean' || value === 'true' || value === 'false'],
  ['long', (value) => (typeof value === 'string' ? /^-?(?:0|[1-9]\d{0,17})$/.test(value) : isLong(value))],
  ['real', (value) => (typeof value === 'string' ? /^-?\d{1,17}\.\d{1,17}$/.test(value) : isNumber(value))],
  ['datetime', (value) => typeof value === 'string' && isMoment(value)],
  ['dynamic', (value) => typeof value === 'object' || isJsonText(value)],
];

function typeOf(name: string, rows: readonly JsonObject[]): string {
  const values = rows.map((row) => own(row, name) ?? null).filter((value) => value !== null && value !== '');
  if (values.length === 0) return 'string';
  const type = types.find(([, takes]) => values.every(takes))?.[0];
  return type ?? (values.every((value) => typeof value === 'string') ? 'string' : 'dynamic');
}

function isNumber(value: JsonValue): boolean {
  return typeof value === 'number' || typeof value === 'bigint';
}

function isLong(value: JsonValue): boolean {
  return typeof value === 'bigint' || Number.isInteger(value);
}

function isMoment(text: string): boolean {
  return /^\d{4}-\d\d-\d\d[T ]\d\d:/.test(text) && parseDatetime(text) !== undefined;
}

function isJsonText(value: JsonValue): boolean {
  if (typeof value !== 'string' || !/^[[{]/.test(value)) return false;
  return typeof tryParseJson(value) === 'object';
}

/** A cell as the evaluator takes it: numbers of 64 bits as their digits, JSON in a text as what it holds. */
function cellOf(row: JsonObject, { name, type }: Column): unknown {
  const value = own(row, name);
  if (value === undefined) return null;
  if (type === 'dynamic') return typeof value === 'string' ? (tryParseJson(value) ?? value) : value;
  if (typeof value === 'bigint') return value.toString();
  return type === 'string' && typeof value === 'object' && value !== null ? writeJson(value) : value;
}

function own(row: JsonObject, name: string): JsonValue | undefined {
  return Object.hasOwn(row, name) ? row[name] : undefined;
}
