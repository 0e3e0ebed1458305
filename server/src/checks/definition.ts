import { printCondition } from '../falco/condition/print.ts';
import type { Item, Step } from '../falco/items/item.ts';
import type { PlacedItem } from '../falco/load/placed-item.ts';
import type { ReadFile } from '../falco/load/read-file.ts';
import { factsOf } from '../workspace/item-facts.ts';
import { remembered } from '../workspace/remembered.ts';
import { entryOf } from '../yaml/node.ts';

/** A name that an item defines. */
export interface Definition {
  readonly what: 'rule' | 'macro' | 'list';
  readonly name: string;
}

/** What an item defines anew; undefined for items that change something or that Falco cannot read. */
export function definitionOf({ steps }: Item): Definition | undefined {
  for (const step of steps) {
    const definition = definitionIn(step);
    if (definition !== undefined) return definition;
  }
  return undefined;
}

/** An item that defines a name, and a key that only definitions of the same name as the same thing share. */
export interface PlacedDefinition {
  readonly placed: PlacedItem;
  readonly definition: Definition;
  readonly key: string;
}

/** What the items of a file define anew, in their order. */
export const definitionsIn = remembered(({ items }: ReadFile): readonly PlacedDefinition[] =>
  items.flatMap((placed) => {
    const keyed = keyedDefinition(placed.item);
    return keyed === undefined ? [] : { placed, ...keyed };
  }),
);

const keyedDefinition = remembered((item: Item) => {
  const definition = definitionOf(item);
  return definition && { definition, key: `${definition.what} ${definition.name}` };
});

function definitionIn(step: Step): Definition | undefined {
  switch (step.do) {
    case 'define-rule':
      return { what: 'rule', name: step.rule.name };
    case 'define-macro':
      return { what: 'macro', name: step.macro.name };
    case 'define-list':
      return { what: 'list', name: step.list.name };
    default:
      return undefined;
  }
}

/** Whether two items define a name as the same thing: blanks, line ends and spare brackets aside. */
export function defineTheSame(a: Item, b: Item): boolean {
  return a === b || contentOf(a) === contentOf(b);
}

const contentOf = remembered((item: Item): string => {
  const tree = factsOf(item).condition?.parsed.tree;
  const parts = item.steps.flatMap((step) => {
    if (step.do === 'define-list') return step.list.items.map(({ value }) => value);
    if (step.do !== 'define-rule') return [];
    const { output, description, priority, tags } = step.rule;
    return [output.value, description, priority, ...tags];
  });
  const texts = parts.map((part) => part.replace(/\s+/g, ' ').trim());
  return [tree === undefined ? '' : printCondition(tree), ...texts].join('\n');
});

/** Whether an item says itself that it changes another one. */
export const hasOverride = remembered(
  ({ node }: Item): boolean => node.kind === 'map' && entryOf(node, 'override') !== undefined,
);
