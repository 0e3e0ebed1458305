import { readAs } from '../functions/define.ts';
import { keyOf } from '../value/compare.ts';
import type { Value } from '../value/value.ts';
import { isArray } from '../value/value.ts';
import type { AggregateCompiler, AggregateTable } from './define.ts';
import { onlyIf } from './define.ts';

/**
 * Kusto's sketches (`hll`, `tdigest`) are estimates in a form of its own; here they are plain arrays of
 * the values themselves, so that what is read from them is exact.
 */
export const sketchAggregates: AggregateTable = {
  hll: sketch(true),
  hll_if: onlyIf(1, sketch(true)),
  hll_merge: merged(true),
  tdigest: sketch(false),
  tdigest_merge: merged(false),
  merge_tdigest: merged(false),
};

function sketch(unique: boolean): AggregateCompiler {
  return ({ args }) => {
    const read = readAs(args[0]!, 'dynamic');
    return () => collect(unique, (row) => [read(row)]);
  };
}

function merged(unique: boolean): AggregateCompiler {
  return ({ args }) => {
    const read = readAs(args[0]!, 'dynamic');
    return () =>
      collect(unique, (row) => {
        const value = read(row);
        return isArray(value) ? value : [];
      });
  };
}

function collect(
  unique: boolean,
  valuesOf: (row: readonly Value[]) => readonly Value[],
): ReturnType<ReturnType<AggregateCompiler>> {
  const values = new Map<unknown, Value>();
  return {
    add: (row) => {
      for (const value of valuesOf(row)) {
        if (value !== null) values.set(unique ? keyOf(value, 'dynamic') : values.size, value);
      }
    },
    result: () => [...values.values()],
  };
}
