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
  of: 'file',
  *find({ loadOrder }, file) {
    if (!overridesIn(file.read)) return;
    const known = new Set<string>();
    for (const { read } of loadOrder.slice(0, loadOrder.indexOf(file) + 1)) {
      for (const { placed, definition, key } of definitionsIn(read)) {
        const { what, name } = definition;
        if (read === file.read && hasOverride(placed.item) && !known.has(key)) {
          yield itemFinding(placed, factsOf(placed.item).nameSpan, 'replace-without-target', [what, name]);
        }
        known.add(key);
      }
    }
  },
};

const overridesIn = remembered((file: ReadFile) =>
  definitionsIn(file).some(({ placed }) => hasOverride(placed.item)),
);
