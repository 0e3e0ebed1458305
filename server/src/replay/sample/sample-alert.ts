import { printCondition } from '../../falco/condition/print.ts';
import { type CompiledNode, compileCondition, leavesOf } from '../../falco/evaluate/evaluate.ts';
import type { JsonObject } from '../../text/json.ts';
import type { Snapshot } from '../../workspace/workspace.ts';
import { type AlertMoment, alertOfEvent, withOutputFields } from './alert-of-event.ts';
import { type Constraint, fieldNamesOf, type Values } from './constraint.ts';
import { type NearMiss, type NoMiss, nearMisses } from './near-misses.ts';
import { type Conflict, solve } from './solve.ts';

/** An alert that a rule would send, and alerts like it that it would not. */
export interface SampleAlerts {
  /** With the keys of Falco's JSON; its fields are those of the output and those that the condition names. */
  readonly alert: JsonObject;
  readonly nearMisses: readonly SampleMiss[];
}

/** What became of breaking one check. */
export interface SampleMiss {
  /** The check as Falco prints it, with `not` where it must be false. */
  readonly check: string;
  /** The alert with which the check alone keeps the rule from firing, and the fields that differ in it. */
  readonly alert?: JsonObject;
  readonly changed: readonly string[];
  /** Why there is no such alert. */
  readonly reason?: string;
}

/** Sample alerts, or why there are none, for people. */
export type SampleResult =
  | ({ readonly ok: true } & SampleAlerts)
  | { readonly ok: false; readonly reason: string };

/**
 * Makes a believable alert of a rule from its condition, and near misses that each break one check. The alert
 * satisfies the rule's condition as the engine evaluates it.
 * @param moment when and where the event happened
 */
export function sampleAlerts(snapshot: Snapshot, ruleName: string, moment: AlertMoment): SampleResult {
  const rule = snapshot.load.compiled.rules.get(ruleName);
  const fields = rule && snapshot.tables.forSource(rule.source);
  if (rule === undefined || fields === undefined) {
    return { ok: false, reason: `Falco does not load the rule "${ruleName}", so nothing can be said of it.` };
  }
  const root = compileCondition(rule.resolved, fields, 'engine').root;
  const solved = solve([{ node: root, wanted: true }]);
  if (!solved.ok) return { ok: false, reason: reasonOf(solved.conflict) };
  const { constraints } = solved.solution;
  const values = withOutputFields(rule, fields, solved.solution.values);
  const whole = { ...nothingFor(root), ...values };
  const alertOf = (event: Values) => alertOfEvent(rule, fields, event, moment);
  const misses = nearMisses(root, { values: whole, constraints }).map((miss) => sampleMiss(miss, alertOf));
  return { ok: true, alert: alertOf(whole), nearMisses: misses };
}

/**
 * Null, which says that the engine had no value, for every field of a condition: a replay then knows what the
 * checks say that play no part, too.
 */
function nothingFor(root: CompiledNode): Values {
  const names = leavesOf(root).flatMap(fieldNamesOf);
  return Object.fromEntries(names.map((name) => [name, null]));
}

function sampleMiss(miss: NearMiss | NoMiss, alertOf: (values: Values) => JsonObject): SampleMiss {
  const check = printConstraint(miss.constraint);
  if ('reason' in miss) return { check, changed: [], reason: miss.reason };
  return { check, changed: miss.changed, alert: alertOf(miss.values) };
}

function printConstraint({ leaf, wanted }: Constraint): string {
  return `${wanted ? '' : 'not '}${printCondition(leaf.source)}`;
}

function reasonOf({ constraints, isGivenUp }: Conflict): string {
  if (isGivenUp)
    return 'No event was found that makes the condition true, and not everything could be tried.';
  const checks = constraints.map(printConstraint);
  if (checks.length === 1) return `No event can make \`${checks[0]}\` true.`;
  return `No event can make these checks true together: ${checks.map((each) => `\`${each}\``).join(', ')}.`;
}
