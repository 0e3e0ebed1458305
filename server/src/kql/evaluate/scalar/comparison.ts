import type { Scalar } from '../scope.ts';
import { compareDynamic, compareValues, sameDynamic } from '../value/compare.ts';
import type { Converter } from '../value/convert.ts';
import { converter, ofDynamic } from '../value/convert.ts';
import type { Decimal } from '../value/decimal.ts';
import { compareDecimals } from '../value/decimal.ts';
import type { Row, ScalarType, Value } from '../value/value.ts';

/**
 * Compiles `== != < <= > >=`. Null follows KQL ("Null values"): an order with null is null; equality with
 * one null is false, with two is null; inequality the other way round.
 */
export function compileComparison(operator: string, left: Scalar, right: Scalar): Scalar {
  const [a, b, type] = commonType(left, right);
  const constant = left.constant && right.constant;
  if (operator === '==') return { type: 'bool', constant, run: equality(a, b, type, false) };
  if (operator === '!=' || operator === '<>')
    return { type: 'bool', constant, run: equality(a, b, type, true) };
  return { type: 'bool', constant, run: ordering(operator, a, b, type) };
}

type Run = (row: Row) => Value;

function equality(a: Run, b: Run, type: ScalarType, negated: boolean): Run {
  const same = sameTest(type);
  return (row) => {
    const [x, y] = [a(row), b(row)];
    if (x === null || y === null) return x === y ? null : negated;
    return same(x, y) !== negated;
  };
}

/** Equality of two non-null values of one type; longs, reals and bigints compare by value. */
export function sameTest(type: ScalarType): (a: Value, b: Value) => boolean {
  if (type === 'decimal') return (a, b) => compareDecimals(a as Decimal, b as Decimal) === 0;
  if (type === 'dynamic') return sameDynamic;
  return (a, b) => a === b;
}

const orders: Readonly<Record<string, (difference: number) => boolean>> = {
  '<': (difference) => difference < 0,
  '<=': (difference) => difference <= 0,
  '>': (difference) => difference > 0,
  '>=': (difference) => difference >= 0,
};

function ordering(operator: string, a: Run, b: Run, type: ScalarType): Run {
  const holds = orders[operator] ?? (() => false);
  const isReal = type === 'real';
  return (row) => {
    const [x, y] = [a(row), b(row)];
    if (x === null || y === null) return null;
    if (isReal && (Number.isNaN(x) || Number.isNaN(y))) return false;
    return holds(type === 'dynamic' ? compareDynamic(x, y) : compareValues(x, y, type));
  };
}

/** Both sides brought to one type: numbers keep their values, a dynamic side takes the other's type. */
function commonType(left: Scalar, right: Scalar): readonly [Run, Run, ScalarType] {
  const type = comparisonType(left.type, right.type);
  return [reading(left, type), reading(right, type), type];
}

function reading(scalar: Scalar, type: ScalarType): Run {
  if (scalar.type === type || (isPlainNumber(scalar.type) && isPlainNumber(type))) return scalar.run;
  const convert: Converter =
    scalar.type === 'dynamic' ? (value) => ofDynamic(value, type) : converter(scalar.type, type);
  return (row) => convert(scalar.run(row));
}

/** The type in which two values of those types are compared. */
export function comparisonType(left: ScalarType, right: ScalarType): ScalarType {
  if (left === right) return left;
  if (left === 'dynamic') return widened(right);
  if (right === 'dynamic') return widened(left);
  if (left === 'decimal' || right === 'decimal') return 'decimal';
  if (isPlainNumber(left) && isPlainNumber(right)) return 'real';
  return left === 'string' ? right : left;
}

/** A dynamic number may be a real, so it is not compared as a long. */
function widened(type: ScalarType): ScalarType {
  return type === 'int' || type === 'long' ? 'real' : type;
}

function isPlainNumber(type: ScalarType): boolean {
  return type === 'int' || type === 'long' || type === 'real';
}
