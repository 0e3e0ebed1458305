import { failAt } from '../scope.ts';
import { compareDynamic, keyOf, sameDynamic } from '../value/compare.ts';
import { plainOf } from '../value/convert.ts';
import type { Value } from '../value/value.ts';
import { isArray, TypedScalar } from '../value/value.ts';
import { chooseItems } from './choice.ts';
import type { FunctionCall, FunctionCompiler, FunctionTable } from './define.ts';
import { lenient, readAs, strict } from './define.ts';

/** `range()` makes at most this many items (KQL documentation). */
const maxRange = 1_048_576;

/** Functions on dynamic arrays. */
export const arrayFunctions: FunctionTable = {
  array_length: strict(['dynamic'], (array: Value) => (isArray(array) ? array.length : null)),
  arraylength: strict(['dynamic'], (array: Value) => (isArray(array) ? array.length : null)),
  array_concat: lenient(['dynamic'], (...arrays: Value[]) =>
    arrays.flatMap((array) => (isArray(array) ? array : [])),
  ),
  array_reverse: strict(['dynamic'], (array: Value) => (isArray(array) ? [...array].reverse() : null)),
  array_slice: strict(['dynamic', 'number'], slice),
  array_split: strict(['dynamic', 'dynamic'], splitArray),
  array_sum: strict(['dynamic'], sum),
  array_index_of: lenient(['dynamic', 'dynamic', 'number', 'number', 'number'], indexOfItem),
  array_iff: lenient(['dynamic', 'dynamic', 'dynamic'], chooseItems),
  array_iif: lenient(['dynamic', 'dynamic', 'dynamic'], chooseItems),
  array_sort_asc: sortArrays(1),
  array_sort_desc: sortArrays(-1),
  array_rotate_left: strict(['dynamic', 'number'], (array: Value, by: number) => rotate(array, by)),
  array_rotate_right: strict(['dynamic', 'number'], (array: Value, by: number) => rotate(array, -by)),
  array_shift_left: lenient(
    ['dynamic', 'number', 'dynamic'],
    (array: Value, by: number | null, fill: Value = null) => shift(array, by, fill),
  ),
  array_shift_right: lenient(
    ['dynamic', 'number', 'dynamic'],
    (array: Value, by: number | null, fill: Value = null) => shift(array, by === null ? null : -by, fill),
  ),
  pack_array: packArray,
  range: makeRange,
  repeat: lenient(['dynamic', 'number'], (value: Value, count: number | null) =>
    count === null || count < 0 || count > maxRange ? null : Array<Value>(count).fill(value),
  ),
  zip: lenient(['dynamic'], zip),
  set_union: lenient(['dynamic'], (...sets: Value[]) =>
    unique(sets.flatMap((set) => (isArray(set) ? set : []))),
  ),
  set_intersect: lenient(['dynamic'], (...sets: Value[]) => intersect(sets)),
  set_difference: lenient(['dynamic'], (...sets: Value[]) => subtract(sets)),
  set_has_element: lenient(['dynamic', 'dynamic'], (set: Value, item: Value) =>
    isArray(set) ? set.some((member) => sameDynamic(member, item)) : null,
  ),
  set_equals: lenient(['dynamic', 'dynamic'], (a: Value, b: Value) => sameSets(a, b)),
  jaccard_index: lenient(['dynamic', 'dynamic'], jaccard),
};

/** Both ends count from the end where negative; the last is included. */
function slice(array: Value, start: number, end: number): Value {
  if (!isArray(array)) return null;
  const from = start < 0 ? Math.max(0, array.length + start) : start;
  const to = end < 0 ? array.length + end : end;
  return array.slice(from, Math.max(0, to + 1));
}

/** Splits at one index or at several. */
function splitArray(array: Value, at: Value): Value {
  if (!isArray(array)) return null;
  const cuts = (isArray(at) ? at : [at]).map((cut) => Number(plainOf(cut)));
  const places = cuts.map((cut) => Math.min(Math.max(cut < 0 ? array.length + cut : cut, 0), array.length));
  const borders = [0, ...places, array.length];
  return borders.slice(0, -1).map((border, i) => array.slice(border, Math.max(border, borders[i + 1]!)));
}

function sum(array: Value): Value {
  if (!isArray(array)) return null;
  const numbers = array.filter((item) => typeof item === 'bigint' || typeof item === 'number');
  if (numbers.length !== array.length) return null;
  return numbers.reduce((total: number, item) => total + Number(item), 0);
}

function indexOfItem(
  array: Value,
  item: Value,
  start: number | null = 0,
  length: number | null = -1,
  occurrence: number | null = 1,
): Value {
  if (!isArray(array) || start === null || length === null || occurrence === null) return null;
  if (length < -1 || occurrence < 1) return null;
  const from = start < 0 ? Math.max(0, array.length + start) : start;
  const end = length === -1 ? array.length : Math.min(array.length, from + length);
  let left = occurrence;
  for (let i = from; i < end; i++) {
    if (sameDynamic(array[i]!, item) && --left === 0) return i;
  }
  return -1;
}

