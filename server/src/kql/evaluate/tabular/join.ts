import type {
  BinaryNode,
  Expression,
  JoinNode,
  NameNode,
  PathNode,
  WrapperNode,
} from '../../kusto/syntax.ts';
import { elements } from '../../kusto/syntax.ts';
import { comparisonType } from '../scalar/comparison.ts';
import type { Scope } from '../scope.ts';
import { failAt, rowScope } from '../scope.ts';
import type { Table, TypedColumn } from '../table.ts';
import { keyOfAll } from '../value/compare.ts';
import { converter } from '../value/convert.ts';
import type { Row, ScalarType, Value } from '../value/value.ts';
import type { Operator, OperatorContext } from './define.ts';
import { expectedColumns, parameterText } from './output.ts';

/** `join` in all its kinds; the default keeps one left row for each key. */
export const join: Operator = (node, context) => {
  const kind = (parameterText((node as JoinNode).Parameters, 'kind') ?? 'innerunique').toLowerCase();
  const right = context.session.evaluate((node as JoinNode).Expression, context.session, context.environment);
  const keys = joinKeys(node as JoinNode, context, right);
  const sides = { left: context.input, right, keys };
  const anti = /^(left|right)?anti(semi)?$/.exec(kind);
  const semi = /^(left|right)semi$/.exec(kind);
  if (anti) return selected(node, sides, anti[1] === 'right' ? 'right' : 'left', false, context);
  if (semi) return selected(node, sides, semi[1] as 'left' | 'right', true, context);
  const outer = outerSides[kind];
  if (outer === undefined) throw failAt(node, `This engine does not know the join kind '${kind}'`);
  return combined(node, sides, { ...outer, unique: kind === 'innerunique' }, context, []);
};

/** `lookup`: a left outer (or inner) join whose key columns come from the left only. */
export const lookup: Operator = (node, context) => {
  const kind = (parameterText((node as JoinNode).Parameters, 'kind') ?? 'leftouter').toLowerCase();
  const right = context.session.evaluate((node as JoinNode).Expression, context.session, context.environment);
  const keys = joinKeys(node as JoinNode, context, right);
  const outer = kind === 'inner' || kind === 'leftouter' ? outerSides[kind] : undefined;
  if (outer === undefined) throw failAt(node, `This engine does not know the lookup kind '${kind}'`);
  return combined(
    node,
    { left: context.input, right, keys },
    { ...outer, unique: false },
    context,
    keys.rightColumns,
  );
};

const outerSides: Readonly<Record<string, { readonly left: boolean; readonly right: boolean }>> = {
  innerunique: { left: false, right: false },
  inner: { left: false, right: false },
  leftouter: { left: true, right: false },
  rightouter: { left: false, right: true },
  fullouter: { left: true, right: true },
};

interface JoinKeys {
  readonly left: (row: Row) => string | undefined;
  readonly right: (row: Row) => string | undefined;
  /** Places of the right side's key columns. */
  readonly rightColumns: readonly number[];
}

interface Sides {
  readonly left: Table;
  readonly right: Table;
  readonly keys: JoinKeys;
}

type Read = { readonly run: (row: Row) => Value; readonly type: ScalarType };

/** Reads the `on` list: names that both sides have, and equalities of `$left` and `$right` columns. */
function joinKeys(node: JoinNode, context: OperatorContext, right: Table): JoinKeys {
  const clause = node.ConditionClause ?? node.LookupClause;
  if (!clause?.Expressions) throw failAt(node, "This engine joins 'on' columns only");
  const scopes = {
    left: rowScope(context.session, context.environment, context.input.columns),
    right: rowScope(context.session, context.environment, right.columns),
  };
  const pairs = elements(clause.Expressions).flatMap((item) => keyPairs(item, scopes));
  const types = pairs.map(([a, b]) => comparisonType(a.type, b.type));
  const rightNames = elements(clause.Expressions).flatMap((item) => rightNamesOf(item, context));
  return {
    left: keyReader(
      pairs.map(([a]) => a),
      types,
    ),
    right: keyReader(
      pairs.map(([, b]) => b),
      types,
    ),
    rightColumns: right.columns.flatMap(({ name }, i) => (rightNames.includes(name) ? [i] : [])),
  };
}

type SideScopes = { readonly left: Scope; readonly right: Scope };

function keyPairs(node: Expression, scopes: SideScopes): (readonly [Read, Read])[] {
  const { kusto } = scopes.left.session;
  switch (kusto.kindName(node)) {
    case 'NameReference':
      return [[columnNamed(node as NameNode, scopes.left), columnNamed(node as NameNode, scopes.right)]];
    case 'ParenthesizedExpression':
      return keyPairs((node as WrapperNode).Expression, scopes);
    case 'AndExpression':
      return [
        ...keyPairs((node as BinaryNode).Left, scopes),
        ...keyPairs((node as BinaryNode).Right, scopes),
      ];
    case 'EqualExpression':
      return [equality(node as BinaryNode, scopes)];
    default:
      throw failAt(node, 'A join condition is a column name or an equality of $left and $right columns');
  }
}

