import type { ReplayedAlert } from './all-stages.ts';

/** What became of the alerts of one rule. */
export interface RuleSummary {
  alerts: number;
  fires: number;
  silent: number;
  unknown: number;
  /** Alerts whose rule Falco does not load, or that name none. */
  other: number;
  /** Alerts that a query returns on every way. */
  returned: number;
  /** Alerts that Wazuh tells of. */
  wazuhAlerts: number;
}

/** More rules than anybody has; hostile alerts may name a new one each. */
const mostRules = 5000;

/** Counts replayed alerts by the rule that they name. */
export class ReplaySummary {
  /** Those of rules beyond the first thousands, and of none, are under the empty name. */
  readonly rules = new Map<string, RuleSummary>();
  alerts = 0;

  add({ alert, verdict, sentinel, wazuh }: ReplayedAlert): void {
    this.alerts++;
    const counts = this.countsOf(alert.rule ?? '');
    counts.alerts++;
    counts[
      verdict === true ? 'fires' : verdict === false ? 'silent' : verdict === 'unknown' ? 'unknown' : 'other'
    ]++;
    if ([...sentinel.values()].every((names) => (names?.length ?? 0) > 0)) counts.returned++;
    if (wazuh?.alert) counts.wazuhAlerts++;
  }

  private countsOf(rule: string): RuleSummary {
    const known = this.rules.get(rule);
    if (known !== undefined) return known;
    if (this.rules.size >= mostRules && rule !== '') return this.countsOf('');
    const none = { alerts: 0, fires: 0, silent: 0, unknown: 0, other: 0, returned: 0, wazuhAlerts: 0 };
    this.rules.set(rule, none);
    return none;
  }
}
