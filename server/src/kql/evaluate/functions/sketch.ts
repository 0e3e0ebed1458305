import { nearestRank } from '../aggregates/statistics.ts';
import { compareDynamic, keyOf } from '../value/compare.ts';
import { converter } from '../value/convert.ts';
import type { Value } from '../value/value.ts';
import { isArray } from '../value/value.ts';
import type { FunctionCall, FunctionCompiler, FunctionTable } from './define.ts';
import { lenient, readAs, strict } from './define.ts';

/** Functions on the sketches that `hll()` and `tdigest()` give; here these are arrays of values. */
export const sketchFunctions: FunctionTable = {
  dcount_hll: strict(['dynamic'], (sketch: Value) => (isArray(sketch) ? sketch.length : null)),
  hll_merge: lenient(['dynamic'], (...sketches: Value[]) => {
    const values = sketches.flatMap((sketch) => (isArray(sketch) ? sketch : []));
    return [...new Map(values.map((value) => [keyOf(value, 'dynamic'), value])).values()];
  }),
  tdigest_merge: lenient(['dynamic'], mergeDigests),
  merge_tdigest: lenient(['dynamic'], mergeDigests),
  percentile_tdigest: percentile,
  percentiles_array_tdigest: strict(['dynamic', 'dynamic'], (sketch: Value, wanted: Value) => {
    const percentages = isArray(wanted) ? wanted : [wanted];
    return percentages.map((percentage) => percentileOf(sketch, Number(percentage)));
  }),
};

function mergeDigests(...sketches: Value[]): Value {
  return sketches.flatMap((sketch) => (isArray(sketch) ? sketch : []));
}

function percentile({ args, type }: FunctionCall): ReturnType<FunctionCompiler> {
  const [sketch, percentage] = [readAs(args[0]!, 'dynamic'), readAs(args[1]!, 'number')];
  const convert = converter('dynamic', type);
  return (row) => convert(percentileOf(sketch(row), percentage(row) as number));
}

function percentileOf(sketch: Value, percentage: number): Value {
  if (!isArray(sketch)) return null;
  const sorted = [...sketch].sort(compareDynamic).map((value) => ({ value, weight: 1 }));
  return nearestRank(sorted, percentage);
}
