import type { CollectedList } from './collector.ts';

/** The items of a list with those of the lists that it names put in. */
export interface ExpandedItems {
  readonly items: readonly string[];
  /** The lists that were put in. */
  readonly named: readonly string[];
  /** What each item that could be a list was found to be. */
  readonly looked: ReadonlyMap<string, readonly string[] | undefined>;
}

/**
 * Puts the lists that a list names into it, one level deep, if they were defined before it was last touched
 * (ENGINE.md, "Lists"). A list that names none keeps its very items.
 */
export function expandListItems(
  list: CollectedList,
  lists: ReadonlyMap<string, CollectedList>,
): ExpandedItems {
  const looked = new Map(list.items.map((item) => [item, visibleItems(item, list, lists)]));
  const named = [...looked].flatMap(([name, items]) => (items === undefined ? [] : [name]));
  const items = named.length === 0 ? list.items : list.items.flatMap((item) => looked.get(item) ?? [item]);
  return { items, named, looked };
}

/** True where expanding again would give the same. */
export function sameLookups(
  { looked }: ExpandedItems,
  list: CollectedList,
  lists: ReadonlyMap<string, CollectedList>,
): boolean {
  for (const [item, items] of looked) if (visibleItems(item, list, lists) !== items) return false;
  return true;
}

function visibleItems(
  name: string,
  list: CollectedList,
  lists: ReadonlyMap<string, CollectedList>,
): readonly string[] | undefined {
  const named = lists.get(name);
  return named !== undefined && named.index < list.visibility ? named.items : undefined;
}
