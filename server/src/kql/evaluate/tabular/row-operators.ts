import type {
  Expression,
  FilterNode,
  ListNode,
  NameNode,
  OrderedNode,
  TopHittersNode,
  TopNode,
  WrapperNode,
} from '../../kusto/syntax.ts';
import { elements } from '../../kusto/syntax.ts';
import { rowOf } from '../lazy-rows.ts';
import { convertScalar } from '../scalar/types.ts';
import type { Scalar, Scope } from '../scope.ts';
import { constantValue, failAt, rowScope } from '../scope.ts';
import type { Table } from '../table.ts';
import { firstRows, withRows } from '../table.ts';
import { compareValues, keyOf, keyOfAll } from '../value/compare.ts';
import type { Row, Value } from '../value/value.ts';
import type { Operator, OperatorContext } from './define.ts';
import { eachRow, inputScope } from './define.ts';
import { narrowed } from './narrowed.ts';
import { compileOutputs, expectedColumns, settleOutputs } from './output.ts';
import type { RowPlan } from './row-by-row.ts';
import { rowByRow } from './row-by-row.ts';

/** `where`: the rows whose condition is true (not false, not null). */
export const where: Operator = (node, context) => {
  const { columns } = context.input;
  const plan = (scope: Scope): RowPlan => {
    const { run } = convertScalar(scope.session.compile((node as FilterNode).Condition, scope), 'bool');
    return { columns, test: (row) => run(row) === true };
  };
  return rowByRow(context, plan, context.input);
};

/** `take` and `limit`: the first rows. */
export const take: Operator = (node, context) => {
  const count = wholeNumber((node as WrapperNode).Expression, context);
  return withRows(context.input, firstRows(context.input, count));
};

/** `sample`: that many rows at random, in their order. */
export const sample: Operator = (node, context) => {
  const count = wholeNumber((node as WrapperNode).Expression, context);
  const { rows } = context.input;
  const picked = shuffled(rows.length, context.session.random)
    .slice(0, count)
    .sort((a, b) => a - b);
  return withRows(
    context.input,
    picked.map((index) => rows[index]!),
  );
};

function shuffled(length: number, random: () => number): number[] {
  const order = Array.from({ length }, (_, i) => i);
  for (let i = length - 1; i > 0; i--) {
    const other = Math.floor(random() * (i + 1));
    [order[i], order[other]] = [order[other]!, order[i]!];
  }
  return order;
}

/** `distinct`: each combination of values once, in the order of first appearance. */
export const distinct: Operator = (node, outer) => {
  const context = narrowed(node, outer);
  const scope = inputScope(context);
  const nodes = elements((node as ListNode).Expressions);
  const outputs = nodes.some((item) => isStar(item, context))
    ? context.input.columns.map(({ name, type }, i) => ({ name, type, run: (row: Row) => row[i]! }))
    : compileOutputs(nodes, scope);
  const { columns, runs } = settleOutputs(node, outputs);
  const types = columns.map((column) => column.type);
  const seen = new Set<string>();
  const rows: Row[] = [];
  eachRow(context.input.rows, scope.frame, context.session, (row) => {
    const values = rowOf(runs, row);
    const key = keyOfAll(values, types);
    if (seen.has(key)) return;
    seen.add(key);
    rows.push(values);
  });
  return { columns, rows };
};

function isStar(node: Expression, { session }: OperatorContext): boolean {
  const kind = session.kusto.kindName(node);
  if (kind === 'StarExpression') return true;
  return kind === 'NameReference' && (node as NameNode).Name.toString().trim() === '*';
}

/** `sort` and `order`; without a direction descending. Equal rows keep their order. */
export const sort: Operator = (node, context) => {
  const order = compileOrder(elements((node as ListNode).Expressions), inputScope(context));
  return withRows(context.input, sortRows(context.input.rows, order, context));
};

/** `top`: the first rows of a sort. */
export const top: Operator = (node, context) => {
  const count = wholeNumber((node as TopNode).Expression, context);
  const order = compileOrder([(node as TopNode).ByExpression], inputScope(context));
  return withRows(context.input, sortRows(context.input.rows, order, context).slice(0, count));
};

interface OrderKey {
  readonly run: (row: Row) => Value;
  readonly compare: (a: Value, b: Value) => number;
}

function compileOrder(nodes: readonly Expression[], scope: Scope): readonly OrderKey[] {
  return nodes.map((node) => orderKey(node, scope));
}

