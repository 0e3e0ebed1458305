import type { PlacedItem } from '../../falco/load/placed-item.ts';
import { applyEdits, type TextEdit } from '../../text/edit.ts';
import type { Span } from '../../text/span.ts';
import { itemSpan } from '../../workspace/locate.ts';
import type { RulesFile } from '../../workspace/rules-file.ts';
import type { Snapshot } from '../../workspace/workspace.ts';
import { formatRules } from '../format.ts';

/**
 * Puts an item before another, and before the comments that belong to that.
 * @param lines the item's lines, the dash at the margin.
 */
export function insertBefore(
  { settings }: Snapshot,
  { text }: RulesFile,
  placed: PlacedItem,
  lines: readonly string[],
): TextEdit {
  const at = commentsAbove(text, lineStart(text, itemSpan(placed).start));
  const margin = /^ */.exec(text.slice(lineStart(text, itemSpan(placed).start)))![0];
  const item = `${lines.join('\n')}\n`;
  const formatted = applyEdits(item, formatRules(item, settings.lineWidth - margin.length).edits);
  const newText = `${formatted}\n`.replace(/^(?=.)/gm, margin);
  return { span: { start: at, end: at }, newText: withLineEnds(newText, text) };
}

/** A text with the ends of line that a file has. */
export function withLineEnds(text: string, file: string): string {
  return file.includes('\r\n') ? text.replaceAll('\n', '\r\n') : text;
}

/** Takes an item out, with the comments right above it and the empty lines after it. */
export function removeItem({ text }: RulesFile, placed: PlacedItem): TextEdit {
  const { start: first, end: last } = itemSpan(placed);
  const line = lineStart(text, first);
  const comments = commentsAbove(text, line);
  // What a file begins with speaks of the file.
  const start = comments === 0 ? line : comments;
  const rest = /[^\n]*(?:\n|$)(?:[ \t\r]*\n)*/y;
  rest.lastIndex = text[last - 1] === '\n' ? last - 1 : last;
  const end = rest.lastIndex + rest.exec(text)![0].length;
  return { span: { start, end }, newText: '' };
}

/** Where the comments begin that stand right above a line; the line itself where there are none. */
export function commentsAbove(text: string, line: number): number {
  let start = line;
  while (start > 0) {
    const above = lineStart(text, start - 1);
    if (!/^[ \t]*#/.test(text.slice(above, start))) break;
    start = above;
  }
  return start;
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** A condition as YAML under its key: plain where it can be, else a folded block; `indent` is that of the block. */
export function conditionScalar(condition: string, indent: string): string[] {
  return isPlain(condition) ? [condition] : ['>-', `${indent}${condition}`];
}

/** A value of a list in brackets as YAML: plain where it can be, else in single quotes. */
export function flowValue(value: string): string {
  const plain = isPlain(value) && !/[,[\]{}]/.test(value) && !/^(?:~|null|Null|NULL|)$/.test(value);
  return plain ? value : `'${value.replaceAll("'", "''")}'`;
}

/** Whether YAML reads a line of text as it is, without quotes. */
function isPlain(text: string): boolean {
  return !/^[-?:](?:\s|$)|^[,[\]{}#&*!|>'"%@`\s]|:(?:\s|$)|\s#|\s$|[\n\r\t]|^$/.test(text);
}

/** The text under a span of a condition on one line; undefined where a quoted text goes over several. */
export function onOneLine(text: string, { start, end }: Span): string | undefined {
  const parts = text.slice(start, end).split(/("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')/s);
  if (parts.some((part, i) => i % 2 === 1 && /[\n\r]/.test(part))) return undefined;
  return parts
    .map((part, i) => (i % 2 === 1 ? part : part.replace(/[ \t\r\n]+/g, ' ')))
    .join('')
    .trim();
}
