import type { Alert } from '../replay/alert.ts';
import type { RuleCount } from '../replay/counted-alerts.ts';
import type { AlertResult, NamedVerdict } from '../replay/replay.ts';

/** What alerts say of a rule. */
export interface RuleCounts {
  /** Alerts that name it; those of them on which it fires, and for which nobody can say. */
  readonly named: number;
  readonly fires: number;
  readonly unknown: number;
  /** Alerts of other rules on which it fires too. */
  readonly others: number;
}

type Counting = { -readonly [Key in keyof RuleCounts]: RuleCounts[Key] };

/** Counts by rule what comes of alerts, in their order and each once. */
export class RuleTally {
  /** Index of the alert that is counted next. */
  next = 0;
  private readonly counts = new Map<string, Counting>();

  add({ rule }: Alert, { verdict, othersFire }: AlertResult): void {
    this.next++;
    if (rule !== undefined) addNamed(this.of(rule), verdict, 1);
    for (const other of othersFire) this.of(other).others++;
  }

  /** The counts by rule, together with those of alerts that were counted as they were read. */
  with(counted: readonly RuleCount[]): ReadonlyMap<string, RuleCounts> {
    const all = new Map([...this.counts].map(([rule, counts]) => [rule, { ...counts }]));
    for (const { rule, verdict, alerts } of counted) {
      if (rule === undefined) continue;
      const counts = all.get(rule) ?? none();
      all.set(rule, counts);
      addNamed(counts, verdict, alerts);
    }
    return all;
  }

  private of(rule: string): Counting {
    let counts = this.counts.get(rule);
    if (counts === undefined) {
      counts = none();
      this.counts.set(rule, counts);
    }
    return counts;
  }
}

function none(): Counting {
  return { named: 0, fires: 0, unknown: 0, others: 0 };
}

function addNamed(counts: Counting, verdict: NamedVerdict, alerts: number): void {
  counts.named += alerts;
  if (verdict === true) counts.fires += alerts;
  else if (verdict === 'unknown') counts.unknown += alerts;
}
