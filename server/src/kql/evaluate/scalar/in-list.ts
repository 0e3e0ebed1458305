import type { Expression, ListOperatorNode } from '../../kusto/syntax.ts';
import { elements } from '../../kusto/syntax.ts';
import type { Scalar, Scope } from '../scope.ts';
import { failAt } from '../scope.ts';
import { keyOf } from '../value/compare.ts';
import { converter } from '../value/convert.ts';
import type { Row, ScalarType, Value } from '../value/value.ts';
import { isArray } from '../value/value.ts';
import { comparisonType } from './comparison.ts';
import type { TextTest } from './string-test.ts';
import { stringTests } from './string-test.ts';

/** Compiles `in`, `in~`, `has_any`, `has_all` and their negations; the list may be arrays or a table. */
export function compileListOperator(node: ListOperatorNode, scope: Scope): Scalar {
  const operator = node.Operator.Text.toLowerCase();
  const left = scope.session.compile(node.Left, scope);
  const list = listSource(elements(node.Right.Expressions), scope, left.type);
  if (operator === 'has_any' || operator === 'has_all') return hasTest(operator, left, list);
  const negated = operator.startsWith('!');
  const folding = operator.endsWith('~');
  if (!/^!?in~?$/.test(operator)) throw failAt(node, `This engine does not know the operator '${operator}'`);
  const read = keyReader(left.type, list.type, folding);
  const contains = memberTest(list, read);
  return {
    type: 'bool',
    constant: left.constant && list.constant,
    run: (row) => contains(row, read.value(left.run(row))) !== negated,
  };
}

interface ListSource {
  /** The type in which list and value are compared. */
  readonly type: ScalarType;
  readonly constant: boolean;
  readonly run: (row: Row) => readonly Value[];
}

/** The list as one run of values of one type: scalars, the items of arrays, the first column of a table. */
function listSource(nodes: readonly Expression[], scope: Scope, left: ScalarType): ListSource {
  const parts = nodes.map((node) => listPart(node, scope));
  const scalarType = parts.find((part) => part.type !== 'dynamic')?.type ?? 'dynamic';
  const type = comparisonType(left, scalarType);
  const run = (row: Row): Value[] =>
    parts.flatMap((part) => {
      const convert = converter(part.type, type);
      return part.run(row).map(convert);
    });
  const constant = parts.every((part) => part.constant);
  if (!constant) return { type, constant, run };
  let values: Value[] | undefined;
  return {
    type,
    constant,
    run: (row) => {
      values ??= run(row);
      return values;
    },
  };
}

function listPart(node: Expression, scope: Scope): ListSource {
  const { session } = scope;
  const resultKind = node.ResultType && session.kusto.symbolKind(node.ResultType);
  if (resultKind === 'Table') {
    const table = session.evaluate(node, session, scope.environment);
    const values = table.rows.map((row) => row[0] ?? null);
    return { type: table.columns[0]?.type ?? 'string', constant: true, run: () => values };
  }
  const scalar = session.compile(node, scope);
  if (scalar.type !== 'dynamic') return { ...scalar, run: (row) => [scalar.run(row)] };
  return {
    ...scalar,
    run: (row) => {
      const value = scalar.run(row);
      return isArray(value) ? value : [value];
    },
  };
}

interface KeyReader {
  /** A key of the value before the operator. */
  readonly value: (value: Value) => ReturnType<typeof keyOf>;
  /** A key of an item of the list. */
  readonly item: (value: Value) => ReturnType<typeof keyOf>;
}

function keyReader(left: ScalarType, type: ScalarType, folding: boolean): KeyReader {
  const convert = converter(left, type);
  const fold = (key: ReturnType<typeof keyOf>) => (typeof key === 'string' ? key.toLowerCase() : key);
  const item = folding ? (value: Value) => fold(keyOf(value, type)) : (value: Value) => keyOf(value, type);
  return { item, value: (value) => item(convert(value)) };
}

/** A test for membership; the set of a constant list is made once. Null is in no list. */
function memberTest(list: ListSource, read: KeyReader): (row: Row, key: ReturnType<typeof keyOf>) => boolean {
  const makeSet = (row: Row) => new Set(list.run(row).map(read.item));
  let set: Set<ReturnType<typeof keyOf>> | undefined;
  return (row, key) => {
    if (key === null) return false;
    if (set === undefined || !list.constant) set = makeSet(row);
    return set.has(key);
  };
}

function hasTest(operator: string, left: Scalar, list: ListSource): Scalar {
  const text = converter(left.type, 'string');
  const toText = converter(list.type, 'string');
  const makeTests = (row: Row): TextTest[] =>
    list.run(row).map((pattern) => stringTests.has!(toText(pattern) as string));
  let tests: TextTest[] | undefined;
  const all = operator === 'has_all';
  return {
    type: 'bool',
    constant: left.constant && list.constant,
    run: (row) => {
      if (tests === undefined || !list.constant) tests = makeTests(row);
      const subject = text(left.run(row)) as string;
      return all ? tests.every((test) => test(subject)) : tests.some((test) => test(subject));
    },
  };
}
