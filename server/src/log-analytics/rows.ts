import { type JsonValue, writeJson } from '../text/json.ts';
import type { LogAnalyticsAnswer } from './run-query.ts';

type Table = Pick<LogAnalyticsAnswer, 'columns' | 'rows'>;

/** A value as people read it; null where there is none. */
export function cellText(value: JsonValue | undefined): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'string' ? value : writeJson(value);
}

/** An object a line, with the names of the columns: the replay of alerts reads rows of Falco's tables from it. */
export function rowsAsJsonLines({ columns, rows }: Table): string {
  const lines = rows.map((row) =>
    writeJson(Object.fromEntries(columns.map(({ name }, i) => [name, row[i] ?? null]))),
  );
  return lines.map((line) => `${line}\n`).join('');
}

/** All rows as an array of objects. */
export function rowsAsJson(table: Table): string {
  return `[${rowsAsJsonLines(table).trimEnd().replaceAll('\n', ',\n')}]\n`;
}

/**
 * RFC 4180, lines ending in CR LF. Values come from alerts, and so from attackers: what a spreadsheet would take
 * for a formula begins with an apostrophe.
 */
export function rowsAsCsv({ columns, rows }: Table): string {
  const lines = [columns.map(({ name }) => name), ...rows.map((row) => row.map(cellText))];
  return lines.map((line) => `${line.map(csvCell).join(',')}\r\n`).join('');
}

function csvCell(text: string | null): string {
  const harmless =
    text !== null && /^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : (text ?? '');
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
