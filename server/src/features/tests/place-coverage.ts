import { leavesOf } from '../../falco/evaluate/evaluate.ts';
import { eventOf } from '../../falco/evaluate/event.ts';
import type { Alert } from '../../replay/alert.ts';
import { checkPlaces } from '../../replay/check-places.ts';
import type { FilePlace } from '../../replay/explain-alert.ts';
import { type ReplayRule, replayRules } from '../../replay/replay-rules.ts';
import type { Snapshot } from '../../workspace/workspace.ts';

/** How often alerts made the check at a place true, false and unknown; rules share the checks of macros. */
export interface PlaceCoverage {
  readonly place: FilePlace;
  readonly true: number;
  readonly false: number;
  readonly unknown: number;
}

/** What alerts have shown of the rules, by places of their files. */
export interface CoveredPlaces {
  readonly checks: readonly PlaceCoverage[];
  /** The definitions of the rules, and how many alerts each fires on. */
  readonly rules: readonly { readonly name: string; readonly place: FilePlace; readonly fired: number }[];
}

/** Holds alerts against all rules that Falco loads, and counts at the places of their checks; a step a rule. */
export function* coveredPlaces(
  alerts: readonly Alert[],
  snapshot: Snapshot,
): Generator<undefined, CoveredPlaces> {
  const checks = new Map<string, { place: FilePlace; true: number; false: number; unknown: number }>();
  const rules: { name: string; place: FilePlace; fired: number }[] = [];
  const events = alerts.map(({ fields }) => eventOf(fields));
  for (const rule of replayRules(snapshot).rules.values()) {
    for (const { place, verdicts } of verdictsOfChecks(rule, events, snapshot)) {
      const key = `${place.span.start} ${place.span.end} ${place.uri}`;
      const counts = checks.get(key) ?? { place, true: 0, false: 0, unknown: 0 };
      for (const verdict of verdicts) counts[`${verdict}`]++;
      checks.set(key, counts);
    }
    const fired = events.filter((event) => rule.condition.evaluate(event) === true).length;
    const { name } = rule.rule;
    const definition = snapshot.names
      .occurrencesOf('rule', name)
      .findLast(({ role }) => role === 'definition');
    if (definition)
      rules.push({ name, place: { uri: definition.placed.file, span: definition.span }, fired });
    yield;
  }
  return { checks: [...checks.values()], rules };
}

function verdictsOfChecks(
  rule: ReplayRule,
  events: readonly ReturnType<typeof eventOf>[],
  snapshot: Snapshot,
) {
  const places = checkPlaces(rule, snapshot);
  return leavesOf(rule.condition.root).flatMap((leaf) => {
    const place = places.get(leaf);
    return place === undefined ? [] : [{ place, verdicts: events.map(leaf.evaluate) }];
  });
}
