import { factsOf } from '../workspace/item-facts.ts';
import { type Check, itemFinding } from './check.ts';
import { definitionOf, hasOverride } from './definition.ts';

/**
 * Macros and lists that replace one that is not there: Falco defines them then, without a word (ENGINE.md,
 * "Items"). For rules it is an error of the engine's own.
 */
export const replaceWithoutTarget: Check = function* ({ items }) {
  const known = new Set<string>();
  for (const placed of items) {
    const definition = definitionOf(placed.item);
    if (definition === undefined) continue;
    const { what, name } = definition;
    if (hasOverride(placed.item) && !known.has(`${what} ${name}`)) {
      yield itemFinding(placed, factsOf(placed.item).nameSpan, 'replace-without-target', [what, name]);
    }
    known.add(`${what} ${name}`);
  }
};
