import type { ItemKind } from '../falco/items/item.ts';
import { isOwnKind } from '../falco/items/item.ts';
import { headSpan } from '../falco/items/item-reader.ts';
import { finding } from '../falco/problems/index.ts';
import { type Span, shift } from '../text/span.ts';
import { locate } from '../workspace/locate.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import { entryOf, type YamlMap, type YamlNode, type YamlScalar } from '../yaml/node.ts';
import type { FileFinding } from './check.ts';
import { nearestNames } from './nearest-name.ts';

/** The keys that an item cannot do without. */
const requiredKeys: Readonly<Partial<Record<ItemKind, readonly string[]>>> = {
  rule: ['desc', 'condition', 'output', 'priority'],
  macro: ['condition'],
  list: ['items'],
};

/**
 * Names all keys that an item lacks where the engine names the first, and asks whether an unknown key of the
 * item was meant to be it; then the finding stands there.
 */
export function allMissingKeys(snapshot: Snapshot, found: FileFinding): FileFinding {
  const { file, finding: original } = found;
  const placed = locate(snapshot.files.get(file)!, original.span.start)?.placed;
  const map = placed && mapWithHead(placed.item.node, shift(original.span, -placed.start), 4);
  if (placed === undefined || map === undefined) return found;
  const { kind } = placed.item;
  const ofItem = kind === undefined || isOwnKind(kind) ? [] : (requiredKeys[kind] ?? []);
  const required = map === placed.item.node ? ofItem : original.args.map(String);
  const missing = required.filter((key) => entryOf(map, key) === undefined);
  const meant = misspelt(map, missing);
  const keys = missing.length === 0 ? original.args.map(String) : missing;
  const all = finding('missing-key', original.span, keys, original.engine);
  if (meant === undefined) return { ...found, finding: all };
  const { key, name } = meant;
  const span = shift(key.span, placed.start);
  const message = `${all.message} Did you mean \`${name}\` by \`${key.value}\`?`;
  const fix = { title: `Replace with \`${name}\``, edits: [{ span, newText: name }] };
  return { ...found, finding: { ...all, message, span }, fixes: [fix] };
}

/** The map whose first entry is under `head`. */
function mapWithHead(node: YamlNode, head: Span, depth: number): YamlMap | undefined {
  if (node.kind === 'scalar' || depth === 0) return undefined;
  if (node.kind === 'map') {
    const { start, end } = headSpan(node);
    if (start === head.start && end === head.end) return node;
  }
  const inner = node.kind === 'list' ? node.items : node.entries.map(({ value }) => value);
  for (const each of inner) {
    const map = mapWithHead(each, head, depth - 1);
    if (map !== undefined) return map;
  }
  return undefined;
}

function misspelt(map: YamlMap, missing: readonly string[]): { key: YamlScalar; name: string } | undefined {
  for (const { key } of map.entries) {
    if (key.kind !== 'scalar') continue;
    const [name] = nearestNames(key.value, missing);
    if (name !== undefined) return { key, name };
  }
  return undefined;
}
