import type { Span } from '../../text/span.ts';
import { engineProblem } from '../condition/syntax-finding.ts';
import type { Check } from '../condition/tree.ts';
import { mostEventCodes } from '../event-types/event-types.ts';
import {
  type EngineErrorCode,
  engineError,
  engineWarning,
  type Finding,
  finding,
} from '../problems/index.ts';
import { type FieldTable, syscallSource } from '../tables/fields.ts';
import type { CollectedRule } from './collector.ts';
import { compileOutput } from './compile-output.ts';
import { joinScalars } from './composed-text.ts';
import type { ConditionCache, ReadCondition } from './condition-cache.ts';
import type { OwnedFinding } from './condition-findings.ts';
import type { MacroEffect } from './macro-effect.ts';
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
  readonly macros: readonly string[];
  /** The effect of each of them as it was then. */
  readonly effects: readonly (MacroEffect | undefined)[];
  readonly findings: readonly RuleFinding[];
  /** The output as the engine keeps it; absent where the rule is not loaded. */
  readonly output?: string;
}

/** What rules are compiled with. */
export interface RuleScope {
  readonly table: FieldTable;
  readonly asyncEvents: readonly string[];
  readonly cache: ConditionCache;
  /** The rule's condition, read. */
  readonly condition: ReadCondition;
  /** The condition of a macro, with its own macros resolved. */
  readonly visible: VisibleMacro;
  /** The effect of a macro that `visible` knows. */
  readonly effectOf: (name: string) => MacroEffect | undefined;
  /** The name of the macro in whose own text a check stands, if it is not the rule's. */
  readonly ownerOf: (check: Check) => string | undefined;
}

/** Compiles a rule as the engine does; goes on after errors, of which the engine would report the first. */
export function compileRule(rule: CollectedRule, scope: RuleScope): RuleOutcome {
  const findings: RuleFinding[] = [];
  const { condition, cache, table } = scope;
  // The engine builds the condition first, exceptions included, and only then looks at the output.
  const { text: output, findings: ofOutput } = cache.compiledOutput(rule.recipe, () =>
    compileOutput(rule, joinScalars(rule.output).finish().text, table, cache),
  );
  for (const found of ofOutput) findings.push({ of: 'output', span: found.span, found });
  // A rule that is skipped for its output is not looked at any further; one with an error is.
  if (output === undefined && !findings.some(isErroneous)) return { ...noMacros, findings };
  const { expanded, parsed } = condition;
  for (const problem of parsed.problems) {
    findings.push(inCondition({ found: engineProblem(problem, expanded.text) }));
  }
  if (parsed.problems.length > 0) return { condition, ...noMacros, findings };
  const macros = macrosNamedIn(parsed.tree);
  const effects = macros.map(scope.effectOf);
  // Only where one cannot be put in does it take the tree with the macros put in to say why.
  const unresolved = effects.every((effect) => effect?.whole && effect.fits)
    ? []
    : cache.resolve(parsed.tree, scope.visible).unresolved;
  for (const found of unresolved) findings.push(inCondition({ found }));
  const skipped = unresolved.some(isError) ? false : checkCondition(rule, scope, findings);
  const loaded = output !== undefined && !skipped && !findings.some(isErroneous);
  return { condition, macros, effects, findings, ...(loaded ? { output } : {}) };
}

const noMacros = { macros: [], effects: [] } as const;

function inCondition({ macro, found }: OwnedFinding): RuleFinding {
  const { span } = found;
  return macro === undefined ? { of: 'condition', span, found } : { of: 'macro', macro, span, found };
}

/** Checks a rule's condition; true where the rule is skipped for what the engine does not know. */
function checkCondition(rule: CollectedRule, scope: RuleScope, into: RuleFinding[]): boolean {
  const { warnings, findings } = scope.cache.findWith(scope.condition.parsed.tree, scope, scope.visible);
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

function checkEventTypes(
  rule: CollectedRule,
  { cache, condition, asyncEvents, visible, ownerOf }: RuleScope,
  into: RuleFinding[],
): void {
  if (rule.source !== syscallSource) return;
  const result = cache.eventTypes(condition.parsed.tree, asyncEvents, visible);
  if (!result.ok) {
    const engine = engineError('LOAD_ERR_COMPILE_CONDITION', result.error);
    const found = finding('event-type-not-constant', result.check.span, [], engine);
    const macro = ownerOf(result.check);
    into.push(inCondition(macro === undefined ? { found } : { macro, found }));
  } else if (result.types.codes > mostEventCodes && rule.warnEventTypes) {
    const message = 'Rule matches too many evt.type values. This has a significant performance penalty.';
    const engine = engineWarning('LOAD_NO_EVTTYPE', message, { type: 'rule', name: rule.name });
    const { nameSpan } = rule.definition.item;
    into.push({ of: 'item', span: nameSpan, found: finding('no-event-type', nameSpan, [], engine) });
  }
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