function equality(node: BinaryNode, scopes: SideScopes): readonly [Read, Read] {
  const [first, second] = [sideOf(node.Left), sideOf(node.Right)];
  const [left, right] =
    first === '$right' || second === '$left' ? [node.Right, node.Left] : [node.Left, node.Right];
  return [columnOf(left, scopes.left), columnOf(right, scopes.right)];
}

function sideOf(node: Expression): string | undefined {
  return ((node as PathNode).Expression as NameNode | undefined)?.SimpleName;
}

function columnOf(node: Expression, scope: Scope): Read {
  const selector = (node as PathNode).Selector ?? node;
  return columnNamed(selector as NameNode, scope);
}

function columnNamed(node: NameNode, scope: Scope): Read {
  const name = node.ReferencedSymbol?.Name ?? node.SimpleName;
  const named = (wanted: string) => scope.columns.find((column) => column.name === wanted);
  const column = named(name) ?? named(node.SimpleName);
  if (column === undefined) throw failAt(node, `There is no column '${name}' on this side of the join`);
  return column;
}

function rightNamesOf(node: Expression, { session }: OperatorContext): string[] {
  switch (session.kusto.kindName(node)) {
    case 'NameReference':
      return [(node as NameNode).SimpleName];
    case 'AndExpression':
    case 'EqualExpression': {
      const { Left, Right } = node as BinaryNode;
      if (session.kusto.kindName(node) === 'AndExpression') {
        return [
          ...rightNamesOf(Left, { session } as OperatorContext),
          ...rightNamesOf(Right, { session } as OperatorContext),
        ];
      }
      const right = sideOf(Left) === '$right' ? Left : Right;
      return [((right as PathNode).Selector as NameNode | undefined)?.SimpleName ?? ''];
    }
    default:
      return [];
  }
}

/** A key that has a null joins with nothing. */
function keyReader(reads: readonly Read[], types: readonly ScalarType[]): (row: Row) => string | undefined {
  const converters = reads.map((read, i) => converter(read.type, types[i]!));
  return (row) => {
    const values = reads.map((read, i) => converters[i]!(read.run(row)));
    return values.includes(null) ? undefined : keyOfAll(values, types);
  };
}

/** The rows of one side that have (or have not) a partner. */
function selected(
  node: Expression,
  { left, right, keys }: Sides,
  side: 'left' | 'right',
  withPartner: boolean,
  context: OperatorContext,
): Table {
  const [own, other] = side === 'left' ? [left, right] : [right, left];
  const [ownKey, otherKey] = side === 'left' ? [keys.left, keys.right] : [keys.right, keys.left];
  context.session.budget.spend(own.rows.length + other.rows.length);
  const known = new Set(other.rows.map(otherKey));
  known.delete(undefined);
  const rows = own.rows.filter((row) => known.has(ownKey(row)) === withPartner);
  return { columns: named(node, own.columns), rows };
}

interface CombinedKind {
  readonly left: boolean;
  readonly right: boolean;
  readonly unique: boolean;
}

/** Left rows with their partners, in left order; then, where wanted, right rows without one. */
function combined(
  node: Expression,
  { left, right, keys }: Sides,
  kind: CombinedKind,
  context: OperatorContext,
  dropped: readonly number[],
): Table {
  const partners = groupRows(right.rows, keys.right);
  const keep = right.columns.map((_, i) => i).filter((i) => !dropped.includes(i));
  const emptyLeft = left.columns.map(emptyValue);
  const emptyRight = right.columns.map(emptyValue);
  const combine = (a: Row, b: Row): Row => [...a, ...keep.map((i) => b[i]!)];
  const matched = new Set<string>();
  const rows: Row[] = [];
  for (const row of left.rows) {
    const key = keys.left(row);
    const found = key === undefined ? undefined : partners.get(key);
    if (found && kind.unique && matched.has(key!)) continue;
    if (found) matched.add(key!);
    context.session.budget.spend(1 + (found?.length ?? 0));
    if (found) for (const partner of found) rows.push(combine(row, partner));
    else if (kind.left) rows.push(combine(row, emptyRight));
  }
  if (kind.right) {
    const alone = right.rows.filter((row) => !matched.has(keys.right(row) ?? ''));
    for (const row of alone) rows.push(combine(emptyLeft, row));
  }
  const columns = [...left.columns, ...keep.map((i) => right.columns[i]!)];
  return { columns: named(node, columns), rows };
}

function groupRows(rows: readonly Row[], keyOf: (row: Row) => string | undefined): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = keyOf(row);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}

function emptyValue({ type }: TypedColumn): Value {
  return type === 'string' ? '' : null;
}

/** Columns under the names that Kusto's analysis gives them (the right side's are told apart there). */
function named(node: Expression, columns: readonly TypedColumn[]): readonly TypedColumn[] {
  const expected = expectedColumns(node);
  if (expected?.length !== columns.length) return columns;
  return columns.map(({ type }, i) => ({ name: expected[i]!.name, type }));
}
