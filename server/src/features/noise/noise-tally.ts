import type { EventValue } from '../../falco/evaluate/event.ts';
import { type Alert, isOfFalcoItself } from '../../replay/alert.ts';
import { usualFields } from '../refactor/add-exception.ts';
import { containerOf } from '../replay.ts';
import { sidekickAlert } from '../stages/sent-alert.ts';
import { billedSize } from './billed-size.ts';
import { Histogram, type TimeCounts } from './histogram.ts';

/** What alerts are counted by. */
export const dimensions = ['rule', 'host', 'container'] as const;
export type Dimension = (typeof dimensions)[number];

/** Different values that are told apart; further ones are counted together. */
const mostValues = 2000;
const mostClusters = 2000;

/** Bytes that Sentinel would ingest, by the transport. */
export interface Bytes {
  readonly cef: number;
  readonly json: number;
}

/** The alerts with one value. */
export interface Talker {
  readonly value: string;
  readonly count: number;
  readonly bytes: Bytes;
  readonly over: TimeCounts;
}

/** Alerts of one rule that have the same values in the fields that say best what was seen. */
export interface Cluster {
  readonly rule: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly count: number;
  /** Index of the first of them. */
  readonly alert: number;
}

interface Counted {
  count: number;
  cef: number;
  json: number;
  readonly over: Histogram;
}

/** Counts alerts as they come, in bounded memory. */
export class NoiseTally {
  /** Alerts that were counted. */
  alerts = 0;
  /** Of these, alerts without a time that can be read. */
  withoutTime = 0;
  private readonly all = newCounted();
  private readonly by: Readonly<Record<Dimension, Map<string, Counted>>> = {
    rule: new Map(),
    host: new Map(),
    container: new Map(),
  };
  private readonly clusters = new Map<string, { -readonly [Key in keyof Cluster]: Cluster[Key] }>();

  /** Counts the next alert; `alerts` is its index. */
  add(alert: Alert): void {
    const sent = sidekickAlert(alert);
    const bytes = { cef: billedSize(sent, 'cef'), json: billedSize(sent, 'json') };
    const time = Date.parse(alert.time ?? '');
    if (Number.isNaN(time)) this.withoutTime++;
    const values = { rule: alert.rule, host: alert.hostname, container: containerOf(alert) };
    take(this.all, bytes, time);
    for (const dimension of dimensions) {
      const value = values[dimension];
      const counted =
        value === undefined ? undefined : entry(this.by[dimension], value, mostValues, newCounted);
      if (counted !== undefined) take(counted, bytes, time);
    }
    this.addToCluster(alert);
    this.alerts++;
  }

  get bytes(): Bytes {
    return { cef: this.all.cef, json: this.all.json };
  }

  /** The time from the first alert to the last; undefined where none has a time. */
  get span(): Histogram['span'] {
    return this.all.over.span;
  }

  /** All alerts over time. */
  get over(): TimeCounts {
    return this.all.over.counts();
  }

  /** The values with the most alerts, over the same buckets as all. */
  talkers(dimension: Dimension, most: number): readonly Talker[] {
    const sorted = [...this.by[dimension]].sort(([, a], [, b]) => b.count - a.count);
    return sorted.slice(0, most).map(([value, { count, cef, json, over }]) => ({
      value,
      count,
      bytes: { cef, json },
      over: over.counts(this.all.over),
    }));
  }

  /** Different values of a dimension that are told apart. */
  different(dimension: Dimension): number {
    return this.by[dimension].size;
  }

  /** The largest clusters, each of two alerts at least. */
  topClusters(most: number): readonly Cluster[] {
    const repeated = [...this.clusters.values()].filter(({ count }) => count > 1);
    return repeated.sort((a, b) => b.count - a.count).slice(0, most);
  }

  private addToCluster(alert: Alert): void {
    const { rule, fields } = alert;
    if (rule === undefined || isOfFalcoItself(alert)) return;
    const present = usualFields.flatMap((name) => {
      const value = textOf(Object.hasOwn(fields, name) ? fields[name] : undefined);
      return value === undefined ? [] : [[name, value] as const];
    });
    const identity = present.slice(0, 2);
    if (identity.length === 0) return;
    const made = { rule, fields: identity, count: 0, alert: this.alerts };
    const cluster = entry(this.clusters, JSON.stringify([rule, identity]), mostClusters, () => made);
    if (cluster !== undefined) cluster.count++;
  }
}

function newCounted(): Counted {
  return { count: 0, cef: 0, json: 0, over: new Histogram() };
}

function take(counted: Counted, { cef, json }: Bytes, time: number): void {
  counted.count++;
  counted.cef += cef;
  counted.json += json;
  if (!Number.isNaN(time)) counted.over.add(time);
}

/** What an exception can compare with: a text that is not empty, a number, or a truth value. */
function textOf(value: EventValue | undefined): string | undefined {
  if (value === undefined || value === null || value === '' || Array.isArray(value)) return undefined;
  return String(value);
}

/** The value of a key, a new one where there is room; undefined where there is none. */
function entry<Value>(
  map: Map<string, Value>,
  key: string,
  most: number,
  make: () => Value,
): Value | undefined {
  const known = map.get(key);
  if (known !== undefined || map.size >= most) return known;
  const made = make();
  map.set(key, made);
  return made;
}
