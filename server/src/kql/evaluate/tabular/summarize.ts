import type { CallNode, Expression, SummarizeNode } from '../../kusto/syntax.ts';
import { elements } from '../../kusto/syntax.ts';
import type { AggregateCall } from '../aggregates/define.ts';
import { aggregates } from '../aggregates/table.ts';
import { rowOf } from '../lazy-rows.ts';
import { tupleOf, typeOfNode } from '../scalar/types.ts';
import type { AggregateSink, Scalar, Scope } from '../scope.ts';
import { failAt } from '../scope.ts';
import { keyOf, keyOfAll } from '../value/compare.ts';
import type { Row, ScalarType, Value } from '../value/value.ts';
import type { Operator } from './define.ts';
import { eachRow, inputScope } from './define.ts';
import { narrowed } from './narrowed.ts';
import { compileOutputs, settleOutputs } from './output.ts';

/** `summarize`: one row a group, groups in the order of first appearance; without `by` always one row. */
export const summarize: Operator = (node, outer) => {
  const context = narrowed(node, outer);
  const scope = inputScope(context);
  const { Aggregates, ByClause } = node as SummarizeNode;
  const keys = ByClause ? compileOutputs(elements(ByClause.Expressions), scope) : [];
  const sink = new GroupSlots(scope);
  const outputs = compileOutputs(elements(Aggregates), { ...scope, aggregates: sink });
  const makers = sink.makers;
  const { columns, runs } = settleOutputs(node, [...keys.map(keyAfterwards), ...outputs]);
  const groups = new Map<unknown, Group>();
  const keyRuns = keys.map((key) => key.run);
  const keyTypes = keys.map((key) => key.type);
  const newGroup = (values: Row): Group => ({ values, slots: makers.map((make) => make()) });
  if (keys.length === 0) groups.set(groupKey([], []), newGroup([]));
  eachRow(context.input.rows, scope.frame, context.session, (row) => {
    const values = rowOf(keyRuns, row);
    const key = groupKey(values, keyTypes);
    let group = groups.get(key);
    if (group === undefined) {
      group = newGroup(values);
      groups.set(key, group);
    }
    for (const slot of group.slots) slot.add(row);
  });
  const rows = [...groups.values()].map((group) => finish(group, sink, runs));
  return { columns, rows };
};

interface Group {
  readonly values: Row;
  readonly slots: readonly ReturnType<ReturnType<(typeof aggregates)[string]>>[];
}

function groupKey(values: Row, types: readonly ScalarType[]): unknown {
  return values.length === 1 ? keyOf(values[0]!, types[0]!) : keyOfAll(values, types);
}

/** After grouping a key is read from the group's values, at its place. */
function keyAfterwards<Output extends { readonly type: ScalarType }>(key: Output, place: number): Output {
  return { ...key, run: (row: Row) => row[place]! };
}

function finish(group: Group, sink: GroupSlots, runs: readonly ((row: Row) => Value)[]): Row {
  sink.results = group.slots.map((slot) => slot.result());
  return rowOf(runs, group.values);
}

/** The aggregates found in a list; expressions around them read the results of the current group. */
export class GroupSlots implements AggregateSink {
  readonly makers: ReturnType<(typeof aggregates)[string]>[] = [];
  results: readonly Value[] = [];
  private readonly scope: Scope;

  constructor(scope: Scope) {
    this.scope = scope;
  }

  add(node: Expression): Scalar {
    const call = aggregateCall(node as CallNode, this.scope);
    const compile = aggregates[call.name];
    if (compile === undefined) throw failAt(node, `This engine does not know the aggregate '${call.name}'`);
    const slot = this.makers.push(compile(call)) - 1;
    const { columns, type } = call;
    if (columns === undefined)
      return { type, constant: false, run: () => textual(this.results[slot]!, type) };
    const run = () => this.results[slot] as readonly Value[];
    return {
      type: columns[0]?.type ?? 'dynamic',
      constant: false,
      run: () => run()[0] ?? null,
      tuple: { columns, run: () => columns.map((column, i) => textual(run()[i] ?? null, column.type)) },
    };
  }
}

function aggregateCall(node: CallNode, scope: Scope): AggregateCall {
  const nodes = elements(node.ArgumentList.Expressions);
  const star: Scalar = { type: 'dynamic', constant: true, run: () => null };
  const isStar = (argument: Expression) => scope.session.kusto.kindName(argument) === 'StarExpression';
  const args = nodes.map((argument) => (isStar(argument) ? star : scope.session.compile(argument, scope)));
  const columns = tupleOf(node);
  const type = columns ? 'dynamic' : typeOfNode(node);
  return { name: node.Name.SimpleName, node, nodes, args, type, columns, scope };
}

/** Text is never null. */
function textual(value: Value, type: ScalarType): Value {
  return value === null && type === 'string' ? '' : value;
}
