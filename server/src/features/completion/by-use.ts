import type { CompletionItem } from './item.ts';

/** The items with how often each is used; those that are not stay as they are. */
export function byUse(
  items: readonly CompletionItem[],
  counts: ReadonlyMap<string, number>,
): readonly CompletionItem[] {
  if (counts.size === 0) return items;
  return items.map((item) => {
    const uses = counts.get(item.label);
    return uses === undefined ? item : { ...item, uses };
  });
}
