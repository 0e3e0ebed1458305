import { factsOf } from '../workspace/item-facts.ts';
import { entryOf } from '../yaml/node.ts';
import { type Check, itemFinding } from './check.ts';
import { definitionOf } from './definition.ts';

/** Rules that are defined without a single tag. */
export const noTags: Check = {
  of: 'item',
  *find(placed) {
    const { node } = placed.item;
    if (definitionOf(placed.item)?.what !== 'rule' || node.kind !== 'map') return;
    const tags = entryOf(node, 'tags')?.value;
    if (tags === undefined || (tags.kind === 'list' && tags.items.length === 0)) {
      yield itemFinding(placed, factsOf(placed.item).nameSpan, 'no-tags', []);
    }
  },
};
