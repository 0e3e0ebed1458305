import type { AlertResult, NamedVerdict } from './replay.ts';

/** How many alerts of a rule got one verdict. */
export interface RuleCount {
  /** Absent for alerts that name none, and for those of all rules beyond the first thousand. */
  readonly rule?: string;
  readonly verdict: NamedVerdict;
  readonly alerts: number;
}

/** More rules than anybody has; hostile alerts may name a new one each. */
const mostRules = 1000;

/** Counts alerts that are replayed and not kept, by rule and verdict. */
export class CountedAlerts {
  /** All that were counted. */
  alerts = 0;
  /** Those on which a rule would fire that they do not name. */
  othersFire = 0;
  private readonly counts = new Map<string | undefined, Map<NamedVerdict, number>>();

  add(rule: string | undefined, { verdict, othersFire }: AlertResult): void {
    this.alerts++;
    if (othersFire.length > 0) this.othersFire++;
    const ofRule = this.countsOf(rule);
    ofRule.set(verdict, (ofRule.get(verdict) ?? 0) + 1);
  }

  /** By rule in the order in which they were met, by verdict within. */
  list(): RuleCount[] {
    return [...this.counts].flatMap(([rule, verdicts]) =>
      [...verdicts].map(([verdict, alerts]) => ({ ...(rule !== undefined && { rule }), verdict, alerts })),
    );
  }

  private countsOf(rule: string | undefined): Map<NamedVerdict, number> {
    const found = this.counts.get(rule);
    if (found !== undefined) return found;
    if (rule !== undefined && this.counts.size >= mostRules) return this.countsOf(undefined);
    const begun = new Map<NamedVerdict, number>();
    this.counts.set(rule, begun);
    return begun;
  }
}
