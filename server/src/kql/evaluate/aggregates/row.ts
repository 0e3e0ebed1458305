import { readAs } from '../functions/define.ts';
import { failAt } from '../scope.ts';
import { compareValues } from '../value/compare.ts';
import type { Row, Value } from '../value/value.ts';
import type { AggregateCall, AggregateCompiler, AggregateTable } from './define.ts';
import { onlyIf } from './define.ts';

const any = takeAny;

/** Aggregates that pick a whole row. */
export const rowAggregates: AggregateTable = {
  arg_max: extremeRow(1),
  arg_min: extremeRow(-1),
  argmax: extremeRow(1),
  argmin: extremeRow(-1),
  any,
  take_any: any,
  anyif: onlyIf(1, any),
  take_anyif: onlyIf(1, any),
};

type Read = (row: Row) => Value;

/** The row where the first argument is greatest or least; a row with null only where there is no other. */
function extremeRow(direction: number): AggregateCompiler {
  return (call) => {
    const { type, run } = call.args[0]!;
    const reads = [run, ...restOf(call, 1)];
    return () => {
      let bestValue: Value = null;
      let bestRow: Row | undefined;
      return {
        add: (row) => {
          const value = run(row);
          if (bestRow !== undefined && value === null) return;
          if (bestRow !== undefined && bestValue !== null) {
            if (compareValues(value, bestValue, type) * direction <= 0) return;
          }
          bestRow = row;
          bestValue = value;
        },
        result: () => shape(call, reads, bestRow),
      };
    };
  };
}

/** The first row's values, each the first that is not null. */
function takeAny(call: AggregateCall): ReturnType<AggregateCompiler> {
  const reads = restOf(call, 0);
  return () => {
    let first: Row | undefined;
    let single: Value = null;
    return {
      add: (row) => {
        first ??= row;
        if (reads.length === 1 && (single === null || single === '')) single = reads[0]!(row);
      },
      result: () => (reads.length === 1 && !call.columns ? single : shape(call, reads, first)),
    };
  };
}

function shape(call: AggregateCall, reads: readonly Read[], row: Row | undefined): Value {
  const values = reads.map((read) => (row === undefined ? null : read(row)));
  return call.columns ? values : (values[0] ?? null);
}

/** Readers of the arguments from `from` on; `*` stands for the columns of the tuple still without one. */
function restOf(call: AggregateCall, from: number): Read[] {
  const reads: Read[] = [];
  for (let i = from; i < call.nodes.length; i++) {
    const isStar = call.scope.session.kusto.kindName(call.nodes[i]!) === 'StarExpression';
    if (isStar) reads.push(...starReads(call, from + reads.length));
    else reads.push(readAs(call.args[i]!, call.args[i]!.type));
  }
  return reads;
}

function starReads(call: AggregateCall, from: number): Read[] {
  return (call.columns ?? []).slice(from).map(({ name }) => {
    const column = call.scope.columns.find((candidate) => candidate.name === name);
    if (column === undefined) throw failAt(call.node, `There is no column '${name}' here`);
    return column.run;
  });
}
