import { eventOf } from '../../falco/evaluate/event.ts';
import type { Alert } from '../../replay/alert.ts';
import { type Pace, type Stop, stretch } from '../../replay/pace.ts';
import { replayRules } from '../../replay/replay-rules.ts';
import type { Snapshot } from '../../workspace/workspace.ts';
import { addException, usualFields } from '../refactor/add-exception.ts';
import { type FileEdits, withEdits } from '../refactor/refactoring.ts';
import type { Cluster } from './noise-tally.ts';

/** What an exception for a cluster of alerts would do, as the evaluator says of every alert. */
export interface Silence {
  readonly edits: FileEdits;
  /** Alerts that name the rule. */
  readonly alerts: number;
  /** Of these, those on which the rule no longer fires. */
  readonly silenced: number;
  /** Of these, those that are not of the cluster. */
  readonly beyond: number;
  /** How the silenced alerts differ where the exception does not look: by field, with some of the values. */
  readonly differing: readonly {
    readonly field: string;
    readonly values: readonly string[];
    readonly more: boolean;
  }[];
}

/** Different values of a field that are named. */
const mostValues = 5;

/**
 * Makes an exception for a cluster and holds every alert against the rules with it, in stretches with a pause after
 * each.
 * @param alerts all of them, in their order
 * @returns the reason where there is no such exception; undefined where `stop` ended the work
 */
export async function silence(
  snapshot: Snapshot,
  cluster: Cluster,
  example: Alert,
  alerts: Iterable<Alert>,
  pace: Pace,
  stop: Stop,
): Promise<Silence | { readonly reason: string } | undefined> {
  const names = cluster.fields.map(([name]) => name);
  const made = addException(snapshot, example, names);
  if (!made.ok) return { reason: made.reason };
  const count = counter(snapshot, withEdits(snapshot, made.edits), cluster);
  let until = pace.now() + stretch;
  for (const alert of alerts) {
    count.take(alert);
    if (pace.now() < until) continue;
    await pace.pause();
    if (stop.stopped) return undefined;
    until = pace.now() + stretch;
  }
  return { edits: made.edits, ...count.result() };
}

/** Counts the alerts that a rule fires on before and not after. */
function counter(before: Snapshot, after: Snapshot, { rule, fields }: Cluster) {
  const conditionIn = (snapshot: Snapshot) => replayRules(snapshot).rules.get(rule)?.condition;
  const [old, changed] = [conditionIn(before), conditionIn(after)];
  const looked = new Set(fields.map(([name]) => name));
  const seen = new Map(
    usualFields.filter((name) => !looked.has(name)).map((name) => [name, new Set<string>()]),
  );
  let [alerts, silenced, beyond] = [0, 0, 0];
  const take = (alert: Alert) => {
    if (alert.rule !== rule) return;
    alerts++;
    const event = eventOf(alert.fields);
    if (old?.evaluate(event) === false || changed?.evaluate(event) !== false) return;
    silenced++;
    if (fields.some(([name, value]) => String(alert.fields[name]) !== value)) beyond++;
    for (const [name, values] of seen) {
      const value = Object.hasOwn(alert.fields, name) ? alert.fields[name] : undefined;
      if (value !== undefined && value !== null && values.size <= mostValues) values.add(String(value));
    }
  };
  const result = () => ({
    alerts,
    silenced,
    beyond,
    differing: [...seen]
      .filter(([, values]) => values.size > 1)
      .map(([field, values]) => ({
        field,
        values: [...values].slice(0, mostValues),
        more: values.size > mostValues,
      })),
  });
  return { take, result };
}
