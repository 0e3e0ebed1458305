import type { EventValue } from '../../falco/evaluate/event.ts';
import { type Alert, isOfFalcoItself } from '../../replay/alert.ts';
import { entryWithin } from '../entry-within.ts';
import { usualFields } from '../refactor/add-exception.ts';
import { containerOf } from '../replay.ts';
import { sidekickAlert } from '../stages/sent-alert.ts';
import { billedSize } from './billed-size.ts';
import { Histogram, type TimeCounts } from './histogram.ts';

/** What alerts are counted by. */
export const dimensions = ['rule', 'host', 'container'] as const;
/** What alerts are counted by. */
export type Dimension = (typeof dimensions)[number];

/** Different values that are told apart; further ones are counted together. */
const mostValues = 2000;
const mostClusters = 2000;

/**
 * Of alerts that are not kept the first ones of each rule are measured and then one in so many, for that takes
 * longer than all the rest; the others are as large as these on average.
 */
const [alwaysMeasured, measuredEvery] = [16, 256];

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
  /** A number of its own. */
  readonly id: number;
  /** The first of them: its index, or itself where it is not kept. */
  readonly example: number | Alert;
}

interface Counted {
  count: number;
  cef: number;
  json: number;
  readonly over: Histogram;
}

/** Counts alerts as they come, in bounded memory. */
export class NoiseTally {
  /** Alerts that are kept and were counted. */
  kept = 0;
  /** Alerts that are not kept, counted as they were read. */
  beyond = 0;
  /** Of these, alerts without a time that can be read. */
  withoutTime = 0;
  private readonly all = newCounted();
  private readonly by: Readonly<Record<Dimension, Map<string, Counted>>> = {
    rule: new Map(),
    host: new Map(),
    container: new Map(),
  };
  private readonly clusters = new Map<string, { -readonly [Key in keyof Cluster]: Cluster[Key] }>();
  /** By rule, alerts that are not kept: how many were seen, how many measured, and the sums of their sizes. */
  private readonly measured = new Map<string, { seen: number; count: number; cef: number; json: number }>();

  /** Alerts that were counted. */
  get alerts(): number {
    return this.kept + this.beyond;
  }

  /** Counts the next of the alerts that are kept. */
  add(alert: Alert): void {
    this.count(alert, bytesOf(alert), this.kept);
    this.kept++;
  }

  /** Counts an alert that is not kept; its size is that of a similar one, mostly. */
  addBeyond(alert: Alert): void {
    this.count(alert, this.estimated(alert), alert);
    this.beyond++;
  }

  private estimated(alert: Alert): Bytes {
    const sizes = entryWithin(this.measured, alert.rule ?? '', mostValues, () => ({
      seen: 0,
      count: 0,
      cef: 0,
      json: 0,
    }));
    if (sizes === undefined) return bytesOf(alert);
    if (sizes.seen++ < alwaysMeasured || sizes.seen % measuredEvery === 0) {
      const { cef, json } = bytesOf(alert);
      sizes.cef += cef;
      sizes.json += json;
      sizes.count++;
    }
    return { cef: sizes.cef / sizes.count, json: sizes.json / sizes.count };
  }

  private count(alert: Alert, bytes: Bytes, example: number | Alert): void {
    const time = Date.parse(alert.time ?? '');
    if (Number.isNaN(time)) this.withoutTime++;
    const values = { rule: alert.rule, host: alert.hostname, container: containerOf(alert) };
    take(this.all, bytes, time);
    for (const dimension of dimensions) {
      const value = values[dimension];
      const counted =
        value === undefined ? undefined : entryWithin(this.by[dimension], value, mostValues, newCounted);
      if (counted !== undefined) take(counted, bytes, time);
    }
    this.addToCluster(alert, example);
  }

  get bytes(): Bytes {
    return rounded(this.all);
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
    return sorted.slice(0, most).map(([value, counted]) => ({
      value,
      count: counted.count,
      bytes: rounded(counted),
      over: counted.over.counts(this.all.over),
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

  private addToCluster(alert: Alert, example: number | Alert): void {
    const { rule, fields } = alert;
    if (rule === undefined || isOfFalcoItself(alert)) return;
    const identity = identityOf(fields);
    if (identity.length === 0) return;
    // With the lengths no value can be taken for the end of one and the begin of another.
    const key = [rule, ...identity.flat()].map((text) => `${text.length} ${text}`).join();
    const make = () => ({ rule, fields: identity, count: 0, id: this.clusters.size, example });
    const cluster = entryWithin(this.clusters, key, mostClusters, make);
    if (cluster !== undefined) cluster.count++;
  }
}

function bytesOf(alert: Alert): Bytes {
  const sent = sidekickAlert(alert);
  return { cef: billedSize(sent, 'cef'), json: billedSize(sent, 'json') };
}

function rounded({ cef, json }: Bytes): Bytes {
  return { cef: Math.round(cef), json: Math.round(json) };
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

/** The first two of the fields that say best what was seen. */
function identityOf(fields: Alert['fields']): Cluster['fields'] {
  const identity: (readonly [string, string])[] = [];
  for (const name of usualFields) {
    const value = textOf(Object.hasOwn(fields, name) ? fields[name] : undefined);
    if (value === undefined) continue;
    identity.push([name, value]);
    if (identity.length === 2) break;
  }
  return identity;
}

/** What an exception can compare with: a text that is not empty, a number, or a truth value. */
function textOf(value: EventValue | undefined): string | undefined {
  if (value === undefined || value === null || value === '' || Array.isArray(value)) return undefined;
  return String(value);
}
