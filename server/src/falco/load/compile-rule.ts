import { type ConditionContext, visitChecks } from '../condition/check.ts';
import { engineProblem } from '../condition/syntax-finding.ts';
import type { Check, Condition } from '../condition/tree.ts';
import {
  demandedMacros,
  type EventFormula,
  eventFormula,
  eventsOfFormula,
} from '../event-types/event-formula.ts';
import { type EventTypesResult, mostEventCodes } from '../event-types/event-types.ts';
import {
  type EngineErrorCode,
  engineError,
  engineWarning,
  type Finding,
  finding,
} from '../problems/index.ts';
import { syscallSource } from '../tables/fields.ts';
import type { CollectedRule } from './collector.ts';
import { type CompiledOutput, compileOutput } from './compile-output.ts';
import { joinScalars } from './composed-text.ts';
import type { ConditionCache, ReadCondition } from './condition-cache.ts';
import { type FindingPart, joinFindings, nothingFound } from './condition-findings.ts';
import type { MacroEffect } from './macro-effect.ts';
import type { MacroName } from './macro-names.ts';
import { macrosNamedIn } from './macros-named.ts';
import type { VisibleMacro } from './resolve-macros.ts';
import { inCondition, isError, type RuleFinding } from './rule-finding.ts';

/** What compiling a rule gave. It holds no places, so that it stays true wherever the rule's items move. */
export interface RuleOutcome {
  readonly own: OwnCondition;
  /** The condition; absent where the engine skips the rule before it looks at that. */
  readonly condition?: ReadCondition;
  /** Every macro that was looked up. */
  readonly macros: readonly MacroName[];
  /** True where everything in those macros could be resolved. */
  readonly isWhole: boolean;
  readonly findings: readonly RuleFinding[];
  /** The output as the engine keeps it; absent where the rule is not loaded. */
  readonly output?: string;
  /** The last pass in which it was found to hold. */
  checkedIn: number;
}

/** What rules of a source are compiled with. */
export interface RuleScope {
  readonly context: ConditionContext;
  readonly cache: ConditionCache;
  /** The condition of a macro, with its own macros resolved. */
  readonly visible: VisibleMacro;
  /** The name of the macro in whose own text a check stands. */
  readonly macroWith: (check: Check) => string | undefined;
}

/** What a rule's condition says itself, whatever the macros mean that it names. */
interface OwnCondition {
  readonly read: ReadCondition;
  readonly generation: number;
  readonly macros: readonly MacroName[];
  readonly parts: readonly FindingPart[];
  /** True where all that there may be to say of the rule is to be said of its macros or its events. */
  readonly isPlain: boolean;
  /** True where the engine warns of too many events. */
  readonly warnsOfEvents: boolean;
  /** Macros that the condition demands: it matches no more events than any of them. */
  readonly demanded: readonly MacroName[];
  /** Absent where the engine cannot tell, and for sources other than system calls. */
  readonly events: EventFormula | undefined;
}

/**
 * Compiles a rule as the engine does; goes on after errors, of which the engine would report the first. What
 * it gave the last time is given again where nothing that it depends on is different.
 * @param read the rule's condition, read.
 */
export function compileRule(rule: CollectedRule, read: ReadCondition, scope: RuleScope): RuleOutcome {
  const last = rule.recipe.outcome;
  const isKnown = last?.own.read === read && last.own.generation === scope.cache.macroNames.generation;
  return isKnown
    ? compileAgain(rule, last, scope)
    : compileWith(rule, ownCondition(rule, read, scope), undefined, scope);
}

/** As `compileRule`, for a rule whose steps and condition are those of an outcome. */
export function compileAgain(rule: CollectedRule, last: RuleOutcome, scope: RuleScope): RuleOutcome {
  const { own, macros, isWhole, checkedIn } = last;
  // What stands within a macro that is not whole can be resolved by macros that nobody names.
  let holds = isWhole;
  for (let i = 0; i < macros.length; i++) if (macros[i]!.otherwiseIn > checkedIn) holds = false;
  return holds ? last : compileWith(rule, own, last, scope);
}

/** @param last what came of it before, if its own condition was the same. */
function compileWith(
  rule: CollectedRule,
  own: OwnCondition,
  last: RuleOutcome | undefined,
  scope: RuleScope,
): RuleOutcome {
  const { cache } = scope;
  cache.work.rulesCompiled++;
  const findings = own.isPlain ? plainFindings(own, last, scope) : undefined;
  if (findings !== undefined && last?.findings === findings) {
    last.checkedIn = cache.macroNames.pass;
    return last;
  }
  const { recipe } = rule;
  recipe.outcome =
    findings === undefined ? compileAnew(rule, own, scope) : outcomeOf(rule, own, findings, scope);
  return recipe.outcome;
}

