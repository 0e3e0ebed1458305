import type { Transport } from '../../kql/alerts/landed-alert.ts';
import type { Alert } from '../../replay/alert.ts';
import { type ExplainedPart, explainAlert } from '../../replay/explain-alert.ts';
import type { ExplainedAnswer } from '../../wazuh/evaluate/session.ts';
import type { Snapshot } from '../../workspace/workspace.ts';
import type { SentinelQuery } from '../stages/sentinel-queries.ts';
import type { TestSentinel } from './test-sentinel.ts';

/** More lines than this say nothing more. */
const mostLines = 12;

/** The checks of a rule that decide about an alert, each with the value that it found. */
export function falcoReason(snapshot: Snapshot, alert: Alert, rule: string): readonly string[] {
  const explained = explainAlert(snapshot, alert, rule);
  return explained === undefined ? [] : decidingChecks(explained).slice(0, mostLines);
}

function decidingChecks(part: ExplainedPart): string[] {
  if (!part.decides) return [];
  if (part.check === undefined) {
    return part.parts.length === 0 && part.reason ? [part.reason] : part.parts.flatMap(decidingChecks);
  }
  const { left, operator, wanted, value } = part.check;
  const check = [left, operator, wanted.length > 1 ? `(${wanted.join(', ')})` : wanted[0]].join(' ').trim();
  const found = value === undefined ? (part.reason ?? 'there is no value') : `it is ${value}`;
  return [`\`${check}\` is ${part.verdict}: ${found}`];
}

/** The rule that an alert ends on in Wazuh, and the last ones that were tried in vain. */
export function wazuhReason({ answer, trace }: ExplainedAnswer): readonly string[] {
  const end =
    answer === null
      ? 'No rule matches.'
      : `It ends on rule ${answer.id}, level ${answer.level}: ${answer.description}`;
  const tried = trace.flatMap(({ id, failed }) => {
    if (failed === undefined) return [];
    const found = failed.actual === undefined ? 'is not there' : `is ${JSON.stringify(failed.actual)}`;
    return [
      `Rule ${id} does not match: ${failed.subject} ${found}, wanted ${failed.negated ? 'not ' : ''}${failed.wanted}`,
    ];
  });
  return [end, ...tried.slice(-(mostLines - 1))];
}

/** The operator of a query that drops an alert. */
export async function sentinelReason(
  sentinel: TestSentinel,
  alert: Alert,
  query: SentinelQuery,
  transport: Transport,
): Promise<readonly string[]> {
  const { steps, droppedBy, error } = await sentinel.explain(alert, query, transport);
  if (error !== undefined) return [error];
  const step = droppedBy === undefined ? undefined : steps[droppedBy];
  if (step === undefined) return [];
  if (droppedBy === 0) return ['The parser function gives no row for it.'];
  return [`Dropped by \`${query.text.slice(step.span.start, step.span.end).trim()}\``];
}
