import type { PlainValue } from '../../kql/engine.ts';
import type { Column } from '../../kql/kusto/analyse.ts';
import { cellsOf, printable } from '../report/display-text.ts';

/** The forms in which an answer is printed. */
export const answerFormats = ['table', 'json', 'csv'] as const;

/** One of these forms. */
export type AnswerFormat = (typeof answerFormats)[number];

/** Rows of a query's answer. */
export interface Answer {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly PlainValue[])[];
}

/**
 * An answer as text. Cells may come from hostile alerts: none can steer the terminal, and in CSV none is a
 * formula to a spreadsheet.
 */
export function answerText(answer: Answer, format: AnswerFormat): string {
  if (format === 'json') return jsonText(answer);
  return format === 'csv' ? csvText(answer) : tableText(answer);
}

/** Longer cells of a table are cut, in columns of the terminal. */
const widestCell = 80;

function tableText({ columns, rows }: Answer): string {
  const lines = [
    columns.map(({ name }) => shown(name)),
    ...rows.map((row) => row.map((value) => shown(textOf(value)))),
  ];
  const widths = columns.map((_, i) => lines.reduce((most, line) => Math.max(most, line[i]!.width), 0));
  const rule = widths.map((width) => ({ text: '-'.repeat(width), width }));
  const printed = [lines[0]!, rule, ...lines.slice(1)].map((line) =>
    line
      .map(({ text, width }, i) => text + ' '.repeat(widths[i]! - width))
      .join('  ')
      .trimEnd(),
  );
  return `${printed.join('\n')}\n\n${rows.length} ${rows.length === 1 ? 'row' : 'rows'}\n`;
}

/** A value on one line, with the columns that it takes. */
function shown(value: string): { text: string; width: number } {
  const cells = cellsOf(printable(value.slice(0, widestCell * 4)));
  const width = cells.reduce((sum, cell) => sum + cell.width, 0);
  if (width <= widestCell && value.length <= widestCell * 4) {
    return { text: cells.map((cell) => cell.text).join(''), width };
  }
  let used = 0;
  const fitting = cells.filter((cell) => {
    used += cell.width;
    return used < widestCell;
  });
  const kept = fitting.reduce((sum, cell) => sum + cell.width, 0);
  return { text: `${fitting.map((cell) => cell.text).join('')}…`, width: kept + 1 };
}

/** An object a row; what a terminal would obey or hide is escaped, as JSON may. */
function jsonText({ columns, rows }: Answer): string {
  const objects = rows.map((row) =>
    JSON.stringify(Object.fromEntries(columns.map(({ name }, i) => [name, row[i]!]))),
  );
  const text = objects.length === 0 ? '[]\n' : `[\n  ${objects.join(',\n  ')}\n]\n`;
  return text.replace(
    unprintable,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Control characters, directions of writing and other characters without a shape; not line breaks and tabs. */
const unprintable = /(?![\n\r\t])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/**
 * RFC 4180. A text that a spreadsheet would take for a formula gets an apostrophe before it; control characters
 * become visible.
 */
function csvText({ columns, rows }: Answer): string {
  const lines = [
    columns.map(({ name }) => csvCell(name)),
    ...rows.map((row) =>
      row.map((value) => (typeof value === 'number' ? String(value) : csvCell(textOf(value)))),
    ),
  ];
  return lines.map((line) => `${line.join(',')}\r\n`).join('');
}

function csvCell(text: string): string {
  const safe = text.replace(unprintable, (character) => printable(character));
  const plain = /^[=+\-@\t\r]/.test(safe) ? `'${safe}` : safe;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

function textOf(value: PlainValue): string {
  if (value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
