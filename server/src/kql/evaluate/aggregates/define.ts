import type { CallNode, Expression } from '../../kusto/syntax.ts';
import { readAs } from '../functions/define.ts';
import type { Scalar, Scope } from '../scope.ts';
import type { TypedColumn } from '../table.ts';
import type { Row, ScalarType, Value } from '../value/value.ts';

/** A call of an aggregate inside summarize; `columns` where it gives a tuple. */
export interface AggregateCall {
  readonly name: string;
  readonly node: CallNode;
  readonly nodes: readonly Expression[];
  readonly args: readonly Scalar[];
  readonly type: ScalarType;
  readonly columns: readonly TypedColumn[] | undefined;
  readonly scope: Scope;
}

/** What one group has gathered. A tuple's result is an array with a value for each column. */
export interface Accumulator {
  add(row: Row): void;
  result(): Value;
}

/** Turns a call into a maker of accumulators, one for each group. */
export type AggregateCompiler = (call: AggregateCall) => () => Accumulator;

/** Aggregates by the names that queries call them by. */
export type AggregateTable = Readonly<Record<string, AggregateCompiler>>;

/** An aggregate that folds the non-null values of its first argument, read in `type` (or the call's). */
export function fold<State extends Value>(
  type: ScalarType | 'result' | 'argument',
  start: State | null,
  step: (state: State, value: Value) => State,
): AggregateCompiler {
  return ({ args, type: result }) => {
    const argument = args[0]!;
    const read = readAs(argument, type === 'result' ? result : type === 'argument' ? argument.type : type);
    return () => {
      let state: State | null = start;
      return {
        add: (row) => {
          const value = read(row);
          if (value !== null) state = state === null ? (value as State) : step(state, value);
        },
        result: () => state,
      };
    };
  };
}

/** The same aggregate over the rows where the argument at `place` is true. */
export function onlyIf(place: number, base: AggregateCompiler): AggregateCompiler {
  return (call) => {
    const predicate = readAs(call.args[place]!, 'bool');
    const rest = <Item>(items: readonly Item[]) => items.filter((_, i) => i !== place);
    const make = base({ ...call, args: rest(call.args), nodes: rest(call.nodes) });
    return () => {
      const inner = make();
      return {
        add: (row) => {
          if (predicate(row) === true) inner.add(row);
        },
        result: () => inner.result(),
      };
    };
  };
}
