import { printCondition } from '../falco/condition/print.ts';
import type { Condition } from '../falco/condition/tree.ts';
import type { ConditionText } from '../workspace/locate.ts';
import type { Check, FileFinding } from './check.ts';
import { conditionFinding } from './condition-finding.ts';
import { operandRemoval } from './operand-removal.ts';

/** Operands that stand twice in one chain of `and` or of `or`. */
export const repeatedCheck: Check = {
  of: 'condition',
  find: (condition) => repeatedIn(condition, condition.parsed.tree),
};

function* repeatedIn(condition: ConditionText, node: Condition): Iterable<FileFinding> {
  if (node.kind === 'not') yield* repeatedIn(condition, node.operand);
  if (node.kind !== 'and' && node.kind !== 'or') return;
  const seen = new Set<string>();
  for (const [i, operand] of node.operands.entries()) {
    const text = printCondition(operand);
    if (seen.has(text)) {
      const fixes = operandRemoval(condition, node.operands, i);
      yield conditionFinding(condition, operand.span, 'repeated-check', [shortened(text)], fixes);
    }
    seen.add(text);
    yield* repeatedIn(condition, operand);
  }
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
