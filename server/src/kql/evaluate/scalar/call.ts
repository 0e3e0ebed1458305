import type { CallNode } from '../../kusto/syntax.ts';
import { elements } from '../../kusto/syntax.ts';
import { aggregateNames } from '../aggregates/table.ts';
import type { FunctionCall, FunctionCompiler } from '../functions/define.ts';
import { scalarFunctions } from '../functions/table.ts';
import type { Scalar, Scope } from '../scope.ts';
import { failAt } from '../scope.ts';
import type { TypedColumn } from '../table.ts';
import type { Row, Value } from '../value/value.ts';
import { tupleOf, typeOfNode } from './types.ts';
import { compileUserCall } from './user-call.ts';

/** Functions whose value depends on the rows before and behind, or on how often they were called. */
const functionsInOrder = new Set([
  'rand',
  'new_guid',
  'row_number',
  'row_cumsum',
  'row_rank_dense',
  'row_rank_min',
  'row_window_session',
  'prev',
  'next',
]);

/** Functions that read columns though their arguments name none. */
const functionsOfTheRow = new Set(['pack_all', 'column_ifexists', 'columnifexists', 'iscolumnexists']);

/** True for a function that reads columns though its arguments name none. */
export function readsTheRow(name: string): boolean {
  return functionsOfTheRow.has(name);
}

/** Compiles a call: of a function of the query, of an aggregate inside summarize, or of a built-in. */
export function compileCall(node: CallNode, scope: Scope): Scalar {
  const name = node.Name.SimpleName;
  if (node.GetCalledFunctionBody()) return compileUserCall(node, scope);
  if (scope.aggregates && aggregateNames.has(name)) return scope.aggregates.add(node);
  const compile = Object.hasOwn(scalarFunctions, name) ? scalarFunctions[name] : undefined;
  if (compile === undefined) throw failAt(node, `This engine does not know the function '${name}'`);
  const nodes = elements(node.ArgumentList.Expressions);
  const args = nodes.map((argument) => scope.session.compile(argument, scope));
  const call: FunctionCall = {
    name,
    node,
    nodes,
    args,
    type: tupleOf(node) ? 'dynamic' : typeOfNode(node),
    scope,
  };
  const inOrder = functionsInOrder.has(name);
  if (inOrder) scope.frame.inOrder = true;
  const constant = !inOrder && !readsTheRow(name) && args.every((argument) => argument.constant);
  return finish(call, compile, constant, tupleOf(node));
}

/** Text is never null; of a tuple the first value stands for the whole where one value is wanted. */
function finish(
  call: FunctionCall,
  compile: FunctionCompiler,
  constant: boolean,
  columns: readonly TypedColumn[] | undefined,
): Scalar {
  const run = compile(call);
  if (!columns)
    return { type: call.type, constant, run: call.type === 'string' ? (row) => run(row) ?? '' : run };
  const runTuple = run as (row: Row) => readonly Value[];
  return {
    type: columns[0]?.type ?? 'dynamic',
    constant,
    run: (row) => runTuple(row)[0] ?? null,
    tuple: { columns, run: runTuple },
  };
}
