import type { PlacedItem } from '../falco/load/placed-item.ts';
import { entryOf, type YamlScalar } from '../yaml/node.ts';
import type { Fix } from './check.ts';

/** The tags that an item gives to a rule or detection, where they stand. */
export function tagsOf({ item }: PlacedItem): readonly YamlScalar[] {
  const hasTags = item.kind === 'rule' || item.kind === 'detection';
  if (!hasTags || item.node.kind !== 'map') return [];
  const tags = entryOf(item.node, 'tags')?.value;
  if (tags?.kind !== 'list') return [];
  return tags.items.filter((each): each is YamlScalar => each.kind === 'scalar' && !each.isNull);
}

/** Puts other tags in the place of one; `names` hold letters, digits, dots and `_` only. */
export function tagFixes({ start }: PlacedItem, { span }: YamlScalar, names: readonly string[]): Fix[] {
  return names.map((name) => ({
    title: `Replace with \`${name}\``,
    edits: [{ span: { start: start + span.start, end: start + span.end }, newText: name }],
  }));
}
