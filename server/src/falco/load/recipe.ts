import type { Step } from '../items/item.ts';

/**
 * Stands for the steps that led to a macro or a rule: the same object for the same steps, wherever their items
 * stand by now. What depends on the steps alone is kept under it.
 */
export interface Recipe {
  /** The recipes that go on from here. */
  readonly after: WeakMap<Step, Recipe>;
}

/** The recipe that goes on with one more step. */
export function recipeAfter(before: Recipe, step: Step): Recipe {
  const known = before.after.get(step);
  if (known !== undefined) return known;
  const recipe = emptyRecipe();
  before.after.set(step, recipe);
  return recipe;
}

/** The recipe of nothing yet. */
export function emptyRecipe(): Recipe {
  return { after: new WeakMap() };
}
