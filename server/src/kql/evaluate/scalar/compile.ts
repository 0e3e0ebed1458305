import type {
  BetweenNode,
  BinaryNode,
  CallNode,
  Expression,
  ListOperatorNode,
  NameNode,
  PathNode,
  UnaryNode,
  WrapperNode,
} from '../../kusto/syntax.ts';
import type { Scalar, Scope } from '../scope.ts';
import { failAt } from '../scope.ts';
import { compileNegation } from './arithmetic.ts';
import { compileBetween } from './between.ts';
import { compileBinary } from './binary.ts';
import { compileCall } from './call.ts';
import { compileListOperator } from './in-list.ts';
import { compileLiteral } from './literal.ts';
import { compileName } from './name.ts';
import { compileElement, compilePath } from './path.ts';
import { compileToScalar } from './to-scalar.ts';

/** Expressions may nest this deep; Kusto's own parser gives up not far from there. */
const maxDepth = 1000;

/**
 * Compiles a scalar expression of the analysed tree into a closure over rows.
 * Throws KqlFailure naming what is not supported.
 */
export function compileScalar(node: Expression, outer: Scope): Scalar {
  if (outer.depth > maxDepth) throw failAt(node, 'This expression is nested too deeply');
  const scope = { ...outer, depth: outer.depth + 1, frame: outer.frame };
  const kind = scope.session.kusto.kindName(node);
  const compiler = compilers[kind];
  if (compiler) return compiler(node, scope);
  if ('Operator' in node && 'Left' in node) return compileBinary(node as BinaryNode, scope);
  return compileLiteral(node, scope);
}

type Compiler = (node: Expression, scope: Scope) => Scalar;

const unwrap: Compiler = (node, scope) => scope.session.compile((node as WrapperNode).Expression, scope);

const compileList: Compiler = (node, scope) => compileListOperator(node as ListOperatorNode, scope);

const compilers: Readonly<Record<string, Compiler>> = {
  ParenthesizedExpression: unwrap,
  SimpleNamedExpression: unwrap,
  CompoundNamedExpression: unwrap,
  OrderedExpression: unwrap,
  BracketedExpression: unwrap,
  NameReference: (node, scope) => compileName(node as NameNode, scope),
  FunctionCallExpression: (node, scope) => compileCall(node as CallNode, scope),
  PathExpression: (node, scope) => compilePath(node as PathNode, scope),
  // The type a function is asked for; Kusto's analysis has put it into the type of the call.
  TypeOfLiteralExpression: () => ({ type: 'dynamic', constant: true, run: () => null }),
  ElementExpression: (node, scope) => compileElement(node as PathNode, scope),
  ToScalarExpression: (node, scope) => compileToScalar(node as WrapperNode, scope),
  UnaryMinusExpression: (node, scope) => compileNegation(node as UnaryNode, scope),
  UnaryPlusExpression: unwrap,
  BetweenExpression: (node, scope) => compileBetween(node as BetweenNode, scope),
  NotBetweenExpression: (node, scope) => compileBetween(node as BetweenNode, scope),
  InExpression: compileList,
  NotInExpression: compileList,
  InCsExpression: compileList,
  NotInCsExpression: compileList,
  HasAnyExpression: compileList,
  HasAllExpression: compileList,
};
