import type { CallNode, Expression, NameNode, PathNode, PipeNode, WrapperNode } from '../../kusto/syntax.ts';
import type { Environment, Session } from '../scope.ts';
import { failAt, rowScope } from '../scope.ts';
import type { Table } from '../table.ts';
import { renamed } from '../table.ts';
import { callTable } from './call.ts';
import type { OperatorContext } from './define.ts';
import { operators } from './table.ts';

const emptyInput: Table = { columns: [], rows: [] };

/** Takes each operator of a pipe and the table behind it, the source first. */
export type WatchPipe = (operator: Expression, table: Table) => void;

/**
 * Runs a tabular expression. Throws KqlFailure naming what is not supported.
 * @param watch told of this pipe alone, not of those within its operators and functions
 */
export function evaluateTable(
  node: Expression,
  session: Session,
  environment: Environment,
  input: Table = emptyInput,
  watch?: WatchPipe,
): Table {
  const pipe: Expression[] = [];
  let source = node;
  while (session.kusto.kindName(source) === 'PipeExpression') {
    pipe.push((source as PipeNode).Operator);
    source = (source as PipeNode).Expression;
  }
  let table = evaluateSource(source, { session, environment, input });
  watch?.(source, table);
  for (const operator of pipe.reverse()) {
    table = applyOperator(operator, { session, environment, input: table });
    watch?.(operator, table);
  }
  return table;
}

function evaluateSource(node: Expression, context: OperatorContext): Table {
  const { session, environment, input } = context;
  switch (session.kusto.kindName(node)) {
    case 'NameReference':
      return tableNamed(node as NameNode, session, environment);
    case 'ParenthesizedExpression':
    case 'MaterializeExpression':
    case 'ToTableExpression':
    case 'DataScopeExpression':
      return evaluateTable((node as WrapperNode).Expression, session, environment, input);
    case 'FunctionCallExpression':
      return tableOfCall(node as CallNode, session, environment);
    case 'PathExpression':
      return evaluateSource((node as PathNode).Selector, context);
    default:
      return applyOperator(node, context);
  }
}

function applyOperator(node: Expression, context: OperatorContext): Table {
  const kind = context.session.kusto.kindName(node);
  const operator = Object.hasOwn(operators, kind) ? operators[kind] : undefined;
  if (operator === undefined)
    throw failAt(node, `This engine does not know the operator '${operatorName(node, kind)}'`);
  return operator(node, context);
}

/** The operator's own word in the query, such as `make-series`. */
function operatorName(node: Expression, kind: string): string {
  const word = /^\s*([a-z][a-z_-]*)/.exec(node.toString())?.[1];
  return kind.endsWith('Operator') && word ? word : kind.replace(/(Operator|Expression)$/, '');
}

function tableNamed(node: NameNode, session: Session, environment: Environment): Table {
  const name = node.SimpleName;
  const binding = environment.find(name);
  if (binding?.kind === 'table') return renamed(binding.get(), name);
  if (binding?.kind === 'function') return callTable(node as unknown as CallNode, session, environment);
  const table = session.tables.get(name);
  if (table) return renamed(table, name);
  if (node.GetCalledFunctionBody()) return callTable(node as unknown as CallNode, session, environment);
  throw failAt(node, `There are no rows for the table '${name}'`);
}

/** Functions of the query, and `table("name")`. */
function tableOfCall(node: CallNode, session: Session, environment: Environment): Table {
  if (node.Name.SimpleName === 'table') {
    const scope = rowScope(session, environment, []);
    const name = session.compile(node.ArgumentList.Expressions.getItem(0).Element, scope);
    const table = session.tables.get(String(name.run([])));
    if (table) return table;
  }
  return callTable(node, session, environment);
}
