import { readAs } from '../functions/define.ts';
import { compareValues } from '../value/compare.ts';
import type { Decimal } from '../value/decimal.ts';
import { addDecimals, decimalOfInteger, divideDecimals } from '../value/decimal.ts';
import type { ScalarType, Value } from '../value/value.ts';
import { longOf } from '../value/value.ts';
import type { AggregateCall, AggregateCompiler, AggregateTable } from './define.ts';
import { fold, onlyIf } from './define.ts';

const count: AggregateCompiler = () => () => {
  let rows = 0;
  return {
    add: () => {
      rows++;
    },
    result: () => rows,
  };
};

const least: AggregateCompiler = extreme(-1);
const greatest: AggregateCompiler = extreme(1);

/** Counts, sums, means, extremes and bits. Nulls are left out everywhere but in count(). */
export const arithmeticAggregates: AggregateTable = {
  count,
  countif: onlyIf(0, count),
  cnt: count,
  sum,
  sumif: onlyIf(1, sum),
  avg: average,
  avgif: onlyIf(1, average),
  min: least,
  minif: onlyIf(1, least),
  max: greatest,
  maxif: onlyIf(1, greatest),
  binary_all_and: bits((a, b) => a & b),
  binary_all_or: bits((a, b) => a | b),
  binary_all_xor: bits((a, b) => a ^ b),
};

function sum(call: AggregateCall): ReturnType<AggregateCompiler> {
  return sumOf(call.type)(call);
}

function sumOf(type: ScalarType): AggregateCompiler {
  if (type === 'real') return fold<number>('real', 0, (a, b) => a + (b as number));
  if (type === 'timespan') return fold<bigint>('timespan', 0n, (a, b) => a + (b as bigint));
  if (type === 'decimal')
    return fold<Decimal>('decimal', decimalOfInteger(0), (a, b) => addDecimals(a, b as Decimal));
  return fold<number | bigint>('long', 0, addLongs);
}

function addLongs(a: number | bigint, b: Value): number | bigint {
  const sum = Number(a) + Number(b);
  return Number.isSafeInteger(sum) ? sum : longOf(BigInt(a) + BigInt(b as number));
}

function average(call: AggregateCall): ReturnType<AggregateCompiler> {
  const type = call.type === 'long' || call.type === 'int' ? 'real' : call.type;
  const ticks = type === 'datetime' || type === 'timespan';
  const read = readAs(call.args[0]!, type);
  const makeSum = sumOf(ticks ? 'timespan' : type);
  const value = { ...call.args[0]!, type: ticks ? ('timespan' as const) : type, run: read };
  const makeTotal = makeSum({ ...call, args: [value], type: ticks ? 'timespan' : type });
  return () => {
    const total = makeTotal();
    let rows = 0;
    return {
      add: (row) => {
        if (read(row) === null) return;
        rows++;
        total.add(row);
      },
      result: () => (rows === 0 ? emptyAverage(type) : divide(total.result(), rows)),
    };
  };
}

function emptyAverage(type: ScalarType): Value {
  return type === 'real' ? Number.NaN : null;
}

function divide(total: Value, rows: number): Value {
  if (typeof total === 'bigint') return total / BigInt(rows);
  if (typeof total === 'number') return total / rows;
  return divideDecimals(total as Decimal, decimalOfInteger(rows)) ?? null;
}

function extreme(direction: number): AggregateCompiler {
  return (call) => {
    const read = readAs(call.args[0]!, call.type);
    return () => {
      let best: Value = null;
      return {
        add: (row) => {
          const value = read(row);
          if (value === null) return;
          if (best === null || compareValues(value, best, call.type) * direction > 0) best = value;
        },
        result: () => best,
      };
    };
  };
}

function bits(apply: (a: bigint, b: bigint) => bigint): AggregateCompiler {
  return fold<number | bigint>('long', null, (a, b) =>
    longOf(BigInt.asIntN(64, apply(BigInt(a), BigInt(b as number)))),
  );
}
