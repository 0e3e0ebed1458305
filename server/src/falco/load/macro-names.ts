import type { ConditionContext } from '../condition/check.ts';
import type { Condition } from '../condition/tree.ts';
import type { Finding } from '../problems/index.ts';
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
  readonly context: ConditionContext;
  readonly effect: MacroEffect;
  /** The pass in which it was found. */
  readonly foundIn: number;
}

/**
 * A name for a macro, and what it stands for in the pass that goes on. What names a macro keeps this object, so
 * that it need not look the name up in each pass.
 */
export class MacroName {
  /** Absent where there is no macro of that name. */
  macro: LoadedMacro | undefined;
  /** The last pass in which a macro of that name was defined that is not the one of the pass before. */
  definedIn = 0;
  /** The last pass in which its place in the order of definitions was another than in the pass before. */
  movedIn = 0;
  /** The last pass in which its condition was another than in the pass before. */
  changedIn = 0;
  /** The last pass in which it meant something else to rules than in the pass before. */
  otherwiseIn = 0;
  private readonly effects: KnownEffect[] = [];

  constructor(readonly text: string) {}

  /**
   * The condition that a macro sees which is defined as number `index`, and was last touched as number
   * `visibility`: macros are resolved in their order, and those to come are seen as they are written.
   */
  seenFrom(index: number, visibility: number): Condition | undefined {
    const { macro } = this;
    if (macro === undefined || macro.index >= visibility) return undefined;
    return macro.index < index ? macro.resolved : macro.tree;
  }

  /** The effect of the macro on rules of a source: the same object as long as it is the same. */
  effect(context: ConditionContext, cache: ConditionCache): MacroEffect | undefined {
    const { macro, effects } = this;
    if (macro === undefined) return undefined;
    let at = 0;
    while (at < effects.length && effects[at]!.context.table !== context.table) at++;
    const last = effects[at];
    if (last !== undefined && last.foundIn >= this.changedIn) return last.effect;
    const effect = this.effectAnew(macro, context, cache, last?.effect);
    effects[at] = { context, effect, foundIn: cache.macroNames.pass };
    return effect;
  }

  /** Finds out whether the macro means something else to rules. @param was the macro of the pass before. */
  settle(was: LoadedMacro | undefined, pass: number, cache: ConditionCache): void {
    if (this.macro?.isWhole && was?.isWhole && !this.hasOtherEffect(cache)) return;
    this.otherwiseIn = pass;
  }

  private hasOtherEffect(cache: ConditionCache): boolean {
    let other = false;
    for (const { context, effect } of [...this.effects]) {
      if (this.effect(context, cache) !== effect) other = true;
    }
    return other;
  }

  private effectAnew(
    { resolved, isWhole }: LoadedMacro,
    context: ConditionContext,
    cache: ConditionCache,
    last: MacroEffect | undefined,
  ): MacroEffect {
    const events = cache.eventCodes(resolved, context.asyncEvents);
    const now = macroEffect(this.text, resolved, isWhole, cache.find(resolved, context), events);
    return last !== undefined && sameEffect(last, now) ? last : now;
  }
}

/** So many names that stand for nothing are kept. */
const mostIdle = 2000;

/** All names for macros that were asked for in a series of passes, each one object. */
export class MacroNames {
  private names = new Map<string, MacroName>();
  /** Another number where objects of before must not be used any more. */
  generation = 0;
  /** Counts the passes over macros and rules. */
  pass = 0;

  /**
   * Begins a pass; true where the names still stand for the macros of the pass before.
   * @param macros how many there are.
   * @param isFollowing whether there was a pass before that came to its end.
   */
  begin(macros: number, isFollowing: boolean): boolean {
    this.pass++;
    if (isFollowing && this.names.size < 2 * macros + mostIdle) return true;
    this.names = new Map();
    this.generation++;
    return false;
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
}
