import type { ConditionContext } from '../condition/check.ts';
import type { Condition } from '../condition/tree.ts';
import type { Finding } from '../problems/index.ts';
import type { FieldTable } from '../tables/fields.ts';
import type { ConditionCache } from './condition-cache.ts';
import type { LoadedMacro } from './loaded.ts';
import { type MacroEffect, macroEffect, sameEffect } from './macro-effect.ts';

/** A macro's condition with its macros resolved, as it was when they were last looked up. */
export interface Resolution {
  /** The condition as it is written. */
  readonly of: Condition;
  readonly generation: number;
  /** Every macro that was looked up on the way, and what was found. */
  readonly looked: readonly MacroName[];
  readonly found: readonly (Condition | undefined)[];
  readonly tree: Condition;
  readonly unresolved: readonly Finding[];
  /** Those of the macros that there are. */
  readonly named: readonly MacroName[];
}

interface KnownEffect {
  readonly table: FieldTable;
  readonly resolved: Condition;
  readonly effect: MacroEffect;
}

/**
 * A name for a macro, and what it stands for in the pass that goes on. What names a macro keeps this object, so
 * that it need not look the name up in each pass.
 */
export class MacroName {
  /** Absent where there is no macro of that name. */
  macro: LoadedMacro | undefined;
  /** The last pass in which something named it. */
  usedIn = 0;
  /** The last pass in which a rule led to it. */
  reachedIn = 0;
  private readonly effects: KnownEffect[] = [];

  constructor(readonly text: string) {}

  /** The condition of the macro, if it is defined before `visibility`. */
  visibleBefore(visibility: number): Condition | undefined {
    const { macro } = this;
    return macro !== undefined && macro.index < visibility ? macro.resolved : undefined;
  }

  /** The effect of the macro on rules of a source: the same object as long as it is the same. */
  effect(context: ConditionContext, cache: ConditionCache): MacroEffect | undefined {
    const { macro, effects } = this;
    if (macro === undefined) return undefined;
    const at = effects.findIndex(({ table }) => table === context.table);
    const last = effects[at];
    if (last?.resolved === macro.resolved && last.effect.whole === macro.whole) return last.effect;
    const effect = this.effectAnew(macro, context, cache, last?.effect);
    effects[at === -1 ? effects.length : at] = { table: context.table, resolved: macro.resolved, effect };
    return effect;
  }

  private effectAnew(
    { resolved, whole }: LoadedMacro,
    context: ConditionContext,
    cache: ConditionCache,
    last: MacroEffect | undefined,
  ): MacroEffect {
    const events = cache.eventCodes(resolved, context.asyncEvents);
    const now = macroEffect(this.text, resolved, whole, cache.find(resolved, context), events);
    return last !== undefined && sameEffect(last, now) ? last : now;
  }
}

/** So many names that nothing uses any more are kept. */
const mostUnused = 2000;

/** All names for macros that were asked for in a series of passes, each one object. */
export class MacroNames {
  private names = new Map<string, MacroName>();
  private defined: MacroName[] = [];
  /** Another number where objects of before must not be used any more. */
  generation = 0;
  /** Counts the passes over rules and macros. */
  pass = 0;

  /** Begins a pass: no name stands for a macro yet. */
  begin(): void {
    this.pass++;
    for (const name of this.defined) name.macro = undefined;
    if (this.names.size > 2 * this.defined.length + mostUnused) {
      this.names = new Map();
      this.generation++;
    }
    this.defined = [];
  }

  /** The object of a name. */
  named(text: string): MacroName {
    let name = this.names.get(text);
    if (name === undefined) {
      name = new MacroName(text);
      this.names.set(text, name);
    }
    return name;
  }

  /** Lets its name stand for a macro. */
  define(macro: LoadedMacro): void {
    macro.named.macro = macro;
    this.defined.push(macro.named);
  }
}
