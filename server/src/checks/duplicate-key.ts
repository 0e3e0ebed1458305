import type { YamlEntry, YamlNode } from '../yaml/node.ts';
import { type Check, itemFinding } from './check.ts';
import { removalOf } from './item-edits.ts';

/** Keys that stand in a map a second time: the engine takes the first (ENGINE.md, "YAML reading"). */
export const duplicateKey: Check = {
  of: 'item',
  *find(placed) {
    for (const [key, entry] of duplicates(placed.item.node)) {
      const edits = removalOf(placed, entry);
      const fixes = edits.length === 0 ? [] : [{ title: 'Remove this key, which Falco ignores', edits }];
      yield itemFinding(placed, entry.key.span, 'duplicate-key', [key], fixes);
    }
  },
};

function* duplicates(node: YamlNode): Generator<readonly [key: string, YamlEntry]> {
  if (node.kind === 'list') for (const item of node.items) yield* duplicates(item);
  if (node.kind !== 'map') return;
  const seen = new Set<string>();
  for (const entry of node.entries) {
    if (entry.key.kind === 'scalar') {
      if (seen.has(entry.key.value)) yield [entry.key.value, entry];
      seen.add(entry.key.value);
    }
    yield* duplicates(entry.value);
  }
}
