import { failAt } from '../scope.ts';
import { datetimeInRange } from '../value/datetime.ts';
import type { ScalarType, Value } from '../value/value.ts';
import { longOf } from '../value/value.ts';
import type { FunctionCall, FunctionCompiler, FunctionTable } from './define.ts';
import { readAs, strict } from './define.ts';

/** Functions that round down to a grid. */
export const binningFunctions: FunctionTable = {
  bin,
  floor: (call) => (call.args.length === 1 ? floorOf(call) : bin(call)),
  bin_at: binAt,
  around: strict(
    ['real', 'real', 'real'],
    (value: number, center: number, delta: number) => value >= center - delta && value <= center + delta,
  ),
  bin_auto: binAuto,
};

function floorOf({ args }: FunctionCall): ReturnType<FunctionCompiler> {
  const read = readAs(args[0]!, 'number');
  return (row) => {
    const value = read(row) as number | null;
    return value === null ? null : Math.floor(value) + 0;
  };
}

function bin(call: FunctionCall): ReturnType<FunctionCompiler> {
  const [value, size] = call.args;
  const grid = gridType(call);
  const [readValue, readSize] = [readAs(value!, valueType(grid, value!.type)), readAs(size!, grid)];
  return (row) => placeOn(readValue(row), readSize(row), zeroOf(grid), grid, call.type);
}

function binAt(call: FunctionCall): ReturnType<FunctionCompiler> {
  const grid = gridType(call);
  const type = valueType(grid, call.args[0]!.type);
  const [readValue, readPoint] = [readAs(call.args[0]!, type), readAs(call.args[2]!, type)];
  const readSize = readAs(call.args[1]!, grid);
  return (row) => placeOn(readValue(row), readSize(row), readPoint(row), grid, call.type);
}

/** `bin_auto(x)`: the size and a fixed point are those that `set query_bin_auto_…` gave. */
function binAuto(call: FunctionCall): ReturnType<FunctionCompiler> {
  const { environment } = call.scope;
  const [size, point] = ['query_bin_auto_size', 'query_bin_auto_at'].map((name) => environment.find(name));
  if (size?.kind !== 'scalar')
    throw failAt(call.node, "bin_auto() needs 'set query_bin_auto_size=…' before the query");
  const sized = { ...call, args: [call.args[0]!, { ...size, run: size.get }] };
  if (point?.kind !== 'scalar') return bin(sized);
  return binAt({ ...sized, args: [...sized.args, { ...point, run: point.get }] });
}

type Grid = 'real' | 'long' | 'timespan';

/** Times lie on a grid of ticks; numbers on one of longs where all of them are. */
function gridType({ args }: FunctionCall): Grid {
  const types = args.map((argument) => argument.type);
  if (types.some((type) => type === 'datetime' || type === 'timespan')) return 'timespan';
  return types.every((type) => type === 'long' || type === 'int') ? 'long' : 'real';
}

function valueType(grid: Grid, type: ScalarType): ScalarType {
  if (grid !== 'timespan') return grid;
  return type === 'timespan' ? 'timespan' : 'datetime';
}

function zeroOf(grid: Grid): Value {
  return grid === 'timespan' ? 0n : 0;
}

/** The greatest point of the grid not above the value; null for a size that is not positive. */
function placeOn(value: Value, size: Value, point: Value, grid: Grid, result: ScalarType): Value {
  if (value === null || size === null || point === null || !((size as number) > 0)) return null;
  if (grid === 'real') {
    return (
      Math.floor(((value as number) - (point as number)) / (size as number)) * (size as number) +
      (point as number)
    );
  }
  const [x, step, fixed] = [value, size, point].map((part) => BigInt(part as bigint)) as [
    bigint,
    bigint,
    bigint,
  ];
  const offset = (((x - fixed) % step) + step) % step;
  if (grid === 'long') return longOf(x - offset);
  return result === 'datetime' ? datetimeInRange(x - offset) : x - offset;
}
