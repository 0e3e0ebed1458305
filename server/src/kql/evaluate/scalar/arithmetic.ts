import type { SyntaxNode, UnaryNode } from '../../kusto/syntax.ts';
import type { Scalar, Scope } from '../scope.ts';
import { failAt } from '../scope.ts';
import type { Converter } from '../value/convert.ts';
import { converter, typeOfDynamic } from '../value/convert.ts';
import { datetimeInRange } from '../value/datetime.ts';
import type { Decimal } from '../value/decimal.ts';
import {
  addDecimals,
  divideDecimals,
  multiplyDecimals,
  negateDecimal,
  remainderOfDecimals,
} from '../value/decimal.ts';
import { ticksOfReal } from '../value/timespan.ts';
import type { ScalarType, Value } from '../value/value.ts';
import { longOf } from '../value/value.ts';
import { convertScalar } from './types.ts';

type Apply = (a: Value, b: Value) => Value;

/** Compiles `+ - * / %` by the static types of both sides; a null operand gives null. */
export function compileArithmetic(node: SyntaxNode, operator: string, left: Scalar, right: Scalar): Scalar {
  const [a, b] = settleDynamic(left, right);
  const rule = findRule(operator, a.type, b.type);
  if (rule === undefined) {
    throw failAt(node, `This engine cannot apply '${operator}' to ${a.type} and ${b.type}`);
  }
  const [toLeft, toRight] = [converter(a.type, rule.left), converter(b.type, rule.right)];
  const { apply } = rule;
  const plain = a.type === rule.left && b.type === rule.right;
  return {
    type: rule.result,
    constant: a.constant && b.constant,
    run: plain
      ? (row) => applyUnlessNull(apply, a.run(row), b.run(row))
      : (row) => applyUnlessNull(apply, toLeft(a.run(row)), toRight(b.run(row))),
  };
}

function applyUnlessNull(apply: Apply, a: Value, b: Value): Value {
  return a === null || b === null ? null : apply(a, b);
}

/** A dynamic operand is read as the other side's type, two of them as reals. */
function settleDynamic(left: Scalar, right: Scalar): readonly [Scalar, Scalar] {
  const dynamicTarget = (other: Scalar): ScalarType =>
    other.type === 'dynamic' || other.type === 'long' || other.type === 'int' ? 'real' : other.type;
  const settle = (scalar: Scalar, other: Scalar): Scalar => {
    if (scalar.type !== 'dynamic') return scalar;
    const type = scalar.constant ? typeOfDynamic(scalar.run([])) : dynamicTarget(other);
    return convertScalar(scalar, type === 'dynamic' ? 'real' : type);
  };
  return [settle(left, right), settle(right, left)];
}

interface Rule {
  readonly left: ScalarType;
  readonly right: ScalarType;
  readonly result: ScalarType;
  readonly apply: Apply;
}

function findRule(operator: string, left: ScalarType, right: ScalarType): Rule | undefined {
  const time = timeRule(operator, left, right);
  if (time) return time;
  const type = numericType(left, right);
  const apply = type && numericRules[type][operator];
  return apply ? { left: type, right: type, result: type, apply } : undefined;
}

type Numeric = 'long' | 'real' | 'decimal';

/** Decimal wins over real, real over long; int and bool count as long. */
function numericType(left: ScalarType, right: ScalarType): Numeric | undefined {
  const ranks: Partial<Record<ScalarType, number>> = { bool: 0, int: 0, long: 0, real: 1, decimal: 2 };
  const [a, b] = [ranks[left], ranks[right]];
  if (a === undefined || b === undefined) return undefined;
  return (['long', 'real', 'decimal'] as const)[Math.max(a, b)];
}

const long =
  (quick: (a: number, b: number) => number, exact: (a: bigint, b: bigint) => bigint): Apply =>
  (a, b) => {
    if (typeof a === 'number' && typeof b === 'number') {
      const result = quick(a, b);
      if (Number.isSafeInteger(result)) return result + 0;
    }
    return longOf(exact(BigInt(a as number), BigInt(b as number)));
  };

const longDivide = long(
  (a, b) => Math.trunc(a / b),
  (a, b) => a / b,
);

const longModulo = long(
  (a, b) => ((a % b) + Math.abs(b)) % Math.abs(b),
  (a, b) => nonNegativeRemainder(a, b),
);

function nonNegativeRemainder(a: bigint, b: bigint): bigint {
  const rest = a % b;
  return rest < 0n ? rest + (b < 0n ? -b : b) : rest;
}

const real =
  (apply: (a: number, b: number) => number): Apply =>
  (a, b) =>
    apply(a as number, b as number);

const decimal =
  (apply: (a: Decimal, b: Decimal) => Decimal | undefined): Apply =>
  (a, b) =>
    apply(a as Decimal, b as Decimal) ?? null;

