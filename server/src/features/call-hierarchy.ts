import type { PlacedItem } from '../falco/load/placed-item.ts';
import { type Span, shift } from '../text/span.ts';
import { factsOf } from '../workspace/item-facts.ts';
import { itemSpan } from '../workspace/locate.ts';
import { isNameKind, type NameKind } from '../workspace/names.ts';
import type { RulesFile } from '../workspace/rules-file.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import { nameAt } from './name-at.ts';

/** A rule, macro or list as part of a hierarchy of what uses what. */
export interface CallItem {
  readonly kind: NameKind;
  readonly name: string;
  readonly file: string;
  /** The whole item, and its name. */
  readonly span: Span;
  readonly nameSpan: Span;
  /** True where the item changes what another one defines. */
  readonly isUpdate: boolean;
}

/** A use of one by the other. */
export interface Call {
  readonly item: CallItem;
  /** Where the user names what it uses, in the user's file. */
  readonly places: readonly Span[];
}

/** The definitions of the rule, macro or list at an offset: where a hierarchy can begin. */
export function callItems(snapshot: Snapshot, file: RulesFile, offset: number): CallItem[] {
  const name = nameAt(snapshot, file, offset);
  return name === undefined ? [] : definitionsOf(snapshot, name.kind, name.name);
}

/** The rules, macros and lists that use a macro or list; each item that does, in load order. */
export function incomingCalls(snapshot: Snapshot, { kind, name }: Pick<CallItem, 'kind' | 'name'>): Call[] {
  const byItem = new Map<PlacedItem, Span[]>();
  for (const { placed, span, role } of snapshot.names.occurrencesOf(kind, name)) {
    if (role === 'use') byItem.set(placed, [...(byItem.get(placed) ?? []), span]);
  }
  return [...byItem].flatMap(([placed, places]) => callItem(placed).map((item) => ({ item, places })));
}

/**
 * The macros and lists that a rule, macro or list uses, in all items that define or change it; places are
 * those in the file that is named.
 */
export function outgoingCalls(
  snapshot: Snapshot,
  { kind, name, file }: Pick<CallItem, 'kind' | 'name' | 'file'>,
): Call[] {
  const used = new Map<string, { kind: NameKind; name: string; places: Span[] }>();
  for (const placed of snapshot.loadOrder.flatMap(({ read }) => read.items)) {
    if (placed.item.kind !== kind || placed.item.name !== name) continue;
    for (const use of usesIn(snapshot, placed)) {
      const known = used.get(`${use.kind} ${use.name}`) ?? { kind: use.kind, name: use.name, places: [] };
      used.set(`${use.kind} ${use.name}`, known);
      if (placed.file === file) known.places.push(...use.places);
    }
  }
  return [...used.values()].flatMap(({ kind: usedKind, name: usedName, places }) =>
    definitionsOf(snapshot, usedKind, usedName)
      .slice(-1)
      .map((item) => ({ item, places })),
  );
}

interface Use {
  readonly kind: NameKind;
  readonly name: string;
  readonly places: readonly Span[];
}

/** Macros first, each in the order of the text; words that are no lists are left out. */
function usesIn({ names }: Snapshot, { item, start }: PlacedItem): Use[] {
  const { macros, words } = factsOf(item);
  const inFile = (places: readonly Span[]) => places.map((place) => shift(place, start));
  return [
    ...[...macros].map(([name, places]): Use => ({ kind: 'macro', name, places: inFile(places) })),
    ...[...words]
      .filter(([name]) => names.definitionsOf('list', name).length > 0 && !macros.has(name))
      .map(([name, places]): Use => ({ kind: 'list', name, places: inFile(places) })),
  ];
}

function definitionsOf({ names }: Snapshot, kind: NameKind, name: string): CallItem[] {
  return names.definitionsOf(kind, name).flatMap(callItem);
}

function callItem(placed: PlacedItem): CallItem[] {
  const { kind, name } = placed.item;
  if (!isNameKind(kind)) return [];
  const { nameSpan, isUpdate } = factsOf(placed.item);
  return [
    {
      kind,
      name,
      file: placed.file,
      span: itemSpan(placed),
      nameSpan: shift(nameSpan, placed.start),
      isUpdate,
    },
  ];
}
