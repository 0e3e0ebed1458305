import type { PlainValue, QueryAnswer } from '../../server/src/kql/engine.ts';
import { parseDatetime } from '../../server/src/kql/evaluate/value/parse-datetime.ts';
import { parseTimespan } from '../../server/src/kql/evaluate/value/timespan.ts';

type Cells = readonly PlainValue[];

/**
 * Compares rows with what a text shows: dates and timespans by their moment, numbers to the digits shown,
 * JSON by structure, and rows in any order. Columns are matched by name where the names are the same.
 */
export function rowsMatch(
  answer: Extract<QueryAnswer, { ok: true }>,
  header: readonly string[],
  expected: readonly (readonly string[])[],
): boolean {
  const names = answer.columns.map((column) => column.name);
  if (names.length !== header.length || answer.rows.length !== expected.length) return false;
  const byName = header.every((name) => names.includes(name));
  const order = byName ? header.map((name) => names.indexOf(name)) : names.map((_, i) => i);
  const left: Cells[] = answer.rows.map((row) => order.map((index) => row[index] ?? null));
  return expected.every((row) => {
    const found = left.findIndex((cells) => cells.every((cell, i) => cellMatches(cell, row[i] ?? '')));
    if (found >= 0) left.splice(found, 1);
    return found >= 0;
  });
}

/** True where a value is what the text shows. */
export function cellMatches(value: PlainValue, shown: string): boolean {
  const text = shown.trim();
  if (value === null || value === '') return /^(|null|\(null\)|<null>|\[\]|""|NaN)$/.test(text);
  if (typeof value === 'boolean') return text.toLowerCase() === String(value) || text === (value ? '1' : '0');
  if (typeof value === 'number') return numberMatches(value, text);
  if (typeof value === 'string') return textMatches(value, text);
  return jsonMatches(value, text);
}

function numberMatches(value: number, text: string): boolean {
  const shown = Number(text.replaceAll(',', ''));
  if (text === '' || Number.isNaN(shown)) return false;
  const decimals = /\.(\d+)$/.exec(text)?.[1]?.length ?? 0;
  const tolerance = Math.max(Math.abs(shown) * 1e-9, decimals > 0 ? 10 ** -decimals : 0);
  return Math.abs(value - shown) <= tolerance;
}

function textMatches(value: string, text: string): boolean {
  if (collapsed(value) === collapsed(text) || value === unquoted(text)) return true;
  if (text === `<${value}>`) return true;
  if (/^(NaN|-?Infinity)$/.test(value)) return text === value.replace('Infinity', '∞');
  const moment = parseDatetime(value);
  if (moment !== undefined && value.includes('T')) return moment === parseDatetime(text);
  const span = /^-?[\d.:]+$/.test(value) ? parseTimespan(value) : undefined;
  if (span !== undefined && value.includes(':')) return span === parseTimespan(text);
  return /^-?\d+(\.\d+)?$/.test(value) && numberMatches(Number(value), text);
}

/** Pages break and indent texts at will. */
function collapsed(text: string): string {
  return text.trim().replace(/\s+/g, ' ');
}

function unquoted(text: string): string {
  return /^"(.*)"$/s.exec(text)?.[1] ?? text;
}

function jsonMatches(value: PlainValue, text: string): boolean {
  try {
    return sameJson(value, JSON.parse(text));
  } catch {
    return false;
  }
}

function sameJson(a: PlainValue, b: unknown): boolean {
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, i) => sameJson(item, b[i]));
  }
  if (typeof a === 'object' && a !== null) {
    if (typeof b !== 'object' || b === null) return false;
    const keys = Object.keys(a);
    const record = a as Record<string, PlainValue>;
    return (
      keys.length === Object.keys(b).length &&
      keys.every(
        (key) => Object.hasOwn(b, key) && sameJson(record[key]!, (b as Record<string, unknown>)[key]),
      )
    );
  }
  if (typeof a === 'number' && typeof b === 'number') return numberMatches(a, String(b));
  return typeof b === 'string' ? cellMatches(a, b) : a === b;
}
