import { fileSpan, type PlacedItem } from '../../falco/load/placed-item.ts';
import { type Tactic, tacticsInOrder, techniqueIds, techniqueOf } from '../../falco/tables/attack.ts';
import type { FilePlace } from '../../replay/explain-alert.ts';
import { readTests } from '../../workspace/tests/read-tests.ts';
import type { Snapshot } from '../../workspace/workspace.ts';
import type { AlertTally } from './alert-tally.ts';
import { type AttackProfile, attackProfile, tacticsOf } from './attack-profile.ts';

/** Which rules and detections are looked at; what is absent leaves out nothing. */
export interface CoverageFilter {
  /** Only those that are switched on; a detection is, where its rule is too. */
  readonly enabled?: boolean;
  /** The level of the maturity framework: `stable`; `none` for rules without one. */
  readonly maturity?: string;
  /** The source of events: `syscall`. */
  readonly source?: string;
}

/** A rule or detection, and what it says about ATT&CK. */
export interface CoveringItem extends Pick<AttackProfile, 'tactics' | 'disagreeing' | 'unknown'> {
  readonly kind: 'rule' | 'detection';
  readonly name: string;
  readonly place: FilePlace;
  readonly enabled: boolean;
  readonly source: string;
  readonly maturity?: string;
  /** Ids. */
  readonly techniques: readonly string[];
  /** Tests that expect it to fire, or to return an alert. */
  readonly tests: number;
  /** Alerts of the rule; 0 for detections, of which alerts say nothing. */
  readonly alerts: number;
}

/** How much there is of each kind. */
export interface Counts {
  readonly rules: number;
  readonly detections: number;
  readonly tests: number;
  readonly alerts: number;
}

/** What covers a technique under a tactic. */
export interface TechniqueCoverage extends Counts {
  readonly id: string;
  readonly name: string;
  /** Indices of items. */
  readonly items: readonly number[];
}

/** What covers a tactic. */
export interface TacticCoverage extends Tactic, Counts {
  /** Covered techniques by id, sub-techniques behind theirs. */
  readonly techniques: readonly TechniqueCoverage[];
  /** Indices of the items that name the tactic, and none of its techniques. */
  readonly withoutTechnique: readonly number[];
  /** Techniques, sub-techniques left out, neither of which nor of whose sub-techniques anything is here. */
  readonly uncovered: readonly { readonly id: string; readonly name: string }[];
}

/** What is missing or wrong; numbers are indices of items. */
export interface CoverageGaps {
  /** Names of tactics that no item covers. */
  readonly tactics: readonly string[];
  readonly untagged: readonly number[];
  readonly disagreeing: readonly number[];
  readonly unknown: readonly number[];
  readonly untested: readonly number[];
}

/** Rules, detections, tests and alerts on the matrix of MITRE ATT&CK. */
export interface Coverage extends Counts {
  readonly items: readonly CoveringItem[];
  /** Every tactic in the order of the matrix. */
  readonly tactics: readonly TacticCoverage[];
  /** Different techniques and sub-techniques that an item names. */
  readonly techniques: number;
  readonly gaps: CoverageGaps;
  /** What there is to filter by, whatever the filter. */
  readonly sources: readonly string[];
  readonly maturities: readonly string[];
}

/**
 * Lays everything of some projects on the matrix. An alert counts for the techniques of its rule as the rule is
 * here, in the first project that has it; where none has, for those of its own tags.
 */
export function coverage(
  snapshots: readonly Snapshot[],
  tally: AlertTally,
  filter: CoverageFilter = {},
): Coverage {
  const all = itemsOf(snapshots, tally);
  const items = all.filter((item) => passes(item, filter));
  const strangers = strangersOf(snapshots, tally);
  const tactics = tacticsInOrder.map((tactic) => tacticCoverage(tactic, items, strangers));
  const indicesOf = (is: (item: CoveringItem) => boolean) =>
    items.flatMap((item, i) => (is(item) ? [i] : []));
  return {
    items,
    tactics,
    ...countsOf(items),
    alerts: tally.alerts,
    techniques: new Set(items.flatMap(({ techniques }) => techniques)).size,
    gaps: {
      tactics: tactics.filter(({ rules, detections }) => rules + detections === 0).map(({ name }) => name),
      untagged: indicesOf(({ tactics: own, unknown }) => own.length + unknown.length === 0),
      disagreeing: indicesOf(({ disagreeing }) => disagreeing.length > 0),
      unknown: indicesOf(({ unknown }) => unknown.length > 0),
      untested: indicesOf(({ enabled, tests }) => enabled && tests === 0),
    },
    sources: sorted(all.map(({ source }) => source)),
    maturities: sorted(all.flatMap(({ maturity }) => maturity ?? [])),
  };
}

