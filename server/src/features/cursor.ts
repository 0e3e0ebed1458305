import type { PlacedItem } from '../falco/load/placed-item.ts';
import { type Span, span } from '../text/span.ts';
import type { RulesFile } from '../workspace/rules-file.ts';
import { decodeScalar } from '../yaml/decode-scalar.ts';
import type { YamlNode, YamlScalar } from '../yaml/node.ts';

/** What can be written where the cursor is: a new item, a key, or a value. */
export type Cursor = ItemCursor | KeyCursor | ValueCursor;

/** Between items, or at the start of one. */
export interface ItemCursor {
  readonly kind: 'item';
  /** What is written so far, from its dash. */
  readonly replace: Span;
}

/** In a key, or where one can begin. */
export interface KeyCursor {
  readonly kind: 'key';
  readonly placed: PlacedItem;
  /** The keys above it, e.g. `['exceptions']`. */
  readonly path: readonly string[];
  /** Keys that stand beside it. */
  readonly siblings: readonly string[];
  readonly replace: Span;
  /** True where a colon follows already. */
  readonly hasColon: boolean;
}

/** In a value. */
export interface ValueCursor {
  readonly kind: 'value';
  readonly placed: PlacedItem;
  /** The keys down to the value. */
  readonly path: readonly string[];
  /** The value's text before the cursor, with quotes and folding undone. */
  readonly before: string;
  /** The rest of the line after the cursor, as it stands in the file. */
  readonly after: string;
  /** The cursor. */
  readonly at: number;
}

/**
 * Tells from the lines before an offset what can be written there. The YAML of a half-written item is often
 * broken, so the structure is read from keys and columns; only the text of values comes from the parsed item.
 */
export function cursorAt(file: RulesFile, offset: number): Cursor {
  const placed = itemAt(file, offset);
  if (placed === undefined) return { kind: 'item', replace: writtenInLine(file.text, offset) };
  const place = readLines(linesBefore(placed, offset));
  if (place.kind === 'item') return { kind: 'item', replace: writtenInLine(file.text, offset) };
  if (place.kind === 'key') return keyCursor(file, placed, place, offset);
  return valueCursor(file, placed, place.path, offset);
}

/** The item whose lines hold an offset: an item reaches to the dash of the next. */
function itemAt(file: RulesFile, offset: number): PlacedItem | undefined {
  return file.read.items.findLast(({ start, item }) => start + item.node.span.start <= offset + 2);
}

/** The item's lines, the last one up to the offset. */
function linesBefore({ start, item }: PlacedItem, offset: number): string[] {
  const firstLine = item.text.lastIndexOf('\n', item.node.span.start - 1) + 1;
  return item.text.slice(firstLine, offset - start).split(/\r\n|\r|\n/);
}

/** What stands in the line before an offset, blanks at its start left out. */
function writtenInLine(text: string, offset: number): Span {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  return span(offset - line.trimStart().length, offset);
}

// ---- structure by columns -------------------------------------------------------------------------------

interface OpenKey {
  readonly name: string;
  readonly column: number;
}

type Place =
  | { readonly kind: 'item' }
  | { readonly kind: 'key'; readonly path: readonly string[]; readonly column: number; readonly word: string }
  | { readonly kind: 'value'; readonly path: readonly string[] };