function ownCondition(rule: CollectedRule, read: ReadCondition, scope: RuleScope): OwnCondition {
  const { context, cache } = scope;
  const { recipe, skipIfUnknownFilter, source } = rule;
  // The engine builds the condition first, exceptions included, and only then looks at the output.
  recipe.output ??= compileOutput(rule, joinScalars(rule.output).finish().text, context.table, cache);
  const { tree, problems } = read.parsed;
  const isSound = problems.length === 0;
  const macros = isSound ? macrosNamedIn(tree).map((name) => cache.macroNames.named(name)) : [];
  const parts = isSound ? cache.findParts(tree, context) : [];
  const isPlain = isSound && !skipIfUnknownFilter && isPlainOutput(recipe.output) && parts.every(isMacro);
  const ofSyscalls = isSound && source === syscallSource;
  const events = ofSyscalls ? eventFormula(tree, context.asyncEvents) : undefined;
  const demandedNames = events === undefined ? [] : demandedMacros(events);
  return {
    read,
    generation: cache.macroNames.generation,
    macros,
    parts,
    isPlain,
    warnsOfEvents: ofSyscalls && rule.warnEventTypes,
    demanded: macros.filter(({ text }) => demandedNames.includes(text)),
    events,
  };
}

function isPlainOutput({ text, findings }: CompiledOutput): boolean {
  return text !== undefined && findings.length === 0;
}

function isMacro(part: FindingPart): boolean {
  return 'kind' in part;
}

const noFindings: readonly RuleFinding[] = [];

/**
 * The findings of a rule that can be told from its macros alone; undefined where it takes a closer look. Equal
 * findings are the same object as a rule.
 */
function plainFindings(
  own: OwnCondition,
  last: RuleOutcome | undefined,
  scope: RuleScope,
): readonly RuleFinding[] | undefined {
  const { context, cache } = scope;
  let errors: readonly RuleFinding[] = noFindings;
  for (let i = 0; i < own.macros.length; i++) {
    const name = own.macros[i]!;
    // Where nothing was to be said, nothing is to be said of those that mean what they meant then.
    if (last?.findings === noFindings && name.otherwiseIn <= last.checkedIn) continue;
    const effect = name.effect(context, cache);
    if (effect?.events === undefined || !effect.isWhole || !effect.fits) return undefined;
    if (effect.findings === nothingFound) continue;
    if (effect.errors.length === 0 || effect.findings.warnings.length > 0) return undefined;
    errors = errors === noFindings ? effect.errors : withMore(errors, effect.errors);
  }
  return errors !== noFindings || !own.warnsOfEvents || hasFewEvents(own, scope) ? errors : undefined;
}

/** Macros often name one another: then what is to be said of one is said already. */
function withMore(some: readonly RuleFinding[], more: readonly RuleFinding[]): readonly RuleFinding[] {
  const others = more.filter(({ found }) => !some.some((each) => each.found === found));
  return others.length === 0 ? some : [...some, ...others];
}

/** Whether a rule matches no more events than it should; the engine can tell those of all its macros. */
function hasFewEvents({ events, macros, demanded }: OwnCondition, { context, cache }: RuleScope): boolean {
  if (events === undefined) return false;
  for (let i = 0; i < demanded.length; i++) {
    if (demanded[i]!.effect(context, cache)!.events![0].size <= mostEventCodes) return true;
  }
  const named = (name: string) => macros.find(({ text }) => text === name);
  return (
    eventsOfFormula(events, (name) => named(name)?.effect(context, cache)?.events).size <= mostEventCodes
  );
}

function outcomeOf(
  { recipe }: CollectedRule,
  own: OwnCondition,
  findings: readonly RuleFinding[],
  { cache }: RuleScope,
): RuleOutcome {
  const { read, macros } = own;
  const known = { own, condition: read, macros, isWhole: true, findings, checkedIn: cache.macroNames.pass };
  return findings === noFindings ? { ...known, output: recipe.output!.text! } : known;
}

/** What one rule is compiled with: its condition, and the effects of the macros that it names. */
interface OneRule extends RuleScope {
  readonly own: OwnCondition;
  readonly effects: readonly (MacroEffect | undefined)[];
}

