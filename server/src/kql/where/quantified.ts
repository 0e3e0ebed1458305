import type { LiteralTest } from './check.ts';
import type { KqlExpression } from './tree.ts';
import { and, call, compare, constant, or } from './tree.ts';

/**
 * A test of one value made for all literals, as the quantifier wants it: any, all or exactly one of them.
 * Without one there is one literal.
 */
export function quantified(
  { quantifier, wanted }: LiteralTest,
  one: (literal: string) => KqlExpression,
): KqlExpression {
  if (quantifier === 'oneof') {
    const counted = wanted.map((literal) => call('toint', one(literal)));
    return compare({ kind: 'sum', operands: counted }, '==', constant(1));
  }
  if (quantifier === 'allof') return and(wanted.map(one));
  return quantifier === 'anyof' ? or(wanted.map(one)) : or(wanted.slice(0, 1).map(one));
}
