import { type Alert, isOfFalcoItself } from '../../replay/alert.ts';
import { entryWithin } from '../entry-within.ts';
import { containerOf } from '../replay.ts';

/** How much of a stream of alerts is remembered; what goes beyond is counted only. */
export interface TallyLimits {
  readonly rules: number;
  /** Pairs of host and container. */
  readonly places: number;
  /** Rules of one place. */
  readonly rulesOfPlace: number;
}

const usualLimits: TallyLimits = { rules: 5000, places: 500, rulesOfPlace: 200 };

/** The alerts of one rule. */
export interface RuleTally {
  readonly rule: string;
  /** Those of the first alert. */
  readonly tags: readonly string[];
  readonly count: number;
}

/** The alerts of one rule at one place. */
export interface Occurrence {
  readonly rule: string;
  readonly tags: readonly string[];
  readonly count: number;
  /** The earliest and the latest time, in milliseconds since 1970; undefined where no alert has one. */
  readonly first?: number;
  readonly last?: number;
  /** Line of the earliest alert. */
  readonly line: number;
}

/** Where alerts happened, with what happened there. */
export interface PlaceTally {
  readonly host?: string;
  readonly container?: string;
  readonly occurrences: readonly Occurrence[];
}

type Writable<Value> = { -readonly [Key in keyof Value]: Value[Key] };

/** Counts the alerts of a stream by rule and by place, in bounded memory. */
export class AlertTally {
  /** Every alert that was added. */
  alerts = 0;
  /** Alerts that are in `rules`, but of a place or rule beyond the limits. */
  leftOut = 0;
  private readonly byRule = new Map<string, Writable<RuleTally>>();
  private readonly byPlace = new Map<
    string,
    Pick<PlaceTally, 'host' | 'container'> & { rules: Map<string, Writable<Occurrence>> }
  >();

  constructor(private readonly limits: TallyLimits = usualLimits) {}

  /** Counts an alert. One without a rule, and one by which Falco tells about itself, counts as alert only. */
  add(alert: Alert): void {
    this.alerts++;
    if (alert.rule === undefined || isOfFalcoItself(alert)) return;
    const ofRule = entryWithin(this.byRule, alert.rule, this.limits.rules, () => ({
      rule: alert.rule!,
      tags: alert.tags,
      count: 0,
    }));
    if (ofRule !== undefined) ofRule.count++;
    if (ofRule === undefined || !this.addToPlace(alert, alert.rule)) this.leftOut++;
  }

  /** The rules, those with the most alerts first. */
  get rules(): readonly RuleTally[] {
    return [...this.byRule.values()].sort((a, b) => b.count - a.count);
  }

  /** The places in the order of their first alerts, those without a time last. */
  get places(): readonly PlaceTally[] {
    const places = [...this.byPlace.values()].map(({ host, container, rules }) => ({
      ...(host !== undefined && { host }),
      ...(container !== undefined && { container }),
      occurrences: [...rules.values()].sort(byTime),
    }));
    return places.sort((a, b) => byTime(a.occurrences[0]!, b.occurrences[0]!));
  }

  private addToPlace(alert: Alert, rule: string): boolean {
    const { hostname: host } = alert;
    const container = containerOf(alert);
    const key = JSON.stringify([host, container]);
    const place = entryWithin(this.byPlace, key, this.limits.places, () => ({
      host,
      container,
      rules: new Map(),
    }));
    const found =
      place &&
      entryWithin<Writable<Occurrence>>(place.rules, rule, this.limits.rulesOfPlace, () => ({
        rule,
        tags: alert.tags,
        count: 0,
        line: alert.line,
      }));
    if (found === undefined) return false;
    found.count++;
    const time = Date.parse(alert.time ?? '');
    if (Number.isNaN(time)) return true;
    if (found.first === undefined || time < found.first) {
      found.first = time;
      found.line = alert.line;
    }
    if (found.last === undefined || time > found.last) found.last = time;
    return true;
  }
}

function byTime(a: Occurrence, b: Occurrence): number {
  return (a.first ?? Number.POSITIVE_INFINITY) - (b.first ?? Number.POSITIVE_INFINITY) || a.line - b.line;
}
