import { visitChecks } from '../../falco/condition/check.ts';
import type { Check, TransformerArgument } from '../../falco/condition/tree.ts';
import type { Item } from '../../falco/items/item.ts';
import type { ReadFile } from '../../falco/load/read-file.ts';
import { factsOf } from '../../workspace/item-facts.ts';
import type { Snapshot } from '../../workspace/workspace.ts';

/** Something that rules use, as it is counted. */
type Use =
  /** Fields in conditions. */
  | 'fields'
  /** Fields in outputs. */
  | 'output-fields'
  | 'macros'
  /** Words without quotes right of an operator, with the field left of it: `proc.name shell_binaries`. */
  | 'words'
  /** Arguments in brackets, with their field: `proc.aname 2`. */
  | 'arguments';

type Counts = ReadonlyMap<string, number>;

/** How often one item uses what. Only what has been asked for is counted, each item once. */
class ItemUses {
  private readonly counted = new Map<Use, Counts>();

  constructor(private readonly item: Item) {}

  of(use: Use): Counts {
    const counts = this.counted.get(use) ?? count(this.item, use);
    this.counted.set(use, counts);
    return counts;
  }
}

/** Equal texts have equal uses, so these memories change no answer; they go with items, files and snapshots. */
const ofItems = new WeakMap<Item, ItemUses>();
const ofFiles = new WeakMap<ReadFile, Map<Use, Counts>>();
const ofSnapshots = new WeakMap<Snapshot, Map<Use, Counts>>();

/** How often all rules, macros and lists use each of the names there are. Only what was edited is counted anew. */
export function usesOf(snapshot: Snapshot, use: Use): Counts {
  return remember(ofSnapshots, snapshot, use, () =>
    sum(snapshot.loadOrder.map(({ read }) => usesOfFile(read, use))),
  );
}

/** The counts of words or arguments that belong to one field. */
export function usesWithField(snapshot: Snapshot, use: 'words' | 'arguments', field: string): Counts {
  const start = `${field} `;
  const counts = [...usesOf(snapshot, use)].filter(([name]) => name.startsWith(start));
  return new Map(counts.map(([name, uses]) => [name.slice(start.length), uses]));
}

function usesOfFile(file: ReadFile, use: Use): Counts {
  return remember(ofFiles, file, use, () =>
    sum(
      file.items.map(({ item }) => {
        const uses = ofItems.get(item) ?? new ItemUses(item);
        ofItems.set(item, uses);
        return uses.of(use);
      }),
    ),
  );
}

function remember<Key extends object>(
  memory: WeakMap<Key, Map<Use, Counts>>,
  key: Key,
  use: Use,
  compute: () => Counts,
): Counts {
  const byUse = memory.get(key) ?? new Map<Use, Counts>();
  memory.set(key, byUse);
  const counts = byUse.get(use) ?? compute();
  byUse.set(use, counts);
  return counts;
}

function sum(parts: readonly Counts[]): Counts {
  const [only, ...others] = parts;
  if (only !== undefined && others.length === 0) return only;
  const total = new Map<string, number>();
  for (const counts of parts) for (const [name, times] of counts) add(total, name, times);
  return total;
}

function count(item: Item, use: Use): Counts {
  const { condition, output, macros } = factsOf(item);
  if (use === 'macros') return new Map([...macros].map(([name, places]) => [name, places.length]));
  const counts = new Map<string, number>();
  if (use === 'output-fields') {
    const text = output?.decoded.text ?? '';
    for (const [, name] of text.matchAll(/%\d*(?:[a-z]\w*\()*([a-z]\w*(?:\.\w+)+)/g)) add(counts, name!);
  } else if (condition !== undefined) {
    visitChecks(condition.parsed.tree, (check) => {
      for (const name of namesIn(check, use)) add(counts, name);
    });
  }
  return counts;
}

function namesIn({ left, right }: Check, use: Use): string[] {
  const fields = [...fieldsIn(left), ...(right?.kind === 'literal' ? [] : fieldsIn(right))];
  if (use === 'fields') return fields.map(({ name }) => name);
  if (use === 'arguments') {
    return fields.flatMap(({ name, argument }) => (argument === undefined ? [] : `${name} ${argument}`));
  }
  if (left.kind !== 'field' || (right?.kind !== 'list' && right?.kind !== 'literal')) return [];
  const words = right.kind === 'list' ? right.items : [right];
  return words.flatMap(({ text, quoted }) => (quoted ? [] : `${left.name} ${text}`));
}

type Field = Extract<TransformerArgument, { kind: 'field' }>;

function fieldsIn(operand: TransformerArgument | Check['right']): Field[] {
  if (operand?.kind === 'field') return [operand];
  return operand?.kind === 'transformer' ? operand.operands.flatMap(fieldsIn) : [];
}

function add(counts: Map<string, number>, name: string, times = 1): void {
  counts.set(name, (counts.get(name) ?? 0) + times);
}
