import { typeOfDynamic } from '../value/convert.ts';
import { parseJson } from '../value/json.ts';
import type { ScalarType, Value } from '../value/value.ts';
import { isArray, isBag } from '../value/value.ts';
import type { FunctionCompiler, FunctionTable } from './define.ts';
import { lenient, readAs } from './define.ts';

const to =
  (type: ScalarType): FunctionCompiler =>
  ({ args }) =>
    readAs(args[0]!, type);

/** Conversions between types. */
export const conversionFunctions: FunctionTable = {
  tobool: to('bool'),
  toboolean: to('bool'),
  toint: to('int'),
  tolong: to('long'),
  toreal: to('real'),
  todouble: to('real'),
  todecimal: to('decimal'),
  tostring: to('string'),
  todatetime: to('datetime'),
  totimespan: to('timespan'),
  totime: to('timespan'),
  toguid: to('guid'),
  tohex: (call) => {
    const bits = call.args[0]!.type === 'int' ? 32 : 64;
    return lenient(['long', 'number'], (value: number | bigint | null, width: number | null = 0) =>
      toHex(value, width, bits),
    )(call);
  },
  parse_json: parseJsonCall,
  parsejson: parseJsonCall,
  todynamic: parseJsonCall,
  toobject: parseJsonCall,
  gettype: ({ args }) => {
    const argument = args[0]!;
    return (row) => typeName(argument.run(row), argument.type);
  },
};

/** Two's complement of that many bits for negative numbers; `width` adds leading zeros, up to 16. */
function toHex(value: number | bigint | null, width: number | null, bits: number): Value {
  if (value === null) return '';
  return BigInt.asUintN(bits, BigInt(value))
    .toString(16)
    .padStart(Math.min(Number(width), 16), '0');
}

/** Text that is no JSON stays text; a dynamic value passes through. */
function parseJsonCall({ args }: Parameters<FunctionCompiler>[0]): ReturnType<FunctionCompiler> {
  const argument = args[0]!;
  if (argument.type !== 'string' && argument.type !== 'dynamic') return readAs(argument, 'dynamic');
  let lastText: string | undefined;
  let last: Value = null;
  return (row) => {
    const value = argument.run(row);
    if (typeof value !== 'string') return value;
    if (value === lastText) return last;
    lastText = value;
    last = value === '' ? null : (parseJson(value) ?? value);
    return last;
  };
}

function typeName(value: Value, type: ScalarType): string {
  if (type !== 'dynamic') return value === null ? 'null' : type;
  if (value === null) return 'null';
  if (isArray(value)) return 'array';
  if (isBag(value)) return 'dictionary';
  const found = typeOfDynamic(value);
  return found === 'real' ? 'double' : found;
}
