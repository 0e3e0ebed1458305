import type { TextEdit } from '../text/edit.ts';

/** Columns that each level stands further to the right. */
const step = 2;
/** Keys whose values are lists; those of an item's `items` and `tags` are often written one a line. */
const listKeys = /^(?:items|tags|exceptions|fields|comps|values|required_plugin_versions|alternatives)$/;

/**
 * Indents the line that a press of Enter began: within a text as the line before, below a key one level deeper,
 * in a list with the dash of the next value.
 * @param offset the cursor, in the new line.
 */
export function indentNewLine(text: string, offset: number): TextEdit[] {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  if (start === 0) return [];
  const before = text.slice(0, start).split(/\r?\n/).slice(0, -1);
  const wanted = indentAfter(before);
  if (wanted === undefined) return [];
  const [blanks] = /^[ \t]*/.exec(text.slice(start))!;
  const isEmpty = /^[ \t]*(?:\r?\n|$)/.test(text.slice(start));
  const newText = ' '.repeat(wanted.column) + (wanted.dash && isEmpty ? '- ' : '');
  return newText === blanks ? [] : [{ span: { start, end: start + blanks.length }, newText }];
}

/** Where a line begins, and whether with a dash. */
interface Wanted {
  readonly column: number;
  readonly dash: boolean;
}

/** Undefined where the editor knows as well. */
function indentAfter(lines: readonly string[]): Wanted | undefined {
  const last = lines.at(-1) ?? '';
  if (last.trim() === '' || last.trimStart().startsWith('#')) return undefined;
  const { column, rest, dashes } = partsOf(last);
  if (isInBlock(lines)) return at(indentOf(last));
  const [, key, value = ''] = /^([\w-]+):(?:\s+(.*))?$/.exec(rest.replace(/(?:^|\s)#.*$/, '')) ?? [];
  if (key !== undefined && /^[|>]/.test(value)) return at(column + step);
  if (key !== undefined && value.trim() === '') return at(column + step, listKeys.test(key));
  if (/\[$/.test(rest.trimEnd())) return at(column + step);
  if (key !== undefined && dashes) return at(column);
  if (dashes && rest !== '' && key === undefined) return at(indentOf(last), true);
  return undefined;
}

function at(column: number, dash = false): Wanted {
  return { column, dash };
}

/** The column of a line's text after its dashes. */
function partsOf(line: string): { column: number; rest: string; dashes: boolean } {
  const [head] = /^ *(?:- +)*/.exec(line)!;
  return { column: head.length, rest: line.slice(head.length), dashes: head.includes('-') };
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** Whether the last line is within a block scalar: below a header, and further to the right than its key. */
function isInBlock(lines: readonly string[]): boolean {
  let least = indentOf(lines.at(-1) ?? '');
  for (const line of lines.slice(0, -1).reverse()) {
    const indent = indentOf(line);
    if (line.trim() === '' || indent >= least) continue;
    const { column, rest } = partsOf(line);
    if (column < least && /(?:^|:\s+)[|>][-+1-9]{0,2}\s*(?:#.*)?$/.test(rest)) return true;
    least = indent;
  }
  return false;
}
