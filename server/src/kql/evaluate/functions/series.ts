import { plainOf } from '../value/convert.ts';
import type { Value } from '../value/value.ts';
import { isArray } from '../value/value.ts';
import type { FunctionCall, FunctionCompiler, FunctionTable } from './define.ts';
import { lenient, readAs, strict } from './define.ts';

/** Functions on arrays of numbers, item by item. What is no number counts as null. */
export const seriesFunctions: FunctionTable = {
  series_add: pairwise((a, b) => a + b),
  series_subtract: pairwise((a, b) => a - b),
  series_multiply: pairwise((a, b) => a * b),
  series_divide: pairwise((a, b) => a / b),
  series_pow: pairwise((a, b) => a ** b),
  series_equals: pairwise((a, b) => a === b),
  series_not_equals: pairwise((a, b) => a !== b),
  series_less: pairwise((a, b) => a < b),
  series_less_equals: pairwise((a, b) => a <= b),
  series_greater: pairwise((a, b) => a > b),
  series_greater_equals: pairwise((a, b) => a >= b),
  series_abs: itemwise(Math.abs),
  series_sign: itemwise(Math.sign),
  series_exp: itemwise(Math.exp),
  series_log: itemwise(Math.log),
  series_sin: itemwise(Math.sin),
  series_cos: itemwise(Math.cos),
  series_tan: itemwise(Math.tan),
  series_asin: itemwise(Math.asin),
  series_acos: itemwise(Math.acos),
  series_atan: itemwise(Math.atan),
  series_ceiling: itemwise(Math.ceil),
  series_floor: itemwise(Math.floor),
  series_sum: strict(['dynamic'], (series: Value) => reduceSeries(series, (a, b) => a + b, 0)),
  series_product: strict(['dynamic'], (series: Value) => reduceSeries(series, (a, b) => a * b, 1)),
  series_magnitude: strict(['dynamic'], (series: Value) => {
    const numbers = numbersOf(series);
    return numbers ? Math.hypot(...numbers.map((number) => number ?? 0)) : null;
  }),
  series_dot_product: strict(['dynamic', 'dynamic'], dotProduct),
  series_cosine_similarity: strict(['dynamic', 'dynamic'], cosineSimilarity),
  series_pearson_correlation: strict(['dynamic', 'dynamic'], correlation),
  series_fill_const: lenient(
    ['dynamic', 'dynamic', 'dynamic'],
    (series: Value, fill: Value, missing: Value = null) => fillWith(series, missing, () => fill),
  ),
  series_fill_forward: lenient(['dynamic', 'dynamic'], (series: Value, missing: Value = null) =>
    fillForward(series, missing),
  ),
  series_fill_backward: lenient(['dynamic', 'dynamic'], (series: Value, missing: Value = null) =>
    reversed(fillForward(reversed(series), missing)),
  ),
  series_fill_linear: fillLinear,
  series_fir: fir,
  series_iir: strict(['dynamic', 'dynamic', 'dynamic'], iir),
  series_fit_line: (call) => {
    const read = readAs(call.args[0]!, 'dynamic');
    return (row) => lineFit(numbersOf(read(row)) ?? []);
  },
  series_fit_line_dynamic: strict(['dynamic'], (series: Value) => {
    const values = lineFit(numbersOf(series) ?? []);
    return new Map(lineNames.map((name, i) => [name, values[i]!]));
  }),
  series_stats: (call) => {
    const read = readAs(call.args[0]!, 'dynamic');
    return (row) => statistics(numbersOf(read(row)) ?? []);
  },
  series_stats_dynamic: strict(['dynamic'], (series: Value) => {
    const numbers = numbersOf(series) ?? [];
    const values = statistics(numbers);
    const sum = numbers.reduce<number>((total, number) => total + (number ?? 0), 0);
    const named = statisticNames.map((name, i) => [name, toDynamicNumber(values[i]!, name)] as const);
    return new Map<string, Value>([...named, ['sum', sum], ['len', BigInt(numbers.length)]]);
  }),
};

const statisticNames = ['min', 'min_idx', 'max', 'max_idx', 'avg', 'stdev', 'variance'];

function toDynamicNumber(value: Value, name: string): Value {
  return typeof value === 'number' && name.endsWith('_idx') ? BigInt(value) : value;
}

