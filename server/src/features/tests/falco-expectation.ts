import { eventOf } from '../../falco/evaluate/event.ts';
import type { Alert } from '../../replay/alert.ts';
import { replayRules } from '../../replay/replay-rules.ts';
import type { Expectation } from '../../workspace/tests/falco-test.ts';
import type { Snapshot } from '../../workspace/workspace.ts';
import type { Failure } from './failure.ts';
import { falcoReason } from './reasons.ts';

/** Holds what a test expects of a Falco rule against an alert; undefined where it is met. */
export function falcoFailure(
  expectation: Extract<Expectation, { of: 'falco' }>,
  alert: Alert,
  snapshot: Snapshot,
): Failure | undefined {
  const { rule, verdict: expected } = expectation;
  const found = replayRules(snapshot).rules.get(rule);
  if (found === undefined) {
    const message = `Falco does not load the rule "${rule}".`;
    return { expectation, message, expected, actual: 'not loaded', reasons: [] };
  }
  const verdict = found.condition.evaluate(eventOf(alert.fields));
  const actual = verdict === true ? 'fires' : verdict === false ? 'silent' : 'unknown';
  if (actual === expected) return undefined;
  const message = `The rule "${rule}" should ${words[expected].should}, but ${words[actual].does}.`;
  return { expectation, message, expected, actual, reasons: falcoReason(snapshot, alert, rule) };
}

const words = {
  fires: { should: 'fire', does: 'it fires' },
  silent: { should: 'be silent', does: 'it is silent' },
  unknown: { should: 'be unknown', does: 'the alert does not tell' },
} as const satisfies Record<string, { should: string; does: string }>;
