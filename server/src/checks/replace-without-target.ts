import type { ReadFile } from '../falco/load/read-file.ts';
import { factsOf } from '../workspace/item-facts.ts';
import { remembered } from '../workspace/remembered.ts';
import { type Check, itemFinding } from './check.ts';
import { definitionsIn, hasOverride } from './definition.ts';

/**
 * Macros and lists that replace one that is not there: Falco defines them then, without a word (ENGINE.md,
 * "Items"). For rules it is an error of the engine's own.
 */
export const replaceWithoutTarget: Check = {
  of: 'snapshot',
  *find({ loadOrder }) {
    if (!loadOrder.some(({ read }) => overridesIn(read))) return;
    const known = new Set<string>();
    for (const { placed, definition, key } of loadOrder.flatMap(({ read }) => definitionsIn(read))) {
      const { what, name } = definition;
      if (hasOverride(placed.item) && !known.has(key)) {
        yield itemFinding(placed, factsOf(placed.item).nameSpan, 'replace-without-target', [what, name]);
      }
      known.add(key);
    }
  },
};

const overridesIn = remembered((file: ReadFile) =>
  definitionsIn(file).some(({ placed }) => hasOverride(placed.item)),
);
