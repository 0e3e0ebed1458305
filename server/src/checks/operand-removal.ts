import type { Condition } from '../falco/condition/tree.ts';
import { type ConditionText, spanInFile } from '../workspace/locate.ts';
import type { Fix } from './check.ts';

/**
 * A fix that takes one operand out of a chain, with the word that joins it to its neighbour; none where
 * anything but that word stands between the two, such as brackets.
 */
export function operandRemoval(
  condition: ConditionText,
  operands: readonly Condition[],
  index: number,
): Fix[] {
  const operand = operands[index]!.span;
  const before = operands[index - 1]?.span;
  const after = operands[index + 1]?.span;
  const text = condition.decoded.text;
  const joined = (from: number, to: number) => /^\s+(?:and|or)\s+$/.test(text.slice(from, to));
  if (before !== undefined && joined(before.end, operand.start)) {
    return removal(spanInFile(condition, before).end, spanInFile(condition, operand).end);
  }
  if (after !== undefined && joined(operand.end, after.start)) {
    return removal(spanInFile(condition, operand).start, spanInFile(condition, after).start);
  }
  return [];
}

function removal(start: number, end: number): Fix[] {
  return [{ title: 'Remove this check', edits: [{ span: { start, end }, newText: '' }] }];
}
