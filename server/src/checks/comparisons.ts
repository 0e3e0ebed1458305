import { visitChecks } from '../falco/condition/check.ts';
import type { Check, Condition, Literal, RightHand } from '../falco/condition/tree.ts';

/** The comparisons of a condition from left to right; macros are not looked into. */
export function comparisonsIn(condition: Condition): Check[] {
  const comparisons: Check[] = [];
  visitChecks(condition, (each) => comparisons.push(each));
  return comparisons;
}

/** The constants that a field is compared with; none where another field stands there. */
export function literalsOf(right: RightHand | undefined): readonly Literal[] {
  if (right?.kind === 'list') return right.items;
  return right?.kind === 'literal' ? [right] : [];
}