function passes(item: CoveringItem, { enabled, maturity, source }: CoverageFilter): boolean {
  if (enabled && !item.enabled) return false;
  if (source !== undefined && item.source !== source) return false;
  return maturity === undefined || (item.maturity ?? 'none') === maturity;
}

function sorted(values: readonly string[]): readonly string[] {
  return [...new Set(values)].sort();
}

// ---- rules and detections ------------------------------------------------------------------------------------

/** Each by its place once, though several projects may load the same file. */
function itemsOf(snapshots: readonly Snapshot[], tally: AlertTally): readonly CoveringItem[] {
  const alerts = new Map(tally.rules.map(({ rule, count }) => [rule, count]));
  const items = new Map<string, CoveringItem>();
  for (const snapshot of snapshots) {
    for (const item of itemsOfOne(snapshot, alerts)) {
      const key = `${item.kind} ${item.place.uri} ${item.place.span.start}`;
      const known = items.get(key);
      items.set(key, known === undefined ? item : together(known, item));
      if (item.kind === 'rule') alerts.delete(item.name);
    }
  }
  return [...items.values()];
}

function together(one: CoveringItem, other: CoveringItem): CoveringItem {
  return { ...one, enabled: one.enabled || other.enabled, tests: Math.max(one.tests, other.tests) };
}

function itemsOfOne(snapshot: Snapshot, alerts: ReadonlyMap<string, number>): readonly CoveringItem[] {
  const { rules } = snapshot.load.collector;
  const tested = testCounts(snapshot);
  const fromRules = [...rules.values()].map(({ name, tags, enabled, source, definition }) => ({
    ...itemOf('rule', name, tags, definition),
    ...aboutRule(tags, source),
    enabled,
    tests: tested.of('rule', name),
    alerts: alerts.get(name) ?? 0,
  }));
  const fromDetections = snapshot.detections.map((detection) => {
    const rule = rules.get(detection.rule.value);
    const tags = detection.tags?.map(({ value }) => value) ?? rule?.tags ?? [];
    return {
      ...itemOf('detection', detection.name.value, tags, detection.placed),
      ...aboutRule(rule?.tags ?? [], rule?.source ?? 'syscall'),
      enabled: detection.enabled && (rule?.enabled ?? false),
      tests: tested.of('detection', detection.name.value),
      alerts: 0,
    };
  });
  return [...fromRules, ...fromDetections];
}

function itemOf(kind: CoveringItem['kind'], name: string, tags: readonly string[], placed: PlacedItem) {
  const { tactics, techniques, disagreeing, unknown } = attackProfile(tags);
  const place = { uri: placed.file, span: fileSpan({ placed, span: placed.item.nameSpan }) };
  return { kind, name, place, tactics, techniques: techniques.map(({ id }) => id), disagreeing, unknown };
}

function aboutRule(tags: readonly string[], source: string) {
  const maturity = tags.find((tag) => tag.startsWith('maturity_'))?.slice('maturity_'.length);
  return { source, ...(maturity !== undefined && { maturity }) };
}

