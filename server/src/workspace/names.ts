import type { PlacedItem } from '../falco/load/placed-item.ts';
import { type Span, shift } from '../text/span.ts';
import { factsOf } from './item-facts.ts';
import type { RulesFile } from './rules-file.ts';

/** What rules files give names to. */
export type NameKind = 'rule' | 'macro' | 'list';

/** A place where a name stands. */
export interface Occurrence {
  readonly placed: PlacedItem;
  /** The name's characters in the file. */
  readonly span: Span;
  /** Whether the item defines the name, changes what has it, or uses it. */
  readonly role: 'definition' | 'update' | 'use';
}

/**
 * The names of the files of a snapshot. It holds nothing but facts of single items, each computed once for
 * its item, so after an edit only the edited item is looked at.
 */
export class Names {
  private definitions: Record<NameKind, Map<string, PlacedItem[]>> | undefined;

  /** @param files rules files in load order, then files of detections and of tests. */
  constructor(private readonly files: readonly RulesFile[]) {}

  /** The items that define each name of a kind, in load order. */
  all(kind: NameKind): ReadonlyMap<string, readonly PlacedItem[]> {
    this.definitions ??= this.collect();
    return this.definitions[kind];
  }

  /** The items that define a name, in load order: the last one counts for the engine. */
  definitionsOf(kind: NameKind, name: string): readonly PlacedItem[] {
    return this.all(kind).get(name) ?? [];
  }

  /** Every place of a name, in load order. */
  occurrencesOf(kind: NameKind, name: string): Occurrence[] {
    return this.files.flatMap(({ read }) =>
      read.items.flatMap((placed) => occurrencesIn(placed, kind, name)),
    );
  }

  private collect(): Record<NameKind, Map<string, PlacedItem[]>> {
    const found = { rule: new Map(), macro: new Map(), list: new Map() };
    for (const { read } of this.files) {
      for (const placed of read.items) {
        const { kind, name } = placed.item;
        if (!isNameKind(kind) || name === '' || factsOf(placed.item).isUpdate) continue;
        const same = found[kind].get(name);
        if (same === undefined) found[kind].set(name, [placed]);
        else same.push(placed);
      }
    }
    return found;
  }
}

/** True for the kinds of item that give a name. */
export function isNameKind(kind: string | undefined): kind is NameKind {
  return kind === 'rule' || kind === 'macro' || kind === 'list';
}

function occurrencesIn(placed: PlacedItem, kind: NameKind, name: string): Occurrence[] {
  const facts = factsOf(placed.item);
  const used = { rule: facts.rules, macro: facts.macros, list: facts.words }[kind].get(name) ?? [];
  const uses = used.map((span): Occurrence => ({ placed, span: shift(span, placed.start), role: 'use' }));
  if (placed.item.kind !== kind || placed.item.name !== name) return uses;
  const role = facts.isUpdate ? 'update' : 'definition';
  return [{ placed, span: shift(facts.nameSpan, placed.start), role }, ...uses];
}
