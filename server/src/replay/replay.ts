import { type Event, eventOf } from '../falco/evaluate/event.ts';
import type { Verdict } from '../falco/evaluate/verdict.ts';
import { type Alert, isOfFalcoItself } from './alert.ts';
import { type Pace, type Stop, stretch } from './pace.ts';
import type { ReplayRule, ReplayRules } from './replay-rules.ts';

/**
 * What became of the rule that an alert names: its condition's verdict; or why there is none: `not-loaded`
 * where Falco would reject the rule, `unknown-rule` where no file defines it, `internal` for messages of
 * Falco about itself, `unnamed` where the alert does not say.
 */
export type NamedVerdict = Verdict | 'not-loaded' | 'unknown-rule' | 'internal' | 'unnamed';

/** An alert held against the rules of the workspace. */
export interface AlertResult {
  readonly verdict: NamedVerdict;
  /** Fields that the alert does not carry and the named rule's verdict hangs on. */
  readonly missing: readonly string[];
  /** The other rules, switched-off ones left out, that would fire too. */
  readonly othersFire: readonly string[];
  /** How many other rules, switched-off ones left out, cannot be decided. */
  readonly othersUnknown: number;
}

/** An alert, and what became of it. */
export interface ReplayedAlert {
  readonly alert: Alert;
  readonly result: AlertResult;
}

/** The verdict of one rule on one alert. */
export interface RuleResult {
  readonly name: string;
  readonly verdict: Verdict;
  /** Fields that the alert does not carry and the verdict hangs on. */
  readonly missing: readonly string[];
  readonly enabled: boolean;
  /** True for the rule that the alert names. */
  readonly named: boolean;
}

/**
 * Replays alerts one after the other, in batches of about 10 ms of work with a pause after each. Ends early
 * where `stop` says so.
 */
export async function* replayAlerts(
  alerts: Iterable<Alert>,
  rules: ReplayRules,
  pace: Pace,
  stop: Stop,
): AsyncGenerator<readonly ReplayedAlert[]> {
  let batch: ReplayedAlert[] = [];
  let started = pace.now();
  for (const alert of alerts) {
    batch.push({ alert, result: replayAlert(alert, rules) });
    if (pace.now() - started < stretch) continue;
    yield batch;
    batch = [];
    await pace.pause();
    if (stop.stopped) return;
    started = pace.now();
  }
  if (batch.length > 0) yield batch;
}

/** Holds one alert against the rules for events of its source. */
export function replayAlert(alert: Alert, rules: ReplayRules): AlertResult {
  const event = eventOf(alert.fields);
  const named = alert.rule === undefined ? undefined : rules.rules.get(alert.rule);
  const othersFire: string[] = [];
  let othersUnknown = 0;
  for (const each of rulesFor(alert, rules)) {
    if (each === named || !each.rule.enabled) continue;
    const verdict = each.condition.evaluate(event);
    if (verdict === true) othersFire.push(each.rule.name);
    else if (verdict === 'unknown') othersUnknown++;
  }
  return { ...namedResult(alert, named, event, rules), othersFire, othersUnknown };
}

/** The verdict of every rule for events of the alert's source, the named rule first. */
export function ruleResults(alert: Alert, rules: ReplayRules): RuleResult[] {
  const event = eventOf(alert.fields);
  const results = rulesFor(alert, rules).map((each) => ruleResult(each, event, alert));
  return [...results.filter(({ named }) => named), ...results.filter(({ named }) => !named)];
}

function ruleResult({ rule, condition }: ReplayRule, event: Event, alert: Alert): RuleResult {
  const verdict = condition.evaluate(event);
  return {
    name: rule.name,
    verdict,
    missing: verdict === 'unknown' ? condition.missingFields(event) : [],
    enabled: rule.enabled,
    named: rule.name === alert.rule,
  };
}

function namedResult(
  alert: Alert,
  named: ReplayRule | undefined,
  event: Event,
  rules: ReplayRules,
): Pick<AlertResult, 'verdict' | 'missing'> {
  if (named === undefined) return { verdict: withoutRule(alert, rules), missing: [] };
  const verdict = named.condition.evaluate(event);
  return { verdict, missing: verdict === 'unknown' ? named.condition.missingFields(event) : [] };
}

function withoutRule(alert: Alert, rules: ReplayRules): NamedVerdict {
  const { rule, source } = alert;
  if (source !== 'internal' && rule !== undefined && rules.isDefined(rule)) return 'not-loaded';
  if (isOfFalcoItself(alert)) return 'internal';
  return rule === undefined ? 'unnamed' : 'unknown-rule';
}

/** Alerts of older Falco versions do not say their source; the rule that they name does. */
function rulesFor(alert: Alert, rules: ReplayRules): readonly ReplayRule[] {
  const named = alert.rule === undefined ? undefined : rules.rules.get(alert.rule);
  return rules.ofSource(alert.source ?? named?.rule.source ?? 'syscall');
}
