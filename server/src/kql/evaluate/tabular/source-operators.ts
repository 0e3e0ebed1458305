import type { DataTableNode, Expression, RangeNode } from '../../kusto/syntax.ts';
import { elements } from '../../kusto/syntax.ts';
import { LazyRows, wholePart } from '../lazy-rows.ts';
import { convertScalar, typedColumns } from '../scalar/types.ts';
import { constantValue, failAt, rowScope } from '../scope.ts';
import type { Table } from '../table.ts';
import { lazyTable } from '../table.ts';
import { converter } from '../value/convert.ts';
import type { Row, Value } from '../value/value.ts';
import { project } from './column-operators.ts';
import type { Operator, OperatorContext } from './define.ts';

/** `datatable`: its literals, row by row. */
export const dataTable: Operator = (node, context) => {
  const columns = typedColumns(node.ResultType) ?? [];
  const scope = rowScope(context.session, context.environment, []);
  const nodes = elements((node as DataTableNode).Values);
  if (columns.length === 0 || nodes.length % columns.length !== 0) {
    throw failAt(node, 'The number of values is no multiple of the number of columns');
  }
  const values = nodes.map((item, i) => {
    const scalar = context.session.compile(item, scope);
    return converter(scalar.type, columns[i % columns.length]!.type)(constantValue(scalar));
  });
  const rows: Row[] = [];
  for (let i = 0; i < values.length; i += columns.length) rows.push(values.slice(i, i + columns.length));
  context.session.budget.spend(rows.length);
  return { columns, rows };
};

/** `range name from … to … step …`: the last value is not beyond the end. */
export const range: Operator = (node, context) => {
  const columns = typedColumns(node.ResultType) ?? [];
  const type = columns[0]?.type ?? 'long';
  const { From, To, Step } = node as RangeNode;
  const stepType = type === 'datetime' || type === 'timespan' ? 'timespan' : type;
  const [from, to, step] = [
    read(From, type, context),
    read(To, type, context),
    read(Step, stepType, context),
  ];
  if (from === null || to === null || step === null) return { columns, rows: [] };
  if (Number(step) === 0) throw failAt(Step, 'The step of a range must not be 0');
  const part = { ...wholePart([], 1), source: { [Symbol.iterator]: () => rangeRows(from, to, step) } };
  return lazyTable(columns, new LazyRows([part], 0, context.session.budget));
};

function read(node: Expression, type: Table['columns'][number]['type'], context: OperatorContext): Value {
  const scope = rowScope(context.session, context.environment, []);
  return constantValue(convertScalar(context.session.compile(node, scope), type));
}

function* rangeRows(from: Value, to: Value, step: Value): Generator<Row> {
  const upwards = Number(step) > 0;
  const end = to as number | bigint;
  for (let i = 0; ; i++) {
    const value = stepTo(from, step, i);
    if (upwards ? value > end : value < end) return;
    yield [value];
  }
}

function stepTo(from: Value, step: Value, count: number): number | bigint {
  if (typeof from === 'bigint') return from + BigInt(step as bigint) * BigInt(count);
  return (from as number) + Number(step) * count;
}

/** `print`: one row. */
export const print: Operator = (node, context) => {
  const input: Table = { columns: [], rows: [[]] };
  return project(node, { ...context, input });
};
