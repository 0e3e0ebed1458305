import type { Expression, ListNode, NamedExpressionNode, NameNode } from '../../kusto/syntax.ts';
import { elements } from '../../kusto/syntax.ts';
import { failAt } from '../scope.ts';
import type { Table, TypedColumn } from '../table.ts';
import type { Row, Value } from '../value/value.ts';
import type { Operator, OperatorContext } from './define.ts';
import { inputScope, mapRows } from './define.ts';
import type { OutputColumn } from './output.ts';
import { compileOutputs, expectedColumns, rowOf, settled, settleOutputs, typed } from './output.ts';

/** `project` and `print`: exactly the columns of the list. */
export const project: Operator = (node, context) => {
  const scope = inputScope(context);
  const outputs = compileOutputs(elements((node as ListNode).Expressions), scope);
  const { columns, runs } = settleOutputs(node, outputs);
  const rows = mapRows(context.input.rows, scope.frame, context.session, (row) => rowOf(runs, row));
  return { columns, rows };
};

/** `extend` (and `serialize` with a list): the input's columns with some added or replaced. */
export const extend: Operator = (node, context) => {
  const scope = inputScope(context);
  const outputs = compileOutputs(elements((node as ListNode).Expressions), scope);
  return applyOutputs(node, context, outputs, scope.frame);
};

/** Puts new columns beside or in place of the input's, in the order that Kusto's analysis gives. */
export function applyOutputs(
  node: Expression,
  context: OperatorContext,
  outputs: readonly OutputColumn[],
  frame = inputScope(context).frame,
): Table {
  const { input } = context;
  const named = new Map(
    outputs.flatMap((output) => (output.name === undefined ? [] : [[output.name, output] as const])),
  );
  const unnamed = outputs.filter((output) => output.name === undefined);
  const positions = new Map(input.columns.map((column, i) => [column.name, i]));
  const expected = input.open ? undefined : expectedColumns(node);
  const wanted = expected ?? plainExtension(input.columns, outputs);
  const { columns, runs } = settled(
    wanted.map(({ name, type }) => {
      const output = named.get(name) ?? inputColumn(name, positions, input.columns) ?? unnamed.shift();
      if (output === undefined) throw failAt(node, `The column '${name}' cannot be computed`);
      return { name, output: typed(output, type) };
    }),
  );
  const kept = wanted.findIndex(({ name, type }, i) => {
    const column = input.columns[i];
    return column?.name !== name || named.has(name) || (type !== undefined && type !== column.type);
  });
  const computed = kept < 0 ? [] : runs.slice(kept);
  const rows = mapRows(input.rows, frame, context.session, (row) => {
    const values = kept < 0 ? row.slice(0, runs.length) : row.slice(0, kept);
    for (const run of computed) values.push(run(row));
    return values;
  });
  return { columns, rows, ...(input.open && { open: true }) };
}

/** Adds columns whose values one function gives for a whole row; `undefined` leaves the row out. */
export function extendRows(
  node: Expression,
  context: OperatorContext,
  columns: readonly TypedColumn[],
  valuesOf: (row: Row) => readonly Value[] | undefined,
): Table {
  const width = context.input.columns.length;
  const rows: Row[] = [];
  for (const row of context.input.rows) {
    context.session.budget.spend(1);
    const values = valuesOf(row);
    if (values) rows.push([...row, ...values]);
  }
  if (addsAtTheEnd(expectedColumns(node), context.input.columns, columns)) {
    return { columns: [...context.input.columns, ...columns], rows };
  }
  const outputs = columns.map(({ name, type }, i) => ({ name, type, run: (row: Row) => row[width + i]! }));
  return applyOutputs(node, { ...context, input: { ...context.input, rows } }, outputs);
}

/** True where the analysis gives the input's columns and the new ones behind them: rows are right as they are. */
function addsAtTheEnd(
  expected: ReturnType<typeof expectedColumns>,
  input: readonly TypedColumn[],
  added: readonly TypedColumn[],
): boolean {
  const all = [...input, ...added];
  if (expected?.length !== all.length) return false;
  return all.every(({ name, type }, i) => expected[i]!.name === name && expected[i]!.type === type);
}

