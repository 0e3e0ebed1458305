import { readAs } from '../functions/define.ts';
import { keyOf } from '../value/compare.ts';
import type { Value } from '../value/value.ts';
import { isArray } from '../value/value.ts';
import type { AggregateCall, AggregateCompiler, AggregateTable } from './define.ts';
import { onlyIf } from './define.ts';

/**
 * Kusto's sketches (`hll`, `tdigest`) are estimates in a form of its own; here they are plain arrays of
 * the values themselves, so that what is read from them is exact.
 */
export const sketchAggregates: AggregateTable = {
  hll: values,
  hll_if: onlyIf(1, values),
  hll_merge: merged(true),
  tdigest: digest,
  tdigest_merge: merged(false),
  merge_tdigest: merged(false),
};

function values({ args }: AggregateCall): ReturnType<AggregateCompiler> {
  const read = readAs(args[0]!, 'dynamic');
  return () => collect(true, (row) => [read(row)]);
}

/** With weights a value that does not weigh 1 stands beside its weight. */
function digest({ args }: AggregateCall): ReturnType<AggregateCompiler> {
  const read = readAs(args[0]!, 'dynamic');
  const weight = args[1] ? readAs(args[1], 'number') : () => 1;
  return () =>
    collect(false, (row) => {
      const [value, weighs] = [read(row), weight(row) as number | null];
      if (value === null || weighs === null || weighs <= 0) return [];
      return [weighs === 1 ? value : [value, weighs]];
    });
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
    result: () => (values.size === 0 ? null : [...values.values()]),
  };
}
