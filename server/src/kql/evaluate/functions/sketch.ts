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
  hll_isvalid: lenient(['dynamic'], (sketch: Value) => isArray(sketch)),
  tdigest_isvalid: lenient(['dynamic'], (sketch: Value) => isArray(sketch)),
  rank_tdigest: strict(['dynamic', 'dynamic'], rankOf),
  percentrank_tdigest: strict(['dynamic', 'dynamic'], percentRankOf),
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
  const sorted = weighed(sketch).sort((a, b) => compareDynamic(a.value, b.value));
  return nearestRank(sorted, percentage);
}

/** The values of a digest with their weights; 1 where it does not say another. */
function weighed(sketch: readonly Value[]): { value: Value; weight: number }[] {
  return sketch.map((item) =>
    isArray(item) ? { value: item[0]!, weight: Number(item[1]) } : { value: item, weight: 1 },
  );
}

/** How much weighs as much as the value or less. */
function rankOf(sketch: Value, value: Value): number | null {
  if (!isArray(sketch)) return null;
  return weighed(sketch)
    .filter((item) => compareDynamic(item.value, value) <= 0)
    .reduce((sum, { weight }) => sum + weight, 0);
}

function percentRankOf(sketch: Value, value: Value): number | null {
  const rank = rankOf(sketch, value);
  if (rank === null || !isArray(sketch)) return null;
  return (100 * rank) / weighed(sketch).reduce((sum, { weight }) => sum + weight, 0);
}
