import type { Alert } from '../../replay/alert.ts';
import type { Answer } from '../../wazuh/evaluate/answer.ts';
import type { Expectation } from '../../workspace/tests/falco-test.ts';
import type { WazuhStage } from '../stages/wazuh-stage.ts';
import type { Failure } from './failure.ts';
import { wazuhReason } from './reasons.ts';

type OfWazuh = Extract<Expectation, { of: 'wazuh' }>;

/** Holds what a test expects of Wazuh against an alert; undefined where it is met. */
export function wazuhFailure(expectation: OfWazuh, alert: Alert, stage: WazuhStage): Failure | undefined {
  const explained = stage.explain(alert);
  const answer = explained?.answer ?? null;
  if (isMet(expectation, answer)) return undefined;
  const { what, value } = expectation;
  const actual = answer === null ? 'no rule' : found(what, answer);
  const message = `In Wazuh it should ${should[what](String(value))}, but ${does(what, actual, answer)}.`;
  const reasons = explained === undefined ? ['The agent drops the line.'] : wazuhReason(explained);
  return { expectation, message, expected: String(value), actual, reasons };
}

/** Where no rule matches there is no alert; nothing else can be said of that. */
function isMet({ what, value }: OfWazuh, answer: Answer | null): boolean {
  if (answer === null) return what === 'alert' && value === false;
  return what === 'description' ? answer.description.includes(value) : found(what, answer) === String(value);
}

function found(what: OfWazuh['what'], answer: Answer): string {
  return what === 'id' ? String(Number(answer.id)) : String(answer[what]);
}

const should: Readonly<Record<OfWazuh['what'], (value: string) => string>> = {
  id: (id) => `end on rule ${id}`,
  level: (level) => `have level ${level}`,
  alert: (alerts) => (alerts === 'true' ? 'make an alert' : 'make no alert'),
  description: (text) => `be described as "${text}"`,
};

function does(what: OfWazuh['what'], actual: string, answer: Answer | null): string {
  if (answer === null) return 'no rule matches';
  if (what === 'alert') return answer.alert ? 'it makes one' : 'it makes none';
  return what === 'description' ? `it is "${actual}"` : `it is ${actual}`;
}