function compileAnew(rule: CollectedRule, own: OwnCondition, scope: RuleScope): RuleOutcome {
  const findings: RuleFinding[] = [];
  const { cache, context } = scope;
  const { read, macros } = own;
  const { text: output, findings: ofOutput } = rule.recipe.output!;
  for (const found of ofOutput) findings.push({ of: 'output', span: found.span, found });
  const known = { own, findings, checkedIn: cache.macroNames.pass };
  // A rule that is skipped for its output is not looked at any further; one with an error is.
  if (output === undefined && !findings.some(isErroneous)) return { ...known, macros: [], isWhole: true };
  const { expanded, parsed } = read;
  for (const problem of parsed.problems) {
    findings.push(inCondition({ found: engineProblem(problem, expanded.text) }));
  }
  if (parsed.problems.length > 0) return { ...known, condition: read, macros, isWhole: true };
  const effects = macros.map((name) => name.effect(context, cache));
  const isWhole = effects.every((effect) => effect?.isWhole);
  // Only where one cannot be put in does it take the tree with the macros put in to say why.
  const unresolved =
    isWhole && effects.every((effect) => effect!.fits)
      ? []
      : cache.resolve(parsed.tree, scope.visible).unresolved;
  for (const found of unresolved) findings.push(inCondition({ found }));
  const skipped = unresolved.some(isError)
    ? false
    : checkCondition(rule, { ...scope, own, effects }, findings);
  const loaded = output !== undefined && !skipped && !findings.some(isErroneous);
  return { ...known, condition: read, macros, isWhole, ...(loaded ? { output } : {}) };
}

/** The effect of a macro that a rule's condition names. */
function effectOf({ own, effects }: OneRule, name: string): MacroEffect | undefined {
  return effects[own.macros.findIndex(({ text }) => text === name)];
}

/** Checks a rule's condition; true where the rule is skipped for what the engine does not know. */
function checkCondition(rule: CollectedRule, scope: OneRule, into: RuleFinding[]): boolean {
  const { warnings, findings } = joinFindings(
    scope.own.parts,
    ({ name }) => effectOf(scope, name)?.owned ?? nothingFound,
  );
  for (const warning of warnings) into.push(inCondition(warning));
  const errors = findings.filter(({ found }) => isError(found));
  const [first] = errors;
  if (first !== undefined && rule.skipIfUnknownFilter && isUnknownFilter(first.found)) {
    const { message } = first.found.engine!;
    const engine = engineWarning('LOAD_UNKNOWN_FILTER', message);
    const found = finding('unknown-filter-skipped', first.found.span, [first.found.message], engine);
    into.push(inCondition({ ...first, found }));
    return true;
  }
  // Measured: the engine warns of suspicious values only where the condition compiles.
  for (const owned of first === undefined ? findings : errors) into.push(inCondition(owned));
  if (first === undefined) checkEventTypes(rule, scope, into);
  return false;
}

function checkEventTypes(rule: CollectedRule, scope: OneRule, into: RuleFinding[]): void {
  if (rule.source !== syscallSource) return;
  const codes = countEvents(scope);
  if (typeof codes !== 'number') {
    const engine = engineError('LOAD_ERR_COMPILE_CONDITION', codes.error);
    const found = finding('event-type-not-constant', codes.check.span, [], engine);
    const own = contains(scope.own.read.parsed.tree, codes.check);
    const macro = own ? undefined : scope.macroWith(codes.check);
    into.push(inCondition(macro === undefined ? { found } : { macro, found }));
  } else if (codes > mostEventCodes && rule.warnEventTypes) {
    const message = 'Rule matches too many evt.type values. This has a significant performance penalty.';
    const engine = engineWarning('LOAD_NO_EVTTYPE', message, { type: 'rule', name: rule.name });
    const { nameSpan } = rule.definition.item;
    into.push({ of: 'item', span: nameSpan, found: finding('no-event-type', nameSpan, [], engine) });
  }
}

/** How many entries of the event table a rule's condition matches, or why the engine cannot tell. */
function countEvents(scope: OneRule): number | Extract<EventTypesResult, { ok: false }> {
  const { cache, context, visible, own, effects } = scope;
  // The engine stops at the first check that it cannot tell of, which only the whole tree shows.
  const known = effects.every((effect) => effect?.events !== undefined);
  if (own.events !== undefined && known) {
    return eventsOfFormula(own.events, (name) => effectOf(scope, name)?.events).size;
  }
  const result = cache.eventTypes(own.read.parsed.tree, context.asyncEvents, visible);
  return result.ok ? result.types.codes : result;
}

/** Whether a check stands in a condition itself, and not in a macro of it. */
export function contains(tree: Condition, wanted: Check): boolean {
  let found = false;
  visitChecks(tree, (check) => {
    found ||= check === wanted;
  });
  return found;
}

function isErroneous({ found }: RuleFinding): boolean {
  return isError(found);
}

/** Errors that `skip-if-unknown-filter` turns into a warning. */
export function isUnknownFilter({ engine }: Finding): boolean {
  const code: EngineErrorCode | string | undefined = engine?.code;
  return (
    (code === 'LOAD_ERR_COMPILE_CONDITION' || code === 'LOAD_ERR_COMPILE_OUTPUT') &&
    /nonexistent field|invalid formatting token|unknown event type|unknown filter:/.test(engine!.message)
  );
}
