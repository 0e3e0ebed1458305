import { conditionOf } from '../workspace/locate.ts';
import { ruleOutputs } from '../workspace/rule-outputs.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import { allChecks } from './all-checks.ts';
import type { CheckContext, FileFinding } from './check.ts';

/** What our own checks find in all rules files of a snapshot, check by check. */
export function runChecks(snapshot: Snapshot): FileFinding[] {
  const context = checkContext(snapshot);
  return allChecks.flatMap((check) => [...check(context)]);
}

/** What checks look at in a snapshot. */
export function checkContext(snapshot: Snapshot): CheckContext {
  const items = snapshot.loadOrder.flatMap(({ read }) => read.items);
  const conditions = items.flatMap((placed) => {
    const condition = conditionOf(placed);
    return condition?.parsed.problems.length === 0 ? condition : [];
  });
  return { snapshot, items, conditions, outputs: ruleOutputs(snapshot) };
}
