import type { PlainValue, QueryAnswer } from '../../server/src/kql/engine.ts';
import { cellMatches } from './answer-match.ts';

type Answer = Extract<QueryAnswer, { ok: true }>;

/** What one of the other engine's tests asserts about the text it printed. */
export type Assertion = readonly [kind: string, text: string];

/** True where the text that the other engine's test prints from an answer (last row, or all) is as asserted. */
export function assertionHolds(answer: Answer, shape: string, [kind, wanted]: Assertion): boolean {
  const lines = answer.rows.map((row) =>
    row.map((value, i) => printed(value, answer.columns[i]!.type)).join(','),
  );
  const wholes = shape.startsWith('ResultAs')
    ? ['\n', ',', '|'].map((mark) => lines.join(mark))
    : [lines.at(-1) ?? ''];
  const squash = (text: string) => (shape.startsWith('Squashed') ? text.replace(/\s+/g, '') : text.trim());
  return (
    wholes.some((whole) => textAsserted(kind, squash(whole), squash(wanted))) ||
    (kind === 'Be' && singleValueIs(answer, squash(wanted)))
  );
}

function textAsserted(kind: string, text: string, target: string): boolean {
  if (kind === 'Contain') return text.toLowerCase().includes(target.toLowerCase());
  if (kind === 'NotContain') return !text.includes(target);
  if (kind === 'StartWith') return text.startsWith(target);
  return text === target;
}

function singleValueIs(answer: Answer, target: string): boolean {
  const last = answer.rows.at(-1);
  return last?.length === 1 && cellMatches(last[0]!, target);
}

/** A value in that engine's notation. */
function printed(value: PlainValue, type: string): string {
  if (value === null) return '<null>';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (type === 'datetime')
    return String(value)
      .replace('T', ' ')
      .replace(/\.?0*Z$/, 'Z');
  if (type === 'dynamic' && typeof value === 'string') return value;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
