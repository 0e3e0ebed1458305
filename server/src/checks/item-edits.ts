import type { PlacedItem } from '../falco/load/placed-item.ts';
import type { TextEdit } from '../text/edit.ts';
import { shift } from '../text/span.ts';
import { locate } from '../workspace/locate.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import { entryOf, type YamlEntry, type YamlMap } from '../yaml/node.ts';
import type { FileFinding } from './check.ts';

/** An item whose keys stand each on a line of its own, so that lines can be put in and taken out. */
export interface BlockItem {
  readonly placed: PlacedItem;
  readonly map: YamlMap;
  /** The blanks before its keys. */
  readonly indent: string;
}

/** The item that a finding is in, where its keys stand on lines of their own. */
export function blockItemOf(snapshot: Snapshot, { file, finding }: FileFinding): BlockItem | undefined {
  const placed = locate(snapshot.files.get(file)!, finding.span.start)?.placed;
  if (placed?.item.node.kind !== 'map') return undefined;
  const map = placed.item.node;
  const { text } = placed.item;
  const later = map.entries[1]?.key.span.start;
  if (later === undefined) return undefined;
  const indent = /(?:^|\n)([ ]+)$/.exec(text.slice(0, later))?.[1];
  return indent === undefined ? undefined : { placed, map, indent };
}

/** The names of an item's keys. */
export function keysOf({ map }: BlockItem): string[] {
  return map.entries.flatMap(({ key }) => (key.kind === 'scalar' ? [key.value] : []));
}

/** Puts `lines`, indented as the item's keys are, in the place of a key and its value. */
export function replaceEntry(item: BlockItem, key: string, lines: readonly string[]): TextEdit[] {
  const entry = entryOf(item.map, key);
  if (entry === undefined) return [];
  const span = { start: entry.key.span.start, end: entry.value.span.end };
  const lineEnd = item.placed.item.text.includes('\r\n') ? '\r\n' : '\n';
  return [{ span: shift(span, item.placed.start), newText: lines.join(lineEnd + item.indent) }];
}

/** Takes a key, its value and its line out. The item's first key cannot be taken out. */
export function removeEntry({ placed, map }: BlockItem, key: string): TextEdit[] {
  const entry = entryOf(map, key);
  return entry === undefined || entry === map.entries[0] ? [] : removalOf(placed, entry);
}

/** Takes a key that begins a line, its value and its line out; nothing where something stands before it there. */
export function removalOf(placed: PlacedItem, entry: YamlEntry): TextEdit[] {
  const lineEnd = placed.item.text.lastIndexOf('\n', entry.key.span.start);
  if (lineEnd === -1 || placed.item.text.slice(lineEnd, entry.key.span.start).trim() !== '') return [];
  const start = placed.item.text[lineEnd - 1] === '\r' ? lineEnd - 1 : lineEnd;
  return [{ span: shift({ start, end: entry.value.span.end }, placed.start), newText: '' }];
}
