import type { CallNode, Expression, FunctionBodyNode } from '../../kusto/syntax.ts';
import { elements } from '../../kusto/syntax.ts';
import { convertScalar } from '../scalar/types.ts';
import type { DeclaredParameter } from '../scalar/user-call.ts';
import { declaredParameters, homeOf, matchArguments } from '../scalar/user-call.ts';
import type { Binding, Session } from '../scope.ts';
import { constantValue, Environment, failAt, rowScope } from '../scope.ts';
import type { Table } from '../table.ts';
import { scalarTypeNamed } from '../value/value.ts';
import { runStatements } from './statements.ts';

/** Runs a function of the query that gives a table; `first` is its first argument where it is invoked. */
export function callTable(node: CallNode, session: Session, environment: Environment, first?: Table): Table {
  const body = node.GetCalledFunctionBody() as FunctionBodyNode | null;
  const name = node.Name?.SimpleName ?? (node as unknown as { SimpleName: string }).SimpleName;
  if (!body?.Expression) throw failAt(node, `This engine cannot run the function '${name}'`);
  const inner = new Environment(homeOf(name, environment, node));
  const parameters = declaredParameters(node);
  const [own, rest] = first ? [parameters[0], parameters.slice(1)] : [undefined, parameters];
  if (first && own) inner.define(own.name, { kind: 'table', get: () => first });
  const nodes = node.ArgumentList ? elements(node.ArgumentList.Expressions) : [];
  const matched = matchArguments(nodes, rest, { session });
  rest.forEach((parameter, i) => {
    const argument = matched[i];
    if (argument) inner.define(parameter.name, argumentBinding(argument, parameter, session, environment));
  });
  runStatements(elements(body.Statements), session, inner);
  return session.evaluate(body.Expression, session, inner);
}

function argumentBinding(
  argument: Expression,
  parameter: DeclaredParameter,
  session: Session,
  environment: Environment,
): Binding {
  if (argument.ResultType && session.kusto.symbolKind(argument.ResultType) === 'Table') {
    return { kind: 'table', get: () => session.evaluate(argument, session, environment) };
  }
  const scalar = session.compile(argument, rowScope(session, environment, []));
  const type = scalarTypeNamed(parameter.type);
  const converted = type ? convertScalar(scalar, type) : scalar;
  const value = constantValue(converted);
  return { kind: 'scalar', type: converted.type, constant: !environment.varying, get: () => value };
}
