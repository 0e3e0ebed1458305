import type { Budget } from './budget.ts';
import type { Row, Value } from './value/value.ts';

/** Gives a value for a row. */
export type Read = (row: Row) => Value;

/** Rows that stem from those of a source, one from each that passes the tests. */
export interface Part {
  /** Rows, or what gives them one after the other. */
  readonly source: Iterable<Row>;
  readonly tests: readonly ((row: Row) => boolean)[];
  /** What a row's columns hold, asked of the source's row. */
  readonly reads: readonly Read[];
  /** True where the reads give the values of the source's row as they stand in it. */
  readonly asIs: boolean;
}

/** All of those rows, as they are. */
export function wholePart(rows: readonly Row[], width: number): Part {
  const reads = Array.from({ length: width }, (_, i) => (row: Row) => row[i]!);
  return { source: rows, tests: [], reads, asIs: true };
}

/**
 * Rows that are made when they are first asked for, and then kept. Operators that look at one row at a time
 * add to the parts instead of making rows: a pipe of them goes through its source once, filters come first,
 * and a column that nobody asks for is never computed.
 */
export class LazyRows {
  /** How many operators have added to the parts. */
  readonly steps: number;
  private made: readonly Row[] | undefined;
  private readonly waiting: readonly Part[];
  private readonly budget: Budget | undefined;

  constructor(parts: readonly Part[], steps: number, budget?: Budget) {
    this.waiting = parts;
    this.steps = steps;
    this.budget = budget;
  }

  /** What the rows are made of; undefined once they are made. */
  get parts(): readonly Part[] | undefined {
    return this.made === undefined ? this.waiting : undefined;
  }

  get rows(): readonly Row[] {
    this.made ??= this.make(Number.POSITIVE_INFINITY);
    return this.made;
  }

  /** The first rows, without making the others. */
  first(count: number): readonly Row[] {
    return this.made?.slice(0, count) ?? this.make(count);
  }

  private make(count: number): readonly Row[] {
    const whole = this.wholeSource();
    if (whole) return whole.slice(0, count);
    const rows: Row[] = [];
    for (const part of this.waiting) this.makePart(part, count, rows);
    return rows;
  }

  /** The rows of the source, where they are to be the rows as they are. */
  private wholeSource(): readonly Row[] | undefined {
    const [only] = this.waiting;
    if (only === undefined || this.waiting.length > 1 || !only.asIs || only.tests.length > 0)
      return undefined;
    return Array.isArray(only.source) ? only.source : undefined;
  }

  private makePart({ source, tests, reads, asIs }: Part, count: number, rows: Row[]): void {
    for (const row of source) {
      if (rows.length >= count) return;
      this.budget?.spend(1);
      if (passes(row, tests)) rows.push(asIs ? row : rowOf(reads, row));
    }
  }
}

function passes(row: Row, tests: Part['tests']): boolean {
  for (const test of tests) if (!test(row)) return false;
  return true;
}

/** Makes a row from the closures. */
export function rowOf(reads: readonly Read[], row: Row): Row {
  const values: Value[] = new Array<Value>(reads.length);
  for (let i = 0; i < reads.length; i++) values[i] = reads[i]!(row);
  return values;
}

/** A closure that is asked once for a row, however many columns read it. */
export function remembered(read: Read): Read {
  let last: Row | undefined;
  let value: Value = null;
  return (row) => {
    if (row !== last) {
      value = read(row);
      last = row;
    }
    return value;
  };
}
