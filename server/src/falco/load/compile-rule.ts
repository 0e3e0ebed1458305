import type { Span } from '../../text/span.ts';
import { type ConditionContext, visitChecks } from '../condition/check.ts';
import { engineProblem } from '../condition/syntax-finding.ts';
import type { Check, Condition } from '../condition/tree.ts';
import { type EventFormula, eventFormula, eventsOfFormula } from '../event-types/event-formula.ts';
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
import { compileOutput } from './compile-output.ts';
import { joinScalars } from './composed-text.ts';
import type { ConditionCache, ReadCondition } from './condition-cache.ts';
import { type FindingPart, joinFindings, nothingFound, type OwnedFinding } from './condition-findings.ts';
import type { MacroEffect } from './macro-effect.ts';
import type { MacroName } from './macro-names.ts';
import { macrosNamedIn } from './macros-named.ts';
import type { VisibleMacro } from './resolve-macros.ts';

/** A finding of a rule, and the text in which `span` counts: it is placed only where it is reported. */
export interface RuleFinding {
  /** The condition with the lists put in, or that of a macro; the composed output; the item that defines it. */
  readonly of: 'condition' | 'macro' | 'output' | 'item';
  readonly macro?: string;
  readonly span: Span;
  readonly found: Finding;
}

/** What compiling a rule gave. It holds no places, so that it stays true wherever the rule's items move. */
export interface RuleOutcome {
  /** Absent where the engine skips the rule before it looks at the condition. */
  readonly condition?: ReadCondition;
  /** Every macro that was looked up. */
  readonly macros: readonly MacroName[];
  readonly findings: readonly RuleFinding[];
  /** The output as the engine keeps it; absent where the rule is not loaded. */
  readonly output?: string;
}

/** What compiling a rule gave, and what it holds for besides the steps that led to the rule. */
export interface KnownOutcome {
  readonly condition: RuleCondition;
  /** The effect of each macro that was looked up, as it was then. */
  readonly effects: readonly (MacroEffect | undefined)[];
  readonly outcome: RuleOutcome;
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
interface RuleCondition {
  readonly read: ReadCondition;
  readonly generation: number;
  readonly macros: readonly MacroName[];
  readonly parts: readonly FindingPart[];
  readonly events: EventFormula | undefined;
}

/**
 * Compiles a rule as the engine does; goes on after errors, of which the engine would report the first. What
 * it gave the last time is given again where nothing that it depends on is different.
 * @param read the rule's condition, read.
 */
export function compileRule(rule: CollectedRule, read: ReadCondition, scope: RuleScope): RuleOutcome {
  const { recipe } = rule;
  const { context, cache } = scope;
  const last = recipe.outcome;
  const { generation } = cache.macroNames;
  const same = last?.condition.read === read && last.condition.generation === generation;
  if (same && last.condition.macros.every((name, i) => name.effect(context, cache) === last.effects[i])) {
    return last.outcome;
  }
  cache.work.rulesCompiled++;
  const condition = same ? last.condition : conditionOf(read, scope);
  const effects = condition.macros.map((name) => name.effect(context, cache));
  const outcome = compileAnew(rule, { ...scope, condition, effects });
  recipe.outcome = { condition, effects, outcome };
  return outcome;
}

function conditionOf(read: ReadCondition, { context, cache }: RuleScope): RuleCondition {
  const { tree, problems } = read.parsed;
  const { macroNames } = cache;
  const { generation } = macroNames;
  if (problems.length > 0) return { read, generation, macros: [], parts: [], events: undefined };
  return {
    read,
    generation,
    macros: macrosNamedIn(tree).map((name) => macroNames.named(name)),
    parts: cache.findParts(tree, context),
    events: context.table.source === syscallSource ? eventFormula(tree, context.asyncEvents) : undefined,
  };
}

/** What one rule is compiled with: its condition, and the effects of the macros that it names. */
interface OneRule extends RuleScope {
  readonly condition: RuleCondition;
  readonly effects: readonly (MacroEffect | undefined)[];
}

function compileAnew(rule: CollectedRule, scope: OneRule): RuleOutcome {
  const findings: RuleFinding[] = [];
  const { cache, condition, effects, context } = scope;
  // The engine builds the condition first, exceptions included, and only then looks at the output.
  rule.recipe.output ??= compileOutput(rule, joinScalars(rule.output).finish().text, context.table, cache);
  const { text: output, findings: ofOutput } = rule.recipe.output;
  for (const found of ofOutput) findings.push({ of: 'output', span: found.span, found });
  // A rule that is skipped for its output is not looked at any further; one with an error is.
  if (output === undefined && !findings.some(isErroneous)) return { macros: [], findings };
  const { read, macros } = condition;
  const { expanded, parsed } = read;
  for (const problem of parsed.problems) {
    findings.push(inCondition({ found: engineProblem(problem, expanded.text) }));
  }
  if (parsed.problems.length > 0) return { condition: read, macros, findings };
  // Only where one cannot be put in does it take the tree with the macros put in to say why.
  const unresolved = effects.every((effect) => effect?.whole && effect.fits)
    ? []
    : cache.resolve(parsed.tree, scope.visible).unresolved;
  for (const found of unresolved) findings.push(inCondition({ found }));
  const skipped = unresolved.some(isError) ? false : checkCondition(rule, scope, findings);
  const loaded = output !== undefined && !skipped && !findings.some(isErroneous);
  return { condition: read, macros, findings, ...(loaded ? { output } : {}) };
}

function inCondition({ macro, found }: OwnedFinding): RuleFinding {
  const { span } = found;
  return macro === undefined ? { of: 'condition', span, found } : { of: 'macro', macro, span, found };
}

/** The effect of a macro that a rule's condition names. */
function effectOf({ condition, effects }: OneRule, name: string): MacroEffect | undefined {
  return effects[condition.macros.findIndex(({ text }) => text === name)];
}

/** Checks a rule's condition; true where the rule is skipped for what the engine does not know. */
function checkCondition(rule: CollectedRule, scope: OneRule, into: RuleFinding[]): boolean {
  const { warnings, findings } = joinFindings(
    scope.condition.parts,
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
    const own = contains(scope.condition.read.parsed.tree, codes.check);
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
  const { cache, context, visible, condition, effects } = scope;
  // The engine stops at the first check that it cannot tell of, which only the whole tree shows.
  const known = effects.every((effect) => effect?.events !== undefined);
  if (condition.events !== undefined && known) {
    return eventsOfFormula(condition.events, (name) => effectOf(scope, name)?.events).size;
  }
  const result = cache.eventTypes(condition.read.parsed.tree, context.asyncEvents, visible);
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

/** True for what the engine calls an error. */
export function isError({ engine }: Finding): boolean {
  return engine?.severity === 'error';
}

/** Errors that `skip-if-unknown-filter` turns into a warning. */
export function isUnknownFilter({ engine }: Finding): boolean {
  const code: EngineErrorCode | string | undefined = engine?.code;
  return (
    (code === 'LOAD_ERR_COMPILE_CONDITION' || code === 'LOAD_ERR_COMPILE_OUTPUT') &&
    /nonexistent field|invalid formatting token|unknown event type|unknown filter:/.test(engine!.message)
  );
}
