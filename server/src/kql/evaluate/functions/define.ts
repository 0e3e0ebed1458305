import type { CallNode, Expression } from '../../kusto/syntax.ts';
import type { Scalar, Scope } from '../scope.ts';
import type { Converter } from '../value/convert.ts';
import { converter } from '../value/convert.ts';
import type { Row, ScalarType, Value } from '../value/value.ts';

/** A call of a built-in function, its arguments compiled. `type` is the type Kusto gives the call. */
export interface FunctionCall {
  readonly name: string;
  readonly node: CallNode;
  readonly nodes: readonly Expression[];
  readonly args: readonly Scalar[];
  readonly type: ScalarType;
  readonly scope: Scope;
}

/** Turns a call into a closure over rows. Throws KqlFailure for arguments it cannot work with. */
export type FunctionCompiler = (call: FunctionCall) => (row: Row) => Value;

/** Functions by the names that queries call them by. */
export type FunctionTable = Readonly<Record<string, FunctionCompiler>>;

/** What a function wants of an argument; `number` is any number as a JavaScript number. */
export type Wanted = ScalarType | 'number';

/**
 * A function of plain values: arguments come in the wanted types (the last one repeats), and a null among
 * them makes the result null.
 */
export function strict(wanted: readonly Wanted[], apply: (...values: never[]) => Value): FunctionCompiler {
  return compileWith(wanted, apply, true);
}

/** As `strict`, but the function sees the nulls and decides itself. */
export function lenient(wanted: readonly Wanted[], apply: (...values: never[]) => Value): FunctionCompiler {
  return compileWith(wanted, apply, false);
}

function compileWith(
  wanted: readonly Wanted[],
  apply: (...values: never[]) => Value,
  nullsPropagate: boolean,
): FunctionCompiler {
  const untyped = apply as (...values: Value[]) => Value;
  return ({ args }) => {
    const reads = args.map((argument, i) => readAs(argument, wanted[Math.min(i, wanted.length - 1)]!));
    return callWith(reads, untyped, nullsPropagate);
  };
}

type Read = (row: Row) => Value;

/** Closures for one, two and three arguments are spelled out: they are the usual case, on the hot path. */
function callWith(reads: readonly Read[], apply: (...values: Value[]) => Value, nulls: boolean): Read {
  const [first, second, third] = reads;
  if (reads.length === 1 && first) {
    return (row) => {
      const a = first(row);
      return nulls && a === null ? null : apply(a);
    };
  }
  if (reads.length === 2 && first && second) {
    return (row) => {
      const a = first(row);
      const b = second(row);
      return nulls && (a === null || b === null) ? null : apply(a, b);
    };
  }
  if (reads.length === 3 && first && second && third) {
    return (row) => {
      const a = first(row);
      const b = second(row);
      const c = third(row);
      return nulls && (a === null || b === null || c === null) ? null : apply(a, b, c);
    };
  }
  return (row) => {
    const values = reads.map((read) => read(row));
    return nulls && values.includes(null) ? null : apply(...values);
  };
}

/** Reads an argument in the wanted type. */
export function readAs(argument: Scalar, wanted: Wanted): Read {
  if (wanted !== 'number')
    return readConverted(argument.run, converter(argument.type, wanted), argument.type === wanted);
  const toReal = converter(argument.type, 'real');
  return (row) => {
    const value = toReal(argument.run(row));
    return typeof value === 'bigint' ? Number(value) : value;
  };
}

function readConverted(run: Read, convert: Converter, same: boolean): Read {
  return same ? run : (row) => convert(run(row));
}
