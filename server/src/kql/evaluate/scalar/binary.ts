import type { BinaryNode } from '../../kusto/syntax.ts';
import type { Scalar, Scope } from '../scope.ts';
import { failAt } from '../scope.ts';
import { compileArithmetic } from './arithmetic.ts';
import { compileComparison } from './comparison.ts';
import { compileLogic } from './logic.ts';
import { compileStringOperator } from './string-operator.ts';

/** Compiles any operator with two operands by its token. */
export function compileBinary(node: BinaryNode, scope: Scope): Scalar {
  const operator = node.Operator.Text.toLowerCase().replace(/\s+/g, ' ');
  const left = scope.session.compile(node.Left, scope);
  const right = scope.session.compile(node.Right, scope);
  if (operator === 'and' || operator === 'or') return compileLogic(operator, left, right);
  if (/^(==|!=|<>|<=?|>=?)$/.test(operator)) return compileComparison(operator, left, right);
  if (/^[-+*/%]$/.test(operator)) return compileArithmetic(node, operator, left, right);
  const found = compileStringOperator(operator, left, right);
  if (found === undefined) throw failAt(node, `This engine does not know the operator '${operator}'`);
  return found;
}