/** The items as numbers, null where one is none; undefined for a value that is no array. */
function numbersOf(series: Value): (number | null)[] | undefined {
  if (!isArray(series)) return undefined;
  return series.map((item) => {
    const plain = plainOf(item);
    return typeof plain === 'number' || typeof plain === 'bigint' ? Number(plain) : null;
  });
}

type Numbers = (number | null)[] | undefined;

/** Two series; a single number beside a series counts for each of its items. */
function broadcast(first: Value, second: Value): readonly [Numbers, Numbers] {
  const [a, b] = [numbersOf(first), numbersOf(second)];
  const repeated = (value: Value, like: Numbers) => numbersOf(like?.map(() => value) ?? null);
  return [a ?? repeated(first, b), b ?? repeated(second, a)];
}

function pairwise(apply: (a: number, b: number) => number | boolean): FunctionCompiler {
  return strict(['dynamic', 'dynamic'], (first: Value, second: Value) => {
    const [a, b] = broadcast(first, second);
    if (!a || !b) return null;
    const length = Math.max(a.length, b.length);
    return Array.from({ length }, (_, i) => {
      const [x, y] = [a[i] ?? null, b[i] ?? null];
      return x === null || y === null ? null : apply(x, y);
    });
  });
}

function itemwise(apply: (x: number) => number): FunctionCompiler {
  return strict(['dynamic'], (series: Value) => {
    const numbers = numbersOf(series);
    return numbers ? numbers.map((x) => (x === null ? null : apply(x))) : null;
  });
}

function reduceSeries(series: Value, apply: (a: number, b: number) => number, start: number): Value {
  const numbers = numbersOf(series);
  if (!numbers) return null;
  return numbers.reduce<number>((total, number) => (number === null ? total : apply(total, number)), start);
}

function dotProduct(first: Value, second: Value): Value {
  const [a, b] = broadcast(first, second);
  if (!a || !b) return null;
  return a.reduce<number>((total, x, i) => total + (x ?? 0) * (b[i] ?? 0), 0);
}

function cosineSimilarity(first: Value, second: Value): Value {
  const [dot, a, b] = [dotProduct(first, second), dotProduct(first, first), dotProduct(second, second)];
  if (dot === null || a === null || b === null) return null;
  return (dot as number) / Math.sqrt((a as number) * (b as number));
}

function correlation(first: Value, second: Value): Value {
  const [a, b] = [numbersOf(first), numbersOf(second)];
  if (!a || !b || a.length !== b.length || a.length === 0) return null;
  const mean = (numbers: readonly (number | null)[]) =>
    numbers.reduce<number>((total, x) => total + (x ?? 0), 0) / numbers.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  let [both, left, right] = [0, 0, 0];
  a.forEach((x, i) => {
    const [da, db] = [(x ?? 0) - meanA, (b[i] ?? 0) - meanB];
    both += da * db;
    left += da * da;
    right += db * db;
  });
  return both / Math.sqrt(left * right);
}

function isMissing(item: Value, missing: Value): boolean {
  return item === null || plainOf(item) === plainOf(missing);
}

function fillWith(series: Value, missing: Value, fill: () => Value): Value {
  if (!isArray(series)) return null;
  return series.map((item) => (isMissing(item, missing) ? fill() : item));
}

function fillForward(series: Value, missing: Value): Value {
  let last: Value = null;
  if (!isArray(series)) return null;
  return series.map((item) => {
    if (!isMissing(item, missing)) last = item;
    return last ?? item;
  });
}

function reversed(series: Value): Value {
  return isArray(series) ? [...series].reverse() : null;
}

/** `series_fill_linear(series [, missing [, edges [, constant]]])`: a straight line through each gap. */
function fillLinear({ args }: FunctionCall): ReturnType<FunctionCompiler> {
  const series = readAs(args[0]!, 'dynamic');
  const missing = args[1] && readAs(args[1], 'dynamic');
  const edges = args[2] && readAs(args[2], 'bool');
  const constant = args[3] && readAs(args[3], 'dynamic');
  return (row) => {
    const value = series(row);
    if (!isArray(value)) return null;
    const marked = value.map((item) =>
      isMissing(item, missing?.(row) ?? null) ? null : Number(plainOf(item)),
    );
    const known = marked.flatMap((item, i) => (item === null ? [] : [i]));
    if (known.length === 0) return value.map(() => constant?.(row) ?? 0);
    const whole = value.every((item) => item === null || typeof item === 'bigint');
    const filled = marked.map((item, i) => item ?? interpolated(marked, known, i, edges?.(row) !== false));
    return whole ? filled.map((item) => (item === null ? null : BigInt(Math.trunc(Number(item))))) : filled;
  };
}

