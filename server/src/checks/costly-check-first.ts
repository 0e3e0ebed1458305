import type { And, Condition } from '../falco/condition/tree.ts';
import { remembered } from '../workspace/remembered.ts';
import type { Check } from './check.ts';
import { compiledFinding } from './compiled-finding.ts';
import { DemandedEventTypes } from './demanded-event-types.ts';
import { compiledRulesIn } from './touched-by-file.ts';

/** Operators that look at every character of a value, or at several values. */
const costly: readonly string[] = ['regex', 'glob', 'iglob', 'icontains', 'pmatch'];

/**
 * Costly comparisons that stand before the check of the event type: Falco evaluates a chain of `and` from left
 * to right and stops at the first check that does not hold.
 */
export const costlyCheckFirst: Check = {
  of: 'file',
  *find(snapshot, file) {
    const demanded = new DemandedEventTypes(snapshot.load.compiled.macros);
    for (const rule of compiledRulesIn(snapshot, file)) {
      if (rule.source !== 'syscall' || rule.tree.kind !== 'and') continue;
      const costs = costlyIn(rule.tree);
      if (costs.length === 0) continue;
      const typed = rule.tree.operands.findIndex((each) => demanded.of(each) !== undefined);
      for (const { index, comparison } of costs) {
        if (index >= typed) break;
        yield compiledFinding(rule, comparison.span, 'costly-check-first', [comparison.operator.name]);
      }
    }
  },
};

/** The costly comparisons of a chain, and where they stand in it. */
const costlyIn = remembered(({ operands }: And) =>
  operands.flatMap((operand, index) => {
    const comparison = costlyComparison(operand);
    return comparison === undefined ? [] : [{ index, comparison }];
  }),
);

type Comparison = Extract<Condition, { kind: 'check' }>;

function costlyComparison(node: Condition): Comparison | undefined {
  if (node.kind === 'not') return costlyComparison(node.operand);
  return node.kind === 'check' && costly.includes(node.operator.name) ? node : undefined;
}
