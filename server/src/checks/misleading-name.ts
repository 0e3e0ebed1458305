import { factsOf } from '../workspace/item-facts.ts';
import { type Check, itemFinding } from './check.ts';
import { definitionOf } from './definition.ts';

/** Macros whose name begins with `not`: before them `not` reads as doubled, and a blank too many negates. */
export const misleadingName: Check = {
  of: 'item',
  *find(placed) {
    const definition = definitionOf(placed.item);
    if (definition?.what !== 'macro' || !/^not(?:_|$|[A-Z])/.test(definition.name)) return;
    yield itemFinding(placed, factsOf(placed.item).nameSpan, 'misleading-name', [definition.name]);
  },
};