/** Division of longs cuts, a zero divisor gives null; `%` is never negative (KQL, "Numerical operators"). */
const numericRules: Readonly<Record<Numeric, Readonly<Record<string, Apply>>>> = {
  long: {
    '+': long(
      (a, b) => a + b,
      (a, b) => a + b,
    ),
    '-': long(
      (a, b) => a - b,
      (a, b) => a - b,
    ),
    '*': long(
      (a, b) => a * b,
      (a, b) => a * b,
    ),
    '/': (a, b) => (b === 0 ? null : longDivide(a, b)),
    '%': (a, b) => (b === 0 ? null : longModulo(a, b)),
  },
  real: {
    '+': real((a, b) => a + b),
    '-': real((a, b) => a - b),
    '*': real((a, b) => a * b),
    '/': real((a, b) => a / b),
    '%': real((a, b) => (a % b < 0 ? (a % b) + Math.abs(b) : a % b)),
  },
  decimal: {
    '+': decimal(addDecimals),
    '-': decimal((a, b) => addDecimals(a, negateDecimal(b))),
    '*': decimal(multiplyDecimals),
    '/': decimal(divideDecimals),
    '%': decimal(remainderOfDecimals),
  },
};

const ticks =
  (apply: (a: bigint, b: bigint) => bigint): Apply =>
  (a, b) =>
    apply(a as bigint, b as bigint);

const moment =
  (apply: (a: bigint, b: bigint) => bigint): Apply =>
  (a, b) =>
    datetimeInRange(apply(a as bigint, b as bigint));

const add = (a: bigint, b: bigint): bigint => a + b;
const subtract = (a: bigint, b: bigint): bigint => a - b;

const scaled =
  (apply: (ticks: number, factor: number) => number): Apply =>
  (a, b) => {
    const result = apply(Number(a as bigint), b as number);
    return Number.isFinite(result) ? (ticksOfReal(result) ?? null) : null;
  };

const timesReal = scaled((a, b) => a * b);

/** Rules for datetime and timespan; the key is `left operator right`. */
const timeRules: Readonly<Record<string, readonly [ScalarType, Apply]>> = {
  'datetime - datetime': ['timespan', ticks(subtract)],
  'datetime + timespan': ['datetime', moment(add)],
  'timespan + datetime': ['datetime', moment(add)],
  'datetime - timespan': ['datetime', moment(subtract)],
  'timespan + timespan': ['timespan', ticks(add)],
  'timespan - timespan': ['timespan', ticks(subtract)],
  'timespan / timespan': ['real', (a, b) => Number(a as bigint) / Number(b as bigint)],
  'timespan % timespan': ['timespan', timeModulo],
  'datetime % timespan': ['timespan', timeModulo],
  'timespan * real': ['timespan', timesReal],
  'real * timespan': ['timespan', (a, b) => timesReal(b, a)],
  'timespan / real': ['timespan', scaled((a, b) => a / b)],
  'timespan * long': ['timespan', (a, b) => (a as bigint) * BigInt(b as number)],
  'long * timespan': ['timespan', (a, b) => BigInt(a as number) * (b as bigint)],
  'timespan / long': ['timespan', (a, b) => (b === 0 ? null : (a as bigint) / BigInt(b as number))],
};

function timeModulo(a: Value, b: Value): Value {
  return b === 0n ? null : nonNegativeRemainder(a as bigint, b as bigint);
}

function timeRule(operator: string, left: ScalarType, right: ScalarType): Rule | undefined {
  const plain = (type: ScalarType): ScalarType =>
    type === 'int' ? 'long' : type === 'decimal' ? 'real' : type;
  const [a, b] = [plain(left), plain(right)];
  const found = timeRules[`${a} ${operator} ${b}`];
  return found && { left: a, right: b, result: found[0], apply: found[1] };
}

/** Compiles the sign before an expression. */
export function compileNegation(node: UnaryNode, scope: Scope): Scalar {
  const inner = scope.session.compile(node.Expression, scope);
  const operand = inner.type === 'dynamic' ? convertScalar(inner, 'real') : inner;
  const negate = negations[operand.type];
  if (negate === undefined) throw failAt(node, `This engine cannot negate a ${operand.type}`);
  return {
    type: operand.type === 'int' ? 'long' : operand.type,
    constant: operand.constant,
    run: (row) => {
      const value = operand.run(row);
      return value === null ? null : negate(value);
    },
  };
}

const negateNumber: Converter = (value) =>
  typeof value === 'bigint' ? longOf(-value) : value === 0 ? 0 : -(value as number);

const negations: Partial<Record<ScalarType, Converter>> = {
  int: negateNumber,
  long: negateNumber,
  real: (value) => -(value as number),
  timespan: (value) => -(value as bigint),
  decimal: (value) => negateDecimal(value as Decimal),
};
