import type { CoveragePath, CoverageTactic } from '../../../server/src/protocol.ts';

/** A step of an attack in the picture. */
export interface Dot {
  /** From 0 to 1, left to right: the time of the first alert. */
  readonly x: number;
  /** Row of the tactic, from 0. */
  readonly row: number;
  /** Index of the step. */
  readonly step: number;
}

/** A picture of one path: time to the right, tactics down in the order of the matrix. */
export interface Timeline {
  /** Titles of the tactics that occur. */
  readonly rows: readonly string[];
  readonly dots: readonly Dot[];
  /** Milliseconds since 1970; undefined where no step has a time. */
  readonly from?: number;
  readonly to?: number;
}

/** Lays the steps of a path out; those without a time or a tactic are in the table only. */
export function timeline({ steps }: CoveragePath, tactics: readonly CoverageTactic[]): Timeline {
  const timed = steps.flatMap((each, step) =>
    each.first === undefined || each.tactics.length === 0 ? [] : [{ ...each, first: each.first, step }],
  );
  const names = tactics
    .map(({ name }) => name)
    .filter((name) => timed.some((each) => each.tactics.includes(name)));
  const rows = names.map((name) => tactics.find((each) => each.name === name)!.title);
  if (timed.length === 0) return { rows, dots: [] };
  const from = Math.min(...timed.map(({ first }) => first));
  const to = Math.max(...timed.map(({ first }) => first));
  const span = Math.max(1, to - from);
  const dots = timed.flatMap(({ first, tactics: own, step }) =>
    own.map((name) => ({ x: (first - from) / span, row: names.indexOf(name), step })),
  );
  return { rows, dots, from, to };
}
