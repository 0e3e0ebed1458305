import type {
  ApplyNode,
  ExpandItemNode,
  ExpandNode,
  Expression,
  NamedExpressionNode,
  NameNode,
} from '../../kusto/syntax.ts';
import { elements } from '../../kusto/syntax.ts';
import type { Scope } from '../scope.ts';
import { Environment } from '../scope.ts';
import type { Table, TypedColumn } from '../table.ts';
import { ofDynamic } from '../value/convert.ts';
import type { Row, ScalarType, Value } from '../value/value.ts';
import { isArray, isBag, scalarTypeNamed } from '../value/value.ts';
import type { Operator, OperatorContext } from './define.ts';
import { eachRow, inputScope } from './define.ts';
import { expectedColumns, parameterText } from './output.ts';
import { wholeNumber } from './row-operators.ts';

/** `mv-expand`: a row for each item; nothing for an empty array, one row with null for null. */
export const mvExpand: Operator = (node, context) => {
  const plan = planExpansion(node as ExpandNode, context);
  const rows: Row[] = [];
  const order = columnOrder(node, plan.columns);
  eachRow(context.input.rows, plan.scope.frame, context.session, (row) => {
    for (const expanded of expandRow(row, plan)) {
      context.session.budget.spend(1);
      rows.push(order.map((index) => expanded[index]!));
    }
  });
  return { columns: order.map((index) => plan.columns[index]!), rows };
};

/** `mv-apply`: the subquery over the expanded rows of each row; columns it does not give are repeated. */
export const mvApply: Operator = (node, context) => {
  const plan = planExpansion(node as ExpandNode, context);
  const rows: Row[] = [];
  let columns: readonly TypedColumn[] = (expectedColumns(node) ?? []).map(({ name, type }) => ({
    name,
    type: type ?? 'dynamic',
  }));
  eachRow(context.input.rows, plan.scope.frame, context.session, (row) => {
    const expanded: Table = { columns: plan.columns, rows: [...expandRow(row, plan)] };
    const environment = new Environment(context.environment);
    const { Subquery } = node as ApplyNode;
    const result = context.session.evaluate(Subquery.Expression, context.session, environment, expanded);
    const reads = columns.map((column) => applyReader(column.name, result, context.input));
    columns = columns.map((column, i) => ({ ...column, type: reads[i]!.type ?? column.type }));
    for (const found of result.rows) rows.push(reads.map((read) => read.run(row, found)));
  });
  return { columns, rows };
};

interface ApplyReader {
  readonly type: ScalarType | undefined;
  readonly run: (outer: Row, inner: Row) => Value;
}

function applyReader(name: string, result: Table, input: Table): ApplyReader {
  const inner = result.columns.findIndex((column) => column.name === name);
  if (inner >= 0) return { type: result.columns[inner]!.type, run: (_outer, row) => row[inner]! };
  const outer = input.columns.findIndex((column) => column.name === name);
  if (outer >= 0) return { type: input.columns[outer]!.type, run: (row) => row[outer]! };
  return { type: undefined, run: () => null };
}

interface ExpandedColumn {
  readonly name: string;
  readonly type: ScalarType;
  readonly run: (row: Row) => Value;
}

interface Expansion {
  readonly scope: Scope;
  readonly items: readonly ExpandedColumn[];
  /** Input columns with the expanded ones in their places, then new ones, then the index column. */
  readonly columns: readonly TypedColumn[];
  readonly places: readonly number[];
  readonly indexPlace: number;
  readonly asArrays: boolean;
  readonly limit: number;
}

function planExpansion(node: ExpandNode, context: OperatorContext): Expansion {
  const scope = inputScope(context);
  const items = elements(node.Expressions).map((item, i) => expandedColumn(item, i, node, scope));
  const columns = [...context.input.columns];
  const places = items.map(({ name, type }) => {
    const known = columns.findIndex((column) => column.name === name);
    const place = known >= 0 ? known : columns.length;
    columns[place] = { name, type };
    return place;
  });
  const indexName = parameterText(node.Parameters, 'with_itemindex');
  if (indexName !== undefined) columns.push({ name: indexName, type: 'long' });
  return {
    scope,
    items,
    columns,
    places,
    indexPlace: indexName === undefined ? -1 : columns.length - 1,
    asArrays: parameterText(node.Parameters, 'kind', 'bagexpansion')?.toLowerCase() === 'array',
    limit: node.RowLimitClause
      ? wholeNumber(node.RowLimitClause.RowLimit, context)
      : Number.POSITIVE_INFINITY,
  };
}

function expandedColumn(item: ExpandItemNode, place: number, node: ExpandNode, scope: Scope): ExpandedColumn {
  const { kusto } = scope.session;
  const kind = kusto.kindName(item.Expression);
  const scalar = scope.session.compile(item.Expression, scope);
  const typeNode = item.ToTypeOf && elements(item.ToTypeOf.TypeOf.Types)[0];
  const wanted = typeNode ? scalarTypeNamed(typeNode.toString().trim()) : undefined;
  const name = itemName(item.Expression, kind) ?? unnamedColumn(place, node, scope);
  return { name, type: wanted ?? (scalar.type === 'dynamic' ? 'dynamic' : scalar.type), run: scalar.run };
}

function itemName(node: Expression, kind: string): string | undefined {
  if (kind === 'NameReference') return (node as NameNode).SimpleName;
  return kind === 'SimpleNamedExpression' ? (node as NamedExpressionNode).Name.SimpleName : undefined;
}

/** The name Kusto gives an expression without one: the next of its columns that the input does not have. */
function unnamedColumn(place: number, node: ExpandNode, scope: Scope): string {
  const fresh = (expectedColumns(node) ?? []).filter(
    ({ name }) => !scope.columns.some((column) => column.name === name),
  );
  return fresh[place]?.name ?? `Column${place + 1}`;
}

function* expandRow(row: Row, plan: Expansion): Generator<Row> {
  const lists = plan.items.map((item) => itemsOf(item.run(row), plan.asArrays));
  const length = Math.min(plan.limit, Math.max(...lists.map((list) => list.length)));
  for (let i = 0; i < length; i++) {
    const expanded = plan.columns.map((_, place) => row[place] ?? null);
    plan.items.forEach((item, n) => {
      expanded[plan.places[n]!] = castItem(lists[n]![i] ?? null, item.type);
    });
    if (plan.indexPlace >= 0) expanded[plan.indexPlace] = i;
    yield expanded;
  }
}

function itemsOf(value: Value, asArrays: boolean): readonly Value[] {
  if (isArray(value)) return value;
  if (!isBag(value)) return [value];
  return [...value].map(([key, member]) => (asArrays ? [key, member] : new Map([[key, member]])));
}

/** `to typeof()` casts and does not parse: text is no number. */
function castItem(value: Value, type: ScalarType): Value {
  if (type === 'dynamic') return value;
  const isText = typeof value === 'string';
  const isParsed =
    type === 'long' || type === 'int' || type === 'real' || type === 'bool' || type === 'decimal';
  return isText && isParsed ? null : ofDynamic(value, type);
}

/** Places of the plan's columns in the order of Kusto's analysis. */
function columnOrder(node: Expression, columns: readonly TypedColumn[]): readonly number[] {
  const all = columns.map((_, i) => i);
  const expected = expectedColumns(node);
  if (expected?.length !== columns.length) return all;
  const order = expected.map(({ name }) => columns.findIndex((column) => column.name === name));
  return order.includes(-1) ? all : order;
}
