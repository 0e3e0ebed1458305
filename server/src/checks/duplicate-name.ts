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

const replacementsIn = remembered(({ loadOrder, load, conditions }: Snapshot): readonly Replacement[] => {
  const files = loadOrder.map(({ read }) => definitionsIn(read));
  const { rules, macros, lists } = load.collector;
  // As many as there are names: no two are the same.
  const count = files.reduce((sum, { length }) => sum + length, 0);
  if (count === rules.size + macros.size + lists.size) return [];
  return repeated(files, lastRepeated(conditions)).flatMap(([one, other]) => {
    const { placed: earlier } = files[one.file]![one.index]!;
    const later = files[other.file]![other.index]!;
    return replaces(earlier, later.placed) ? [{ ...later, earlier }] : [];
  });
});

function replaces(earlier: PlacedItem, later: PlacedItem): boolean {
  if (hasOverride(later.item)) return false;
  return earlier.file === later.file || !defineTheSame(earlier.item, later.item);
}

type Files = readonly (readonly PlacedDefinition[])[];

/** A definition by the places of its file and of itself. */
interface Position {
  readonly file: number;
  readonly index: number;
}

/** Definitions of the same name as the same thing, each with the one before it. */
type Pairs = readonly (readonly [Position, Position])[];

/** What was found in the files of a project before: most edits leave all names as they are. */
const lastRepeated = remembered((_project: object): { files: Files; pairs: Pairs } => ({
  files: [],
  pairs: [],
}));

function repeated(files: Files, last: { files: Files; pairs: Pairs }): Pairs {
  if (!sameKeys(files, last.files)) last.pairs = repeatedAmong(files);
  last.files = files;
  return last.pairs;
}

function sameKeys(some: Files, others: Files): boolean {
  return (
    some.length === others.length &&
    some.every((file, i) => {
      const other = others[i]!;
      return (
        file === other || (file.length === other.length && file.every(({ key }, j) => key === other[j]!.key))
      );
    })
  );
}

function repeatedAmong(files: Files): Pairs {
  const known = new Map<string, Position>();
  const pairs: [Position, Position][] = [];
  for (const [file, definitions] of files.entries()) {
    for (const [index, { key }] of definitions.entries()) {
      const earlier = known.get(key);
      const now = { file, index };
      known.set(key, now);
      if (earlier !== undefined) pairs.push([earlier, now]);
    }
  }
  return pairs;
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
