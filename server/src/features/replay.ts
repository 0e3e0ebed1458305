import type { EventValue } from '../falco/evaluate/event.ts';
import { fileSpan, type PlacedItem } from '../falco/load/placed-item.ts';
import type { Alert } from '../replay/alert.ts';
import type { FilePlace } from '../replay/explain-alert.ts';
import { type AlertResult, type RuleResult, ruleResults } from '../replay/replay.ts';
import { replayRules } from '../replay/replay-rules.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import type { RuleCounts } from './rule-tally.ts';

/** A row of the table of alerts; see `ReplayRow` in protocol.ts. */
export function replayRow(alert: Alert, { verdict, missing, othersFire, othersUnknown }: AlertResult) {
  const { line, time, rule, priority, hostname: host } = alert;
  const container = containerOf(alert);
  return { line, time, rule, priority, host, container, verdict, missing, othersFire, othersUnknown };
}

/** An alert with the verdicts of all rules for its source and the places of these rules. */
export function replayDetails(snapshot: Snapshot, alert: Alert) {
  const rules = replayRules(snapshot);
  return {
    output: alert.output,
    fields: Object.entries(alert.fields).map(([name, value]) => [name, fieldText(value)] as const),
    rules: ruleResults(alert, rules).map((result): RuleResult & { place?: FilePlace } => {
      const definition = rules.rules.get(result.name)?.rule.definition;
      return definition === undefined ? result : { ...result, place: namePlace(definition) };
    }),
  };
}

/** What the alerts of a replay say of each rule that is defined, with the place of its name. */
export function replayMarks({ load }: Snapshot, counts: ReadonlyMap<string, RuleCounts>) {
  return [...counts].flatMap(([rule, each]) => {
    const definition = load.collector.rules.get(rule)?.definition;
    return definition === undefined ? [] : [{ rule, ...each, place: namePlace(definition) }];
  });
}

function namePlace(definition: PlacedItem): FilePlace {
  return { uri: definition.file, span: fileSpan({ placed: definition, span: definition.item.nameSpan }) };
}

/** Pod, container or image: whatever says best where it happened. */
export function containerOf({ fields }: Alert): string | undefined {
  for (const name of ['k8s.pod.name', 'container.name', 'container.id']) {
    const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (typeof value === 'string' && value !== '') return value;
  }
  return undefined;
}

/** A value as the alert has it; null where the engine had none. */
export function fieldText(value: EventValue): string | null {
  if (value === null) return null;
  if (Array.isArray(value)) return `(${value.map((each) => fieldText(each) ?? '').join(', ')})`;
  return String(value);
}