const keyLine = /^(\s*(?:-\s+)*)(?:"([^"]*)"|'([^']*)'|([\w.-]+))\s*:(?=\s|$)\s*(.*)$/;
const blockHeader = /^[|>][-+0-9]*\s*(?:#.*)?$/;

/** Keys that take keys below them; below others, a text without a colon is a value. */
const mapsOfKeys: ReadonlySet<string> = new Set([
  'override',
  'exceptions',
  'required_plugin_versions',
  'alternatives',
  'sentinel',
  ...['alert', 'with', 'output_fields', 'expect', 'wazuh', 'entities'],
]);

/** Reads the lines of an item up to the cursor, which ends the last of them. */
function readLines(lines: readonly string[]): Place {
  let open: OpenKey[] = [];
  let block: number | undefined;
  for (const line of lines.slice(0, -1)) {
    if (block !== undefined && (line.trim() === '' || indentOf(line) > block)) continue;
    block = undefined;
    const match = keyLine.exec(line);
    if (match === null) continue;
    const column = match[1]!.length;
    open = [...open.filter((key) => key.column < column), { name: nameOf(match), column }];
    if (blockHeader.test(match[5]!)) block = column;
  }
  const last = lines.at(-1)!;
  if (block !== undefined && indentOf(last) > block) return { kind: 'value', path: namesOf(open) };
  const startsItem = /^\s*-(?:\s|$)/.test(last) && indentOf(last) <= indentOf(lines[0]!);
  return placeInLine(last, open, lines.length === 1 || startsItem);
}

function placeInLine(line: string, open: readonly OpenKey[], startsItem: boolean): Place {
  const match = keyLine.exec(line);
  if (match !== null) {
    const path = [...above(open, match[1]!.length), nameOf(match)];
    return flowPlace(path, match[5]!, line.length) ?? { kind: 'value', path };
  }
  if (startsItem) return { kind: 'item' };
  const start = /^(\s*(?:-\s+)*)([\w.-]*)$/.exec(line);
  if (start === null) return { kind: 'value', path: namesOf(open) };
  return placeOfWord(open, start[1]!.length, start[2]!);
}

/** A word without a colon: the start of an item or key, an entry of a list, or the next line of a value. */
function placeOfWord(open: readonly OpenKey[], column: number, word: string): Place {
  const [first] = open;
  if (first === undefined || column < first.column) {
    return column === 0 ? { kind: 'item' } : { kind: 'key', path: [], column, word };
  }
  const path = above(open, column);
  const besideKey = open.some((key) => key.column === column);
  if (besideKey || path.length === 0 || mapsOfKeys.has(path.at(-1)!))
    return { kind: 'key', path, column, word };
  return { kind: 'value', path };
}

function above(open: readonly OpenKey[], column: number): string[] {
  return namesOf(open.filter((key) => key.column < column));
}

function namesOf(open: readonly OpenKey[]): string[] {
  return open.map((key) => key.name);
}

function nameOf(match: RegExpExecArray): string {
  return match[2] ?? match[3] ?? match[4] ?? '';
}

function indentOf(line: string): number {
  return /^ */.exec(line)![0].length;
}

/** Inside `{…}` on one line. */
function flowPlace(path: readonly string[], value: string, column: number): Place | undefined {
  if (!value.startsWith('{')) return undefined;
  const entry = value.slice(Math.max(value.lastIndexOf('{'), value.lastIndexOf(',')) + 1);
  const key = /^\s*([\w-]+)\s*:/.exec(entry)?.[1];
  if (key !== undefined) return { kind: 'value', path: [...path, key] };
  const word = entry.trimStart();
  return { kind: 'key', path, column: column - word.length, word };
}

// ---- keys -----------------------------------------------------------------------------------------------

function keyCursor(
  file: RulesFile,
  placed: PlacedItem,
  { path, column, word }: Extract<Place, { kind: 'key' }>,
  offset: number,
): KeyCursor {
  const rest = /^[\w-]*/.exec(file.text.slice(offset, offset + 60))![0];
  const replace = span(offset - word.length, offset + rest.length);
  const hasColon = /^\s*:/.test(file.text.slice(replace.end, replace.end + 20));
  const siblings = siblingsOf(placed, offset - placed.start, path, column).filter(
    (key) => key !== word + rest,
  );
  return { kind: 'key', placed, path, siblings, replace, hasColon };
}

/** The keys round an offset: of the parsed item's map there, and of lines in the same column. */
function siblingsOf({ item }: PlacedItem, offset: number, path: readonly string[], column: number): string[] {
  if (path.length > 0) return keysOfMapAt(item.node, offset);
  const keys = item.text.split(/\r\n|\r|\n/).flatMap((line) => {
    const match = keyLine.exec(line);
    return match !== null && match[1]!.length === column ? [nameOf(match)] : [];
  });
  return keys;
}

/** The keys of the innermost map that holds an offset, or that it follows. */
function keysOfMapAt(node: YamlNode, offset: number): string[] {
  const inner = childrenOf(node).findLast((each) => each.kind !== 'scalar' && each.span.start <= offset);
  if (inner !== undefined) return keysOfMapAt(inner, offset);
  if (node.kind !== 'map') return [];
  return node.entries.flatMap(({ key }) => (key.kind === 'scalar' ? [key.value] : []));
}

function childrenOf(node: YamlNode): readonly YamlNode[] {
  if (node.kind === 'map') return node.entries.map((entry) => entry.value);
  return node.kind === 'list' ? node.items : [];
}

// ---- values ---------------------------------------------------------------------------------------------

function valueCursor(
  { text }: RulesFile,
  placed: PlacedItem,
  path: readonly string[],
  offset: number,
): ValueCursor {
  const before = textBefore(placed, path, offset - placed.start) ?? lineBefore(text, offset);
  const separated = before !== '' && /\s/.test(text[offset - 1] ?? '') && !/\s$/.test(before);
  const after = /^[^\r\n]*/.exec(text.slice(offset, offset + 1000))![0];
  return { kind: 'value', placed, path, before: separated ? `${before} ` : before, after, at: offset };
}

/** The text before an offset of the scalar that it is in, or follows; undefined where there is none. */
function textBefore({ item }: PlacedItem, path: readonly string[], offset: number): string | undefined {
  const scalar = scalarAt(item.node, path, offset);
  if (scalar === undefined || isInHeader(item.text, scalar, offset)) return undefined;
  // What is not blank between them belongs to something else: a comma, a comment.
  if (item.text.slice(scalar.span.end, offset).trim() !== '') return undefined;
  const { text, map } = decodeScalar(item.text, scalar);
  return offset >= scalar.span.end ? text.trimEnd() : text.slice(0, map.toDerived(offset));
}

/** In the `>` or `|` line, where nothing of the text stands yet. */
function isInHeader(text: string, { style, span: { start } }: YamlScalar, offset: number): boolean {
  return (style === 'folded' || style === 'literal') && !text.slice(start, offset).includes('\n');
}

/** The scalar under a path that an offset is in, or after. */
function scalarAt(node: YamlNode, path: readonly string[], offset: number): YamlScalar | undefined {
  if (node.kind === 'scalar') return path.length === 0 && node.span.start <= offset ? node : undefined;
  if (node.kind === 'list') {
    const item = node.items.findLast((each) => each.span.start <= offset);
    return item && scalarAt(item, path, offset);
  }
  const [key, ...rest] = path;
  const entry = node.entries.find((each) => each.key.kind === 'scalar' && each.key.value === key);
  return entry && scalarAt(entry.value, rest, offset);
}

/** The line before an offset, its key left out. */
function lineBefore(text: string, offset: number): string {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  return keyLine.exec(line)?.[5] ?? line.trimStart();
}
