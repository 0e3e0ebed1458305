import type { AlertMoment } from '../replay/sample/alert-of-event.ts';
import { sampleAlerts } from '../replay/sample/sample-alert.ts';
import { writeJson } from '../text/json.ts';
import type { RulesFile } from '../workspace/rules-file.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import { ruleAt } from './preview.ts';

/** The rules that Falco loads, in their order, and the one at an offset of a rules file. */
export function rulesForSamples(
  { load }: Snapshot,
  file?: RulesFile,
  offset = 0,
): { rules: readonly string[]; current?: string } {
  const rules = [...load.compiled.rules.keys()];
  const current = file && ruleAt(file, offset);
  return current !== undefined && rules.includes(current) ? { rules, current } : { rules };
}

/**
 * An alert that a rule fires on, then near misses, each on a line as Falco's JSON; `note` says which check a
 * near miss breaks. Where there is no such alert, why.
 */
export function sampleAlertLines(
  snapshot: Snapshot,
  rule: string,
  moment: AlertMoment,
): { text: string } | { problem: string } {
  const made = sampleAlerts(snapshot, rule, moment);
  if (!made.ok) return { problem: made.reason };
  const misses = made.nearMisses.flatMap(({ alert, check }) =>
    alert === undefined ? [] : { note: `near miss: not \`${check}\``, ...alert },
  );
  return { text: [made.alert, ...misses].map((alert) => `${writeJson(alert)}\n`).join('') };
}