/** Nulls stand first in ascending and last in descending order unless the query says otherwise. */
function orderKey(node: Expression, scope: Scope): OrderKey {
  const { run, type } = scope.session.compile(node, scope);
  const ordering =
    scope.session.kusto.kindName(node) === 'OrderedExpression' ? (node as OrderedNode).Ordering : undefined;
  const ascending = isAscending(ordering?.AscOrDescKeyword?.Text);
  const nullsWord = ordering?.NullsClause?.FirstOrLastKeyword.Text.toLowerCase();
  const nullsFirst = nullsWord === undefined ? ascending : nullsWord === 'first';
  const direction = ascending ? 1 : -1;
  return {
    run,
    compare: (a, b) => {
      if (a === null || b === null) return a === b ? 0 : (a === null) === nullsFirst ? -1 : 1;
      return compareValues(a, b, type) * direction;
    },
  };
}

function isAscending(word: string | undefined): boolean {
  return word === 'asc';
}

function sortRows(rows: readonly Row[], keys: readonly OrderKey[], { session }: OperatorContext): Row[] {
  session.budget.spend(rows.length);
  const keyed = rows.map((row) => ({ row, values: keys.map((key) => key.run(row)) }));
  const order: (a: (typeof keyed)[number], b: (typeof keyed)[number]) => number = (a, b) => {
    for (let i = 0; i < keys.length; i++) {
      const difference = keys[i]!.compare(a.values[i]!, b.values[i]!);
      if (difference !== 0) return difference;
    }
    return 0;
  };
  return keyed.sort(order).map(({ row }) => row);
}

/** `sample-distinct n of column`: that many distinct values. */
export const sampleDistinct: Operator = (node, outer) => {
  const context = narrowed(node, outer);
  const { Expression: count, OfExpression } = node as TopHittersNode;
  const { input, groups } = grouped(OfExpression, context);
  const name = expectedColumns(node)?.[0]?.name ?? 'Column1';
  const rows = [...groups.values()].slice(0, wholeNumber(count, context)).map(({ value }) => [value]);
  return { columns: [{ name, type: input.type }], rows };
};

/** `top-hitters n of column [by term]`: the values with most rows, or the greatest sum; exact here. */
export const topHitters: Operator = (node, outer) => {
  const context = narrowed(node, outer);
  const { Expression: count, OfExpression, ByClause } = node as TopHittersNode;
  const { input, groups } = grouped(OfExpression, context);
  const scope = inputScope(context);
  const term = ByClause && convertScalar(context.session.compile(ByClause.Expression, scope), 'real');
  const scored = [...groups.values()].map(({ value, rows }): Row => {
    const sum = term ? rows.reduce((total, row) => total + Number(term.run(row) ?? 0), 0) : rows.length;
    return [value, sum];
  });
  const names = expectedColumns(node)?.map(({ name }) => name) ?? [];
  const columns = [
    { name: names[0] ?? 'Column1', type: input.type },
    { name: names[1] ?? 'approximate_count', type: term ? ('real' as const) : ('long' as const) },
  ];
  const rows = scored.sort((a, b) => (b[1] as number) - (a[1] as number));
  return { columns, rows: rows.slice(0, wholeNumber(count, context)) };
};

interface ValueGroup {
  readonly value: Value;
  readonly rows: Row[];
}

/** Rows by the value of an expression, in the order of first appearance. */
export function grouped(
  node: Expression,
  context: OperatorContext,
): { readonly input: Scalar; readonly groups: ReadonlyMap<unknown, ValueGroup> } {
  const scope = inputScope(context);
  const input = context.session.compile(node, scope);
  const groups = new Map<unknown, ValueGroup>();
  eachRow(context.input.rows, scope.frame, context.session, (row) => {
    const value = input.run(row);
    const key = keyOf(value, input.type);
    const group = groups.get(key);
    if (group) group.rows.push(row);
    else groups.set(key, { value, rows: [row] });
  });
  return { input, groups };
}

/** `count`: one row with the number of rows. */
export const count: Operator = (node, context) => {
  const { input } = narrowed(node, context);
  const name = node.ResultType?.Columns?.Count ? node.ResultType.Columns.getItem(0).Name : 'Count';
  return { columns: [{ name, type: 'long' }], rows: [[input.rows.length]] };
};

/** The value of a constant whole number of the query, not negative. */
export function wholeNumber(node: Expression, context: OperatorContext): number {
  const scope = rowScope(context.session, context.environment, context.input.columns);
  const value = constantValue(convertScalar(context.session.compile(node, scope), 'long'));
  if (typeof value !== 'number' || value < 0)
    throw failAt(node, 'A whole number that is not negative is wanted here');
  return value;
}

/** An operator that changes nothing about the rows (`serialize`, `render`, `consume` of a table …). */
export const passThrough: Operator = (_node, { input }): Table => input;
