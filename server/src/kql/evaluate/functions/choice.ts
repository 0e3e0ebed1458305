import type { Value } from '../value/value.ts';
import { isArray } from '../value/value.ts';
import type { FunctionCall, FunctionCompiler, FunctionTable } from './define.ts';
import { lenient, readAs } from './define.ts';

/** Functions that choose between values, and tests for null. */
export const choiceFunctions: FunctionTable = {
  iff: choose,
  iif: choose,
  case: chooseCase,
  coalesce,
  not: lenient(['bool'], (value: boolean | null) => (value === null ? null : !value)),
  isnull: nullTest(true),
  isnotnull: nullTest(false),
  notnull: nullTest(false),
  assert: ({ args }) => {
    const read = readAs(args[0]!, 'bool');
    return (row) => read(row) === true;
  },
};

/** Only the chosen branch is evaluated; a null condition chooses the second. */
function choose({ args, type }: FunctionCall): ReturnType<FunctionCompiler> {
  const condition = readAs(args[0]!, 'bool');
  const [yes, no] = [readAs(args[1]!, type), readAs(args[2]!, type)];
  return (row) => (condition(row) === true ? yes(row) : no(row));
}

function chooseCase({ args, type }: FunctionCall): ReturnType<FunctionCompiler> {
  const otherwise = readAs(args.at(-1)!, type);
  const cases: [(row: readonly Value[]) => Value, (row: readonly Value[]) => Value][] = [];
  for (let i = 0; i + 1 < args.length; i += 2) {
    cases.push([readAs(args[i]!, 'bool'), readAs(args[i + 1]!, type)]);
  }
  return (row) => {
    for (const [condition, value] of cases) if (condition(row) === true) return value(row);
    return otherwise(row);
  };
}

/** The first that is not null; for text, not empty. */
function coalesce({ args, type }: FunctionCall): ReturnType<FunctionCompiler> {
  const reads = args.map((argument) => readAs(argument, type));
  return (row) => {
    for (const read of reads) {
      const value = read(row);
      if (value !== null && value !== '') return value;
    }
    return null;
  };
}

/** Text is never null. */
function nullTest(wanted: boolean): FunctionCompiler {
  return ({ args }) => {
    const argument = args[0]!;
    return (row) => (argument.run(row) === null) === wanted;
  };
}

/** `array_iff(conditions, ifTrue, ifFalse)`: item by item; a scalar branch counts for every item. */
export function chooseItems(conditions: Value, yes: Value, no: Value): Value {
  if (!isArray(conditions)) return null;
  const branch = (values: Value, i: number): Value => (isArray(values) ? (values[i] ?? null) : values);
  return conditions.map((condition, i) => {
    const truth = truthOf(condition);
    return truth === null ? null : branch(truth ? yes : no, i);
  });
}

function truthOf(value: Value): boolean | null {
  if (typeof value === 'boolean') return value;
  return typeof value === 'bigint' || typeof value === 'number' ? Number(value) !== 0 : null;
}
