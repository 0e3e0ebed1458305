import { ByName } from './by-name.ts';
import type { CollectedRule } from './collector.ts';
import { compileAgain, compileRule, type RuleOutcome, type RuleScope } from './compile-rule.ts';
import { onlyScalar } from './composed-text.ts';
import { LoadedRule } from './loaded.ts';
import type { MacroPass } from './macro-pass.ts';
import { type ExceptionFault, exceptionFault, ruleCondition } from './rule-condition.ts';
import { sameItems } from './same-items.ts';

/** What came of a rule. */
export interface RuleResult {
  readonly collected: CollectedRule;
  /** An exception that cannot be turned into a condition: the rule is not looked at any further. */
  readonly fault?: ExceptionFault;
  /** Absent where there is a fault, or where nothing is known of the rule's source. */
  readonly outcome?: RuleOutcome;
  /** Absent where the rule is not loaded. */
  readonly loaded?: LoadedRule;
  /** True where something is to be said of it. */
  readonly isFaulty: boolean;
}

/** The rules of a load, compiled. */
export interface RulePass {
  /** In the order of their definition. */
  readonly results: readonly RuleResult[];
  readonly byName: ByName<LoadedRule>;
}

/** The passes over macros and rules of a load. */
export interface Passes {
  readonly macros: MacroPass;
  readonly rules: RulePass;
}

/**
 * Compiles all rules in their order. The result of a rule that is the same as in the pass before, its place
 * included, stays the same object as long as the macros that it names stand for the same.
 * @param macros the macros of this pass.
 * @param scopeOf what rules of a source are compiled with; undefined where nothing is known of it.
 * @param last the passes before, with the same cache.
 */
export function passRules(
  collected: ReadonlyMap<string, CollectedRule>,
  macros: MacroPass,
  scopeOf: (source: string) => RuleScope | undefined,
  last: Passes | undefined,
): RulePass {
  const before = last?.rules.results ?? [];
  const sameLists = last?.macros.lists === macros.lists;
  const results: RuleResult[] = [];
  for (const rule of collected.values()) {
    const known = before[results.length];
    const isSame = known?.collected === rule && sameLists;
    if (isSame && !macros.changed) results.push(known);
    else if (isSame) results.push(keep(known, macros, scopeOf(rule.source)));
    else results.push(resultOf(rule, macros, scopeOf(rule.source)));
  }
  const loaded = sameItems(results, before) ? undefined : loadedOf(results);
  const byName = last?.rules.byName;
  return { results, byName: loaded === undefined && byName ? byName : ByName.of(loaded ?? [], byName) };
}

/** The result of a rule that stayed the same, with the macros of this pass. */
function keep(known: RuleResult, macros: MacroPass, scope: RuleScope | undefined): RuleResult {
  const { collected, outcome, loaded } = known;
  if (outcome === undefined || scope === undefined) return known;
  const now = compileAgain(collected, outcome, scope);
  if (now !== outcome) return withOutcome(collected, now, macros, scope);
  const { pass } = scope.cache.macroNames;
  let isSame = true;
  for (let i = 0; i < outcome.macros.length; i++) if (outcome.macros[i]!.changedIn === pass) isSame = false;
  return isSame || loaded === undefined
    ? known
    : { collected, outcome, loaded: loaded.withMacros(), isFaulty: known.isFaulty };
}

function resultOf(collected: CollectedRule, macros: MacroPass, scope: RuleScope | undefined): RuleResult {
  if (collected.unknownSource || scope === undefined) return { collected, isFaulty: false };
  const fault = exceptionFault(collected);
  if (fault !== undefined) return { collected, fault, isFaulty: true };
  const { recipe, condition: parts } = collected;
  const read = scope.cache.condition(
    recipe,
    macros.lists,
    () => ruleCondition(collected).text,
    onlyScalar(parts),
  );
  return withOutcome(collected, compileRule(collected, read, scope), macros, scope);
}

function withOutcome(
  collected: CollectedRule,
  outcome: RuleOutcome,
  { byName }: MacroPass,
  { cache }: RuleScope,
): RuleResult {
  const { condition, output, macros, isWhole, findings } = outcome;
  const isFaulty = findings.length > 0;
  if (condition === undefined || output === undefined) return { collected, outcome, isFaulty };
  const loaded = new LoadedRule(collected, condition, output, macros, cache, isWhole ? undefined : byName);
  return { collected, outcome, loaded, isFaulty };
}

function loadedOf(results: readonly RuleResult[]): LoadedRule[] {
  const rules: LoadedRule[] = [];
  for (let i = 0; i < results.length; i++) {
    const { loaded } = results[i]!;
    if (loaded !== undefined) rules.push(loaded);
  }
  return rules;
}
