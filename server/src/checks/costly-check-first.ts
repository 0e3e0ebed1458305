import type { Condition } from '../falco/condition/tree.ts';
import type { Check } from './check.ts';
import { compiledFinding } from './compiled-finding.ts';
import { DemandedEventTypes } from './demanded-event-types.ts';

/** Operators that look at every character of a value, or at several values. */
const costly: readonly string[] = ['regex', 'glob', 'iglob', 'icontains', 'pmatch'];

/**
 * Costly comparisons that stand before the check of the event type: Falco evaluates a chain of `and` from left
 * to right and stops at the first check that does not hold.
 */
export const costlyCheckFirst: Check = function* ({ snapshot }) {
  const { rules, macros } = snapshot.load.compiled;
  const demanded = new DemandedEventTypes(macros);
  for (const rule of rules.values()) {
    if (rule.source !== 'syscall' || rule.tree.kind !== 'and') continue;
    const { operands } = rule.tree;
    const typed = operands.findIndex((each) => demanded.of(each) !== undefined);
    for (const operand of operands.slice(0, Math.max(0, typed))) {
      const comparison = costlyComparison(operand);
      if (comparison === undefined) continue;
      yield compiledFinding(rule, comparison.span, 'costly-check-first', [comparison.operator.name]);
    }
  }
};

type Comparison = Extract<Condition, { kind: 'check' }>;

function costlyComparison(node: Condition): Comparison | undefined {
  if (node.kind === 'not') return costlyComparison(node.operand);
  return node.kind === 'check' && costly.includes(node.operator.name) ? node : undefined;
}
