import type { PlacedItem } from '../falco/load/placed-item.ts';
import { factsOf } from '../workspace/item-facts.ts';
import { remembered } from '../workspace/remembered.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import { type Check, type FileFinding, itemFinding } from './check.ts';
import {
  type Definition,
  defineTheSame,
  definitionsIn,
  hasOverride,
  type PlacedDefinition,
} from './definition.ts';

/**
 * Rules, macros and lists that replace one of the same name without saying so: in their own file, or in a
 * file loaded before (ENGINE.md, "Items": redefinition replaces everything). Files that bring the same macro,
 * word for word, so that each of them can be loaded alone, do no harm.
 */
export const duplicateName: Check = {
  of: 'file',
  *find(snapshot, { uri }) {
    for (const { placed, earlier, definition } of replacementsIn(snapshot)) {
      if (placed.file === uri) yield replaced(snapshot, placed, earlier, definition);
    }
  },
};

interface Replacement extends PlacedDefinition {
  readonly earlier: PlacedItem;
}

const replacementsIn = remembered(({ loadOrder, load }: Snapshot): readonly Replacement[] => {
  const definitions = loadOrder.map(({ read }) => definitionsIn(read));
  const { rules, macros, lists } = load.collector;
  // As many as there are names: no two are the same.
  const count = definitions.reduce((sum, { length }) => sum + length, 0);
  return count === rules.size + macros.size + lists.size ? [] : [...replacementsAmong(definitions)];
});

function* replacementsAmong(files: readonly (readonly PlacedDefinition[])[]): Iterable<Replacement> {
  const known = new Map<string, PlacedItem>();
  for (const file of files) {
    for (const each of file) {
      const { placed, key } = each;
      const earlier = known.get(key);
      known.set(key, placed);
      if (earlier === undefined || hasOverride(placed.item)) continue;
      const elsewhere = earlier.file !== placed.file;
      if (elsewhere && defineTheSame(earlier.item, placed.item)) continue;
      yield { ...each, earlier };
    }
  }
}

function replaced(
  snapshot: Snapshot,
  placed: PlacedItem,
  earlier: PlacedItem,
  { what, name }: Definition,
): FileFinding {
  const nameStart = earlier.start + factsOf(earlier.item).nameSpan.start;
  const line = (snapshot.files.get(earlier.file)?.place(nameStart).line ?? 0) + 1;
  const { nameSpan } = factsOf(placed.item);
  if (earlier.file === placed.file) {
    return itemFinding(placed, nameSpan, 'duplicate-name', [what, name, line]);
  }
  const file = earlier.file.slice(earlier.file.lastIndexOf('/') + 1);
  return itemFinding(placed, nameSpan, 'redefined-elsewhere', [what, name, file, line]);
}