function plainExtension(
  columns: readonly TypedColumn[],
  outputs: readonly OutputColumn[],
): readonly TypedColumn[] {
  const kept = columns.filter(({ name }) => !outputs.some((output) => output.name === name));
  return [...kept, ...outputs.map(({ name, type }, i) => ({ name: name ?? `Column${i + 1}`, type }))];
}

function inputColumn(
  name: string,
  positions: ReadonlyMap<string, number>,
  columns: readonly TypedColumn[],
): OutputColumn | undefined {
  const index = positions.get(name);
  if (index === undefined) return undefined;
  return { name, type: columns[index]!.type, run: (row) => row[index]! };
}

/** `project-away`: the columns that no pattern of the list names. */
export const projectAway: Operator = (node, context) => {
  const patterns = elements((node as ListNode).Expressions).map(namePattern);
  return pick(context.input, (name) => !patterns.some((pattern) => pattern.test(name)));
};

/** `project-keep`: the columns that a pattern of the list names, in their order. */
export const projectKeep: Operator = (node, context) => {
  const patterns = elements((node as ListNode).Expressions).map(namePattern);
  return pick(context.input, (name) => patterns.some((pattern) => pattern.test(name)));
};

function pick(input: Table, keep: (name: string) => boolean): Table {
  const indexes = input.columns.flatMap(({ name }, i) => (keep(name) ? [i] : []));
  return reorder(input, indexes);
}

function reorder(input: Table, indexes: readonly number[]): Table {
  return {
    columns: indexes.map((index) => input.columns[index]!),
    rows: input.rows.map((row): Row => indexes.map((index) => row[index]!)),
  };
}

/** A column name in which `*` stands for any characters. */
function namePattern(node: Expression): RegExp {
  const name = nameText(node as NameNode);
  const parts = name.split('*').map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's');
}

function nameText(node: NameNode): string {
  if (node.SimpleName) return node.SimpleName;
  const text = node.toString().trim();
  return /^\[\s*(["'])(.*)\1\s*\]$/s.exec(text)?.[2] ?? text;
}

/** `project-rename new = old`: other names in the same places. */
export const projectRename: Operator = (node, { input, session }) => {
  const renames = new Map<string, string>();
  for (const item of elements((node as ListNode).Expressions)) {
    if (session.kusto.kindName(item) !== 'SimpleNamedExpression')
      throw failAt(item, 'A new name is wanted here');
    const { Name, Expression: old } = item as NamedExpressionNode;
    renames.set((old as NameNode).SimpleName, Name.SimpleName);
  }
  return {
    columns: input.columns.map((column) => ({ ...column, name: renames.get(column.name) ?? column.name })),
    rows: input.rows,
  };
};

/** `project-reorder`: the order that Kusto's analysis gives, then columns that it does not know. */
export const projectReorder: Operator = (node, { input }) => {
  const places = new Map(input.columns.map(({ name }, i) => [name, i]));
  const known = (expectedColumns(node) ?? []).flatMap(({ name }) => places.get(name) ?? []);
  const rest = [...places.values()].filter((place) => !known.includes(place));
  return reorder(input, [...known, ...rest]);
};

/** `getschema`: a row for each column of the input. */
export const getSchema: Operator = (_node, { input }) => ({
  columns: [
    { name: 'ColumnName', type: 'string' },
    { name: 'ColumnOrdinal', type: 'long' },
    { name: 'DataType', type: 'string' },
    { name: 'ColumnType', type: 'string' },
  ],
  rows: input.columns.map(({ name, type }, i) => [name, i, dataTypes[type], type]),
});

const dataTypes: Readonly<Record<TypedColumn['type'], string>> = {
  bool: 'System.SByte',
  int: 'System.Int32',
  long: 'System.Int64',
  real: 'System.Double',
  decimal: 'System.Data.SqlTypes.SqlDecimal',
  string: 'System.String',
  datetime: 'System.DateTime',
  timespan: 'System.TimeSpan',
  guid: 'System.Guid',
  dynamic: 'System.Object',
};