/** Sorts the first array and takes the others along; nulls last unless the final argument says false. */
function sortArrays(direction: number): FunctionCompiler {
  return (call: FunctionCall) => {
    const flag = call.args.at(-1)!;
    const hasFlag = call.args.length > 1 && flag.type === 'bool';
    const nullsLast = hasFlag ? readAs(flag, 'bool') : () => true;
    const arrays = (hasFlag ? call.args.slice(0, -1) : call.args).map((argument) =>
      readAs(argument, 'dynamic'),
    );
    return (row) =>
      sortTogether(
        arrays.map((read) => read(row)),
        direction,
        nullsLast(row) !== false,
      );
  };
}

function sortTogether(arrays: readonly Value[], direction: number, nullsLast: boolean): Value[] {
  const [first] = arrays;
  if (!isArray(first ?? null)) return arrays.map(() => null);
  const items = first as readonly Value[];
  const order = items
    .map((_, i) => i)
    .sort((i, j) => compareItems(items[i]!, items[j]!, direction, nullsLast));
  return arrays.map((array) =>
    isArray(array) && array.length === items.length ? order.map((index) => array[index]!) : null,
  );
}

function compareItems(a: Value, b: Value, direction: number, nullsLast: boolean): number {
  if (a === null || b === null) return a === b ? 0 : (a === null) === nullsLast ? 1 : -1;
  const sameKind = (typeof a === 'string') === (typeof b === 'string');
  return compareDynamic(a, b) * (sameKind ? direction : 1);
}

function rotate(array: Value, by: number): Value {
  if (!isArray(array)) return null;
  if (array.length === 0) return array;
  const places = ((by % array.length) + array.length) % array.length;
  return [...array.slice(places), ...array.slice(0, places)];
}

function shift(array: Value, by: number | null, fill: Value): Value {
  if (!isArray(array) || by === null) return null;
  return array.map((_, i) => (i + by >= 0 && i + by < array.length ? array[i + by]! : fill));
}

function packArray({ args, nodes, scope }: FunctionCall): ReturnType<FunctionCompiler> {
  const star = nodes[0] && scope.session.kusto.kindName(nodes[0]) === 'StarExpression';
  const reads = star ? [] : args.map((argument) => readAs(argument, 'dynamic'));
  return (row) => reads.map((read) => read(row));
}

function makeRange({ args, node }: FunctionCall): ReturnType<FunctionCompiler> {
  const isTime = args.some((argument) => argument.type === 'datetime' || argument.type === 'timespan');
  if (isTime) return timeRange(args);
  const isLong = args.every((argument) => argument.type === 'long' || argument.type === 'int');
  const reads = args.map((argument) => readAs(argument, 'number'));
  return (row) => {
    const [start, stop, step = 1] = reads.map((read) => read(row) as number | null);
    if (start == null || stop == null || step == null) return null;
    if (step === 0) throw failAt(node, 'The step of range() must not be 0');
    const count = Math.min(maxRange, Math.max(0, Math.floor((stop - start) / step + 1e-9) + 1));
    return Array.from({ length: count }, (_, i) => (isLong ? BigInt(start + i * step) : start + i * step));
  };
}

function timeRange(args: FunctionCall['args']): ReturnType<FunctionCompiler> {
  const type = args[0]!.type === 'datetime' ? 'datetime' : 'timespan';
  const [start, stop] = [readAs(args[0]!, type), readAs(args[1]!, type)];
  const step = args[2] ? readAs(args[2], 'timespan') : () => 36_000_000_000n;
  return (row) => {
    const [from, to, by] = [start(row), stop(row), step(row)] as (bigint | null)[];
    if (from == null || to == null || by == null || by === 0n) return null;
    const items: Value[] = [];
    for (let at = from; by > 0n ? at <= to : at >= to; at += by) {
      if (items.length >= maxRange) break;
      items.push(new TypedScalar(type, at));
    }
    return items;
  };
}

function zip(...arrays: Value[]): Value {
  const lists = arrays.map((array) => (isArray(array) ? array : [array]));
  const length = Math.max(...lists.map((list) => list.length));
  return Array.from({ length }, (_, i) => lists.map((list) => list[i] ?? null));
}

function unique(items: readonly Value[]): Value[] {
  const seen = new Map(items.map((item) => [keyOf(item, 'dynamic'), item]));
  return [...seen.values()];
}

function keysOf(set: Value): Set<unknown> {
  return new Set(isArray(set) ? set.map((item) => keyOf(item, 'dynamic')) : []);
}

function intersect(sets: readonly Value[]): Value {
  const [first, ...others] = sets;
  if (!isArray(first ?? null)) return null;
  const keys = others.map(keysOf);
  return unique(first as readonly Value[]).filter((item) =>
    keys.every((set) => set.has(keyOf(item, 'dynamic'))),
  );
}

function subtract(sets: readonly Value[]): Value {
  const [first, ...others] = sets;
  if (!isArray(first ?? null)) return null;
  const keys = others.map(keysOf);
  return unique(first as readonly Value[]).filter(
    (item) => !keys.some((set) => set.has(keyOf(item, 'dynamic'))),
  );
}

function sameSets(a: Value, b: Value): Value {
  if (!isArray(a) || !isArray(b)) return null;
  const [left, right] = [keysOf(a), keysOf(b)];
  return left.size === right.size && [...left].every((key) => right.has(key));
}

function jaccard(a: Value, b: Value): Value {
  if (!isArray(a) || !isArray(b)) return null;
  const [left, right] = [keysOf(a), keysOf(b)];
  const common = [...left].filter((key) => right.has(key)).length;
  return common / (left.size + right.size - common);
}
