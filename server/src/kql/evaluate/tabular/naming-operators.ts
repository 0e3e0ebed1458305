import type { AsNode, InvokeNode, PartitionNode } from '../../kusto/syntax.ts';
import { Environment, failAt } from '../scope.ts';
import type { Table } from '../table.ts';
import { madeTable, renamed, withRows } from '../table.ts';
import { callTable } from './call.ts';
import type { Operator } from './define.ts';
import { grouped } from './row-operators.ts';

/** `as name`: the rows so far get a name for the rest of the query. */
export const asName: Operator = (node, { environment, input }) => {
  const name = (node as AsNode).Name.SimpleName;
  const table = renamed(input, name);
  environment.define(name, { kind: 'table', get: () => madeTable(table) });
  return table;
};

/** `invoke f(…)`: the function with the rows so far as its first argument. */
export const invoke: Operator = (node, { session, environment, input }) =>
  callTable((node as InvokeNode).Function, session, environment, input);

/** `partition by column (subquery)`: the subquery over the rows of each value. */
export const partition: Operator = (node, context) => {
  const { ByExpression, Operand } = node as PartitionNode;
  const subquery = Operand?.Subquery;
  if (!subquery || context.session.kusto.kindName(Operand) !== 'PartitionSubquery') {
    throw failAt(node, 'This engine runs partition with a subquery in round brackets only');
  }
  const { groups } = grouped(ByExpression, context);
  const results = [...groups.values()].map(({ rows }): Table => {
    const environment = new Environment(context.environment);
    return context.session.evaluate(subquery, context.session, environment, withRows(context.input, rows));
  });
  return {
    columns: results[0]?.columns ?? context.input.columns,
    rows: results.flatMap((table) => table.rows),
  };
};
