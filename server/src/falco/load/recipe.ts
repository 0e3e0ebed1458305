import type { Step } from '../items/item.ts';
import type { CollectedMacro } from './collector.ts';
import type { CompiledOutput } from './compile-output.ts';
import type { RuleOutcome } from './compile-rule.ts';
import type { LastRead } from './condition-cache.ts';
import type { Resolution } from './macro-names.ts';

/**
 * Stands for the steps that led to a macro or a rule: the same object for the same steps, wherever their items
 * stand by now. What depends on the steps, and on what else the memory names, is kept here.
 */
export class Recipe {
  private next: WeakMap<Step, Recipe> | undefined;
  /** The condition as it was last read. */
  lastRead: LastRead | undefined;
  /** A macro as it was last defined, where nothing was there before it. */
  macro: CollectedMacro | undefined;
  /** A macro's condition as its macros were last resolved. */
  resolution: Resolution | undefined;
  /** What compiling a rule's output gave. */
  output: CompiledOutput | undefined;
  /** What compiling a rule last gave. */
  outcome: RuleOutcome | undefined;

  /** The recipe that goes on with one more step. */
  after(step: Step): Recipe {
    this.next ??= new WeakMap();
    const known = this.next.get(step);
    if (known !== undefined) return known;
    const recipe = new Recipe();
    this.next.set(step, recipe);
    return recipe;
  }
}
