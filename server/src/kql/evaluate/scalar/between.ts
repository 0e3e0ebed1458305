import type { BetweenNode } from '../../kusto/syntax.ts';
import type { Scalar, Scope } from '../scope.ts';
import { compileArithmetic } from './arithmetic.ts';
import { compileComparison } from './comparison.ts';
import { compileLogic } from './logic.ts';

/** Compiles `x between (a .. b)`, both ends included; after a datetime, `b` may be a timespan from `a`. */
export function compileBetween(node: BetweenNode, scope: Scope): Scalar {
  const value = scope.session.compile(node.Left, scope);
  const first = scope.session.compile(node.Right.First, scope);
  const second = upperEnd(node, first, scope.session.compile(node.Right.Second, scope));
  const inside = compileLogic(
    'and',
    compileComparison('>=', value, first),
    compileComparison('<=', value, second),
  );
  if (!node.Operator.Text.startsWith('!')) return inside;
  const negated = (result: ReturnType<Scalar['run']>) => (result === null ? null : !result);
  return { ...inside, run: (row) => negated(inside.run(row)) };
}

function upperEnd(node: BetweenNode, first: Scalar, second: Scalar): Scalar {
  if (first.type !== 'datetime' || second.type !== 'timespan') return second;
  return compileArithmetic(node, '+', first, second);
}
