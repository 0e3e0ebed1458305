import { compareValues } from '../value/compare.ts';
import type { Value } from '../value/value.ts';
import type { FunctionCall, FunctionCompiler, FunctionTable } from './define.ts';
import { readAs } from './define.ts';

/** Functions that look at the rows around the one they stand on; the operator moves the frame. */
export const rowFunctions: FunctionTable = {
  row_number: rowNumber,
  row_cumsum: rowCumulativeSum,
  row_rank_dense: rank(true),
  row_rank_min: rank(false),
  row_window_session: windowSession,
  prev: neighbour(-1),
  next: neighbour(1),
};

/** `row_number([start [, restart]])`. */
function rowNumber({ args, scope }: FunctionCall): ReturnType<FunctionCompiler> {
  const start = args[0] ? readAs(args[0], 'number') : () => 1;
  const restart = args[1] && readAs(args[1], 'bool');
  let current = 0;
  return (row) => {
    if (scope.frame.index === 0 || restart?.(row) === true) current = start(row) as number;
    else current++;
    return current;
  };
}

/** `row_cumsum(term [, restart])`; a null term adds nothing. */
function rowCumulativeSum({ args, type, scope }: FunctionCall): ReturnType<FunctionCompiler> {
  const ticks = type === 'timespan';
  const term = readAs(args[0]!, ticks ? 'timespan' : 'number');
  const restart = args[1] && readAs(args[1], 'bool');
  let total: number | bigint = 0;
  return (row) => {
    if (scope.frame.index === 0 || restart?.(row) === true) total = ticks ? 0n : 0;
    const value = term(row);
    if (ticks) total = (total as bigint) + ((value as bigint | null) ?? 0n);
    else total = (total as number) + ((value as number | null) ?? 0);
    return total;
  };
}

/** `row_rank_*(term [, restart])`: changes where the term does; dense counts values, min counts rows. */
function rank(dense: boolean): FunctionCompiler {
  return ({ args, scope }) => {
    const term = args[0]!;
    const restart = args[1] && readAs(args[1], 'bool');
    let [current, seen] = [0, 0];
    let last: Value = null;
    return (row) => {
      const value = term.run(row);
      const fresh = scope.frame.index === 0 || restart?.(row) === true;
      seen = fresh ? 1 : seen + 1;
      if (fresh) current = 1;
      else if (compareValues(value, last, term.type) !== 0) current = dense ? current + 1 : seen;
      last = value;
      return current;
    };
  };
}

/** The start of the session a row belongs to: broken by distance from its start or from the row before. */
function windowSession({ args, scope }: FunctionCall): ReturnType<FunctionCompiler> {
  const moment = readAs(args[0]!, 'datetime');
  const [fromFirst, between] = [readAs(args[1]!, 'timespan'), readAs(args[2]!, 'timespan')];
  const restart = args[3] && readAs(args[3], 'bool');
  let start: bigint | null = null;
  let last: bigint | null = null;
  return (row) => {
    const now = moment(row) as bigint | null;
    if (now === null) {
      last = null;
      return null;
    }
    const fresh = scope.frame.index === 0 || start === null || last === null || restart?.(row) === true;
    if (fresh || now - start! > (fromFirst(row) as bigint) || now - last! > (between(row) as bigint))
      start = now;
    last = now;
    return start;
  };
}

/** `prev(column [, offset [, default]])` and `next(…)`. */
function neighbour(direction: number): FunctionCompiler {
  return ({ args, type, scope }) => {
    const value = readAs(args[0]!, type);
    const offset = args[1] ? readAs(args[1], 'number') : () => 1;
    const otherwise = args[2] ? readAs(args[2], type) : () => null;
    return (row) => {
      const other = scope.frame.rows[scope.frame.index + direction * (offset(row) as number)];
      return other === undefined ? otherwise(row) : value(other);
    };
  };
}
