import { printCondition } from '../../falco/condition/print.ts';
import { leavesOf } from '../../falco/evaluate/evaluate.ts';
import { eventOf } from '../../falco/evaluate/event.ts';
import type { Verdict } from '../../falco/evaluate/verdict.ts';
import type { Alert } from '../../replay/alert.ts';
import { type ReplayRule, replayRules } from '../../replay/replay-rules.ts';
import type { Snapshot } from '../../workspace/workspace.ts';

/** What the alerts of tests have shown of one check. */
export interface CheckCoverage {
  /** As Falco prints it. */
  readonly check: string;
  readonly wasTrue: boolean;
  readonly wasFalse: boolean;
  readonly wasUnknown: boolean;
}

/** What the alerts of tests have shown of one rule. */
export interface RuleCoverage {
  readonly rule: string;
  readonly fired: number;
  readonly silent: number;
  readonly unknown: number;
  /** Each check once, in the order of the condition, macros resolved. */
  readonly checks: readonly CheckCoverage[];
}

/**
 * Holds alerts against rules and notes which checks were ever true, false or unknown.
 * @param named only these rules; all that Falco loads if not given
 */
export function coverageOf(
  alerts: readonly Alert[],
  snapshot: Snapshot,
  named?: ReadonlySet<string>,
): readonly RuleCoverage[] {
  const { rules } = replayRules(snapshot);
  const events = alerts.map(({ fields }) => eventOf(fields));
  return [...rules.values()].flatMap((rule) =>
    named === undefined || named.has(rule.rule.name) ? coverageOfRule(rule, events) : [],
  );
}

function coverageOfRule(
  { rule, condition }: ReplayRule,
  events: readonly ReturnType<typeof eventOf>[],
): RuleCoverage {
  const verdicts = events.map(condition.evaluate);
  const count = (wanted: Verdict) => verdicts.filter((verdict) => verdict === wanted).length;
  const checks = leavesOf(condition.root).map((leaf): CheckCoverage => {
    const seen = new Set(events.map(leaf.evaluate));
    return {
      check: printCondition(leaf.source),
      wasTrue: seen.has(true),
      wasFalse: seen.has(false),
      wasUnknown: seen.has('unknown'),
    };
  });
  return { rule: rule.name, fired: count(true), silent: count(false), unknown: count('unknown'), checks };
}
