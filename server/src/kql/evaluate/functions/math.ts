import { compareValues } from '../value/compare.ts';
import { plainOf, typeOfDynamic } from '../value/convert.ts';
import type { Decimal } from '../value/decimal.ts';
import { negateDecimal, roundedDecimal } from '../value/decimal.ts';
import type { ScalarType, Value } from '../value/value.ts';
import { longOf } from '../value/value.ts';
import type { FunctionCall, FunctionCompiler, FunctionTable } from './define.ts';
import { readAs, strict } from './define.ts';
import { betaCdf, betaInverse, betaPdf, erf, gamma, logGamma } from './special-functions.ts';

const real = (apply: (x: number) => number): FunctionCompiler => strict(['number'], apply);

/** Functions on numbers. */
export const mathFunctions: FunctionTable = {
  abs: byType({
    long: (value) =>
      typeof value === 'bigint' ? longOf(value < 0n ? -value : value) : Math.abs(value as number),
    real: (value) => Math.abs(value as number),
    timespan: (value) => ((value as bigint) < 0n ? -(value as bigint) : value),
    decimal: (value) => ((value as Decimal).digits < 0n ? negateDecimal(value as Decimal) : value),
  }),
  sign: byType({
    long: (value) => ((value as number) > 0 ? 1 : (value as number) < 0 ? -1 : 0),
    real: (value) => Math.sign(value as number),
    decimal: (value) => {
      const { digits } = value as Decimal;
      return digits > 0n ? 1 : digits < 0n ? -1 : 0;
    },
  }),
  ceiling: real((x) => Math.ceil(x) + 0),
  round: (call) => (call.args[0]!.type === 'decimal' ? roundDecimal : roundReal)(call),
  sqrt: strict(['number'], (x: number) => (x < 0 ? Number.NaN : Math.sqrt(x))),
  exp: real(Math.exp),
  exp2: real((x) => 2 ** x),
  exp10: real((x) => 10 ** x),
  log: real(Math.log),
  log2: real(Math.log2),
  log10: real(Math.log10),
  pow: strict(['number', 'number'], (x: number, y: number) => x ** y),
  sin: real(Math.sin),
  cos: real(Math.cos),
  tan: real(Math.tan),
  cot: real((x) => 1 / Math.tan(x)),
  asin: real(Math.asin),
  acos: real(Math.acos),
  atan: real(Math.atan),
  atan2: strict(['number', 'number'], (y: number, x: number) => Math.atan2(y, x)),
  degrees: real((x) => (x * 180) / Math.PI),
  radians: real((x) => (x * Math.PI) / 180),
  pi: strict([], () => Math.PI),
  gamma: real(gamma),
  loggamma: real(logGamma),
  erf: real(erf),
  erfc: real((x) => 1 - erf(x)),
  beta_cdf: strict(['number', 'number', 'number'], betaCdf),
  beta_inv: strict(['number', 'number', 'number'], betaInverse),
  beta_pdf: strict(['number', 'number', 'number'], betaPdf),
  isnan: strict(['number'], (x: number) => Number.isNaN(x)),
  isinf: strict(['number'], (x: number) => x === Number.POSITIVE_INFINITY || x === Number.NEGATIVE_INFINITY),
  isfinite: strict(['number'], (x: number) => Number.isFinite(x)),
  min_of: extreme(-1),
  max_of: extreme(1),
  binary_and: bits((a, b) => a & b),
  binary_or: bits((a, b) => a | b),
  binary_xor: bits((a, b) => a ^ b),
  binary_not: strict(['long'], (a: number) => longOf(~BigInt(a))),
  binary_shift_left: bits((a, b) => a << (b & 63n)),
  binary_shift_right: bits((a, b) => a >> (b & 63n)),
  bitset_count_ones: strict(['long'], (a: number) => countOnes(BigInt.asUintN(64, BigInt(a)))),
  rand: ({ args, scope }) => {
    const bound = args[0] && readAs(args[0], 'number');
    return (row) => {
      const size = bound?.(row) as number | null | undefined;
      return size ? Math.floor(scope.session.random() * size) : scope.session.random();
    };
  },
};

function byType(rules: Partial<Record<ScalarType, (value: Value) => Value>>): FunctionCompiler {
  return ({ args }) => {
    const argument = args[0]!;
    const type: ScalarType = argument.type === 'int' ? 'long' : argument.type;
    const apply = rules[type] ?? rules.real!;
    const read = rules[type] ? argument.run : readAs(argument, 'number');
    return (row) => {
      const value = read(row);
      return value === null ? null : apply(value);
    };
  };
}

const roundReal = strict(['number', 'number'], round);

const roundDecimal = strict(['decimal', 'number'], (value: Decimal, precision = 0) =>
  roundedDecimal(value, Math.max(0, Math.min(300, Math.trunc(precision)))),
);

/** Halves go away from zero to the even neighbour's side, as decimal text rounds. */
function round(x: number, precision = 0): number {
  if (!Number.isFinite(x)) return x;
  const places = Math.max(-300, Math.min(300, Math.trunc(precision)));
  const shifted = Number(`${x}e${places}`);
  const scaled = Number.isNaN(shifted) ? x * 10 ** places : shifted;
  const rounded = Math.sign(scaled) * Math.round(Math.abs(scaled));
  const back = Number(`${rounded}e${-places}`);
  return (Number.isNaN(back) ? rounded / 10 ** places : back) + 0;
}

function bits(apply: (a: bigint, b: bigint) => bigint): FunctionCompiler {
  return strict(['long'], (a: number, b: number) => longOf(BigInt.asIntN(64, apply(BigInt(a), BigInt(b)))));
}

function countOnes(bitset: bigint): number {
  return bitset.toString(2).replaceAll('0', '').length;
}

/** The greatest or least argument; nulls are left out. */
function extreme(direction: number): FunctionCompiler {
  return ({ args, type }: FunctionCall) => {
    const reads = args.map((argument) => readAs(argument, type));
    return (row) => {
      let best: Value = null;
      for (const read of reads) {
        const value = read(row);
        if (value === null) continue;
        if (best === null || compareAs(value, best, type) * direction > 0) best = value;
      }
      return best;
    };
  };
}

function compareAs(a: Value, b: Value, type: ScalarType): number {
  return type === 'dynamic'
    ? compareValues(plainOf(a), plainOf(b), typeOfDynamic(a))
    : compareValues(a, b, type);
}
