import { readAs } from '../functions/define.ts';
import { compareValues } from '../value/compare.ts';
import { converter } from '../value/convert.ts';
import type { Row, Value } from '../value/value.ts';
import type { AggregateCall, AggregateCompiler, AggregateTable } from './define.ts';
import { onlyIf } from './define.ts';

const variance = spread(false, (value) => value);
const populationVariance = spread(true, (value) => value);
const deviation = spread(false, Math.sqrt);
const populationDeviation = spread(true, Math.sqrt);

/** Spread, covariance and percentiles. Percentiles are exact, by nearest rank. */
export const statisticsAggregates: AggregateTable = {
  variance,
  varianceif: onlyIf(1, variance),
  variancep: populationVariance,
  variancepif: onlyIf(1, populationVariance),
  stdev: deviation,
  stdevif: onlyIf(1, deviation),
  stdevp: populationDeviation,
  stdevpif: onlyIf(1, populationDeviation),
  covariance: covariance(false),
  covarianceif: onlyIf(2, covariance(false)),
  covariancep: covariance(true),
  covariancepif: onlyIf(2, covariance(true)),
  percentile: percentiles(1),
  percentiles: percentiles(1),
  percentiles_array: percentiles(1, true),
  percentilew: percentiles(2),
  percentilesw: percentiles(2),
  percentilesw_array: percentiles(2, true),
};

/** Variance by Welford's method. */
function spread(population: boolean, finish: (variance: number) => number): AggregateCompiler {
  return ({ args }) => {
    const read = readAs(args[0]!, 'number');
    return () => {
      let [count, mean, squares] = [0, 0, 0];
      return {
        add: (row) => {
          const value = read(row) as number | null;
          if (value === null) return;
          count++;
          const distance = value - mean;
          mean += distance / count;
          squares += distance * (value - mean);
        },
        result: () => (count < 2 ? 0 : finish(squares / (population ? count : count - 1))),
      };
    };
  };
}

function covariance(population: boolean): AggregateCompiler {
  return ({ args }) => {
    const [readX, readY] = [readAs(args[0]!, 'number'), readAs(args[1]!, 'number')];
    return () => {
      let [count, meanX, meanY, products] = [0, 0, 0, 0];
      return {
        add: (row) => {
          const [x, y] = [readX(row) as number | null, readY(row) as number | null];
          if (x === null || y === null) return;
          count++;
          const distance = x - meanX;
          meanX += distance / count;
          meanY += (y - meanY) / count;
          products += distance * (y - meanY);
        },
        result: () =>
          count === 0 ? Number.NaN : count === 1 ? 0 : products / (population ? count : count - 1),
      };
    };
  };
}

interface Weighed {
  readonly value: Value;
  readonly weight: number;
}

/** `skipped` arguments stand before the percentages: the value, and for the weighted kind its weight. */
function percentiles(skipped: number, asArray = false): AggregateCompiler {
  return (call: AggregateCall) => {
    const argument = call.args[0]!;
    const weight = skipped === 2 ? readAs(call.args[1]!, 'number') : () => 1;
    const wanted = wantedPercentages(call, skipped);
    const convert = asArray ? converter(argument.type, 'dynamic') : (value: Value) => value;
    return () => {
      const items: Weighed[] = [];
      return {
        add: (row) => {
          const value = argument.run(row);
          if (value !== null) items.push({ value, weight: weight(row) as number });
        },
        result: () => {
          items.sort((a, b) => compareValues(a.value, b.value, argument.type));
          const values = wanted([]).map((percentage) => convert(nearestRank(items, percentage)));
          if (asArray) return call.columns ? [values] : values;
          return call.columns ? values : (values[0] ?? null);
        },
      };
    };
  };
}

/** The percentages as plain arguments or as arrays. */
function wantedPercentages(call: AggregateCall, skipped: number): (row: Row) => number[] {
  const reads = call.args.slice(skipped).map((argument) => readAs(argument, 'dynamic'));
  return (row) => reads.flatMap((read) => [read(row)].flat() as Value[]).map(Number);
}

/** The first value, in order, that has at least that part of the weight at or below it. */
export function nearestRank(sorted: readonly Weighed[], percentage: number): Value {
  const total = sorted.reduce((sum, item) => sum + item.weight, 0);
  const target = (percentage / 100) * total;
  let below = 0;
  for (const { value, weight } of sorted) {
    below += weight;
    if (below >= target - 1e-9) return value;
  }
  return sorted.at(-1)?.value ?? null;
}