/** Tests by what they expect to fire or to return an alert; a test that expects silence covers nothing. */
function testCounts(snapshot: Snapshot) {
  const detections = new Set(snapshot.detections.map(({ name }) => name.value));
  const counts = new Map<string, number>();
  const keyOf = (kind: CoveringItem['kind'], name: string) => `${kind} ${name}`;
  for (const file of snapshot.testFiles) {
    for (const { expectations } of readTests(file.read).tests) {
      const expected = expectations.flatMap((each) => {
        if (each.of === 'falco' && each.verdict === 'fires') return [keyOf('rule', each.rule)];
        if (each.of !== 'sentinel' || each.what !== 'returned') return [];
        return [keyOf(detections.has(each.query) ? 'detection' : 'rule', each.query)];
      });
      for (const key of new Set(expected)) counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return { of: (kind: CoveringItem['kind'], name: string) => counts.get(keyOf(kind, name)) ?? 0 };
}

// ---- the matrix ----------------------------------------------------------------------------------------------

/** What covers by alerts alone: their rule is not here. */
interface Stranger extends Pick<AttackProfile, 'tactics'> {
  readonly techniques: readonly string[];
  readonly alerts: number;
}

function strangersOf(snapshots: readonly Snapshot[], tally: AlertTally): readonly Stranger[] {
  const isKnown = (rule: string) => snapshots.some(({ load }) => load.collector.rules.has(rule));
  const unknown = tally.rules.filter(({ rule }) => !isKnown(rule));
  return unknown.map(({ tags, count }) => {
    const { tactics, techniques } = attackProfile(tags);
    return { tactics, techniques: techniques.map(({ id }) => id), alerts: count };
  });
}

function tacticCoverage(
  tactic: Tactic,
  items: readonly CoveringItem[],
  strangers: readonly Stranger[],
): TacticCoverage {
  const under = (each: Stranger | CoveringItem) =>
    each.techniques.filter((id) => standsUnder(id, tactic, each));
  const own = items.map((item, index) => ({ item, index, techniques: under(item) }));
  const foreign = strangers.map((stranger) => ({ ...stranger, techniques: under(stranger) }));
  const ids = sorted([...own, ...foreign].flatMap(({ techniques }) => techniques));
  const covering = own.filter(
    ({ item, techniques }) => item.tactics.includes(tactic.name) || techniques.length > 0,
  );
  const alertsOf = (some: readonly { readonly alerts: number }[]) =>
    some.reduce((sum, { alerts }) => sum + alerts, 0);
  const counts = countsOf(covering.map(({ item }) => item));
  const here = foreign.filter(
    ({ tactics, techniques }) => tactics.includes(tactic.name) || techniques.length > 0,
  );
  return {
    ...tactic,
    ...counts,
    alerts: counts.alerts + alertsOf(here),
    techniques: ids.map((id) => {
      const some = own.filter(({ techniques }) => techniques.includes(id));
      const counted = countsOf(some.map(({ item }) => item));
      const others = alertsOf(foreign.filter(({ techniques }) => techniques.includes(id)));
      const { name } = techniqueOf(id)!;
      return { id, name, items: some.map(({ index }) => index), ...counted, alerts: counted.alerts + others };
    }),
    withoutTechnique: covering.filter(({ techniques }) => techniques.length === 0).map(({ index }) => index),
    uncovered: uncoveredOf(tactic, new Set(ids.map((id) => id.split('.')[0]!))),
  };
}

function standsUnder(id: string, { name }: Tactic, { tactics }: Pick<AttackProfile, 'tactics'>): boolean {
  const technique = techniqueOf(id)!;
  return tacticsOf(technique, tactics).includes(name);
}

function uncoveredOf({ name }: Tactic, covered: ReadonlySet<string>) {
  const parents = techniqueIds()
    .filter((id) => !id.includes('.') && !covered.has(id))
    .map((id) => techniqueOf(id)!);
  return parents
    .filter(({ tactics }) => tactics.includes(name))
    .map(({ id, name: title }) => ({ id, name: title }));
}

function countsOf(items: readonly CoveringItem[]): Counts {
  const sum = (of: (item: CoveringItem) => number) => items.reduce((total, item) => total + of(item), 0);
  return {
    rules: sum(({ kind }) => Number(kind === 'rule')),
    detections: sum(({ kind }) => Number(kind === 'detection')),
    tests: sum(({ tests }) => tests),
    alerts: sum(({ alerts }) => alerts),
  };
}