function interpolated(
  items: readonly (number | null)[],
  known: readonly number[],
  at: number,
  fillEdges: boolean,
): Value {
  const after = known.find((index) => index > at);
  const before = known.findLast((index) => index < at);
  if (before === undefined || after === undefined) return fillEdges ? items[before ?? after!]! : null;
  const [low, high] = [items[before]!, items[after]!];
  return low + ((high - low) * (at - before)) / (after - before);
}

/** `series_fir(series, filter [, normalize [, center]])`. */
function fir({ args }: FunctionCall): ReturnType<FunctionCompiler> {
  const [series, filter] = [readAs(args[0]!, 'dynamic'), readAs(args[1]!, 'dynamic')];
  const normalize = args[2] ? readAs(args[2], 'bool') : undefined;
  const center = args[3] ? readAs(args[3], 'bool') : () => false;
  return (row) => {
    const [numbers, weights] = [numbersOf(series(row)), numbersOf(filter(row))];
    if (!numbers || !weights) return null;
    const total = weights.reduce<number>((sum, weight) => sum + (weight ?? 0), 0);
    const scale =
      (normalize ? normalize(row) === true : weights.every((w) => (w ?? 0) >= 0)) && total ? total : 1;
    const shift = center(row) === true ? Math.floor(weights.length / 2) : 0;
    return numbers.map((_, i) =>
      weights.reduce<number>(
        (sum, weight, k) => sum + ((weight ?? 0) / scale) * (numbers[i + shift - k] ?? 0),
        0,
      ),
    );
  };
}

function iir(series: Value, numerators: Value, denominators: Value): Value {
  const [x, b, a] = [numbersOf(series), numbersOf(numerators), numbersOf(denominators)];
  if (!x || !b || !a?.[0]) return null;
  const y: number[] = [];
  x.forEach((_, i) => {
    let sum = b.reduce<number>((total, weight, k) => total + (weight ?? 0) * (x[i - k] ?? 0), 0);
    for (let k = 1; k < a.length; k++) sum -= (a[k] ?? 0) * (y[i - k] ?? 0);
    y.push(sum / a[0]!);
  });
  return y;
}

/** min, place of min, max, place of max, mean, standard deviation and variance of a sample. */
function statistics(series: readonly (number | null)[]): Value[] {
  const numbers = series.filter((number) => number !== null);
  if (numbers.length === 0) return statisticNames.map(() => null);
  const [least, greatest] = [Math.min(...numbers), Math.max(...numbers)];
  const mean = numbers.reduce((total, number) => total + number, 0) / numbers.length;
  const squares = numbers.reduce((total, number) => total + (number - mean) ** 2, 0);
  const variance = numbers.length > 1 ? squares / (numbers.length - 1) : 0;
  return [
    least,
    series.indexOf(least),
    greatest,
    series.indexOf(greatest),
    mean,
    Math.sqrt(variance),
    variance,
  ];
}

const lineNames = ['rsquare', 'slope', 'variance', 'rvariance', 'interception', 'line_fit'];

/** Least squares over the places 0, 1, 2 …: goodness, slope, spread before and after, start, the line. */
function lineFit(series: readonly (number | null)[]): Value[] {
  const points = series.flatMap((y, x) => (y === null ? [] : [{ x, y }]));
  if (points.length === 0) return lineNames.map(() => null);
  const mean = (pick: (point: { x: number; y: number }) => number) =>
    points.reduce((total, point) => total + pick(point), 0) / points.length;
  const [meanX, meanY] = [mean(({ x }) => x), mean(({ y }) => y)];
  const spreadX = mean(({ x }) => (x - meanX) ** 2);
  const slope = spreadX === 0 ? 0 : mean(({ x, y }) => (x - meanX) * (y - meanY)) / spreadX;
  const start = meanY - slope * meanX;
  const variance = mean(({ y }) => (y - meanY) ** 2);
  const rest = mean(({ x, y }) => (y - start - slope * x) ** 2);
  const line = series.map((_, x) => start + slope * x);
  return [variance === 0 ? 1 : 1 - rest / variance, slope, variance, rest, start, line];
}
