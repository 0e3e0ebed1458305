import type { CoverageCounts, CoverageTactic } from '../../../server/src/protocol.ts';

/** What the cells of the matrix are shaded by. */
export const shades = ['rules', 'detections', 'tests', 'alerts'] as const;
/** What the cells of the matrix are shaded by. */
export type Shade = (typeof shades)[number];

/** A technique under a tactic. */
export interface MatrixCell extends CoverageCounts {
  readonly tactic: string;
  readonly id: string;
  readonly name: string;
  /** Indices of items. */
  readonly items: readonly number[];
  /** From 0, for nothing, to 4, for the most in the matrix. */
  readonly level: number;
}

/**
 * The matrix row by row: each tactic's techniques from the top, undefined below its last.
 * @param withUncovered techniques with nothing at all too, behind the others
 */
export function matrixRows(
  tactics: readonly CoverageTactic[],
  shade: Shade,
  withUncovered: boolean,
): readonly (readonly (MatrixCell | undefined)[])[] {
  const most = Math.max(1, ...tactics.flatMap(({ techniques }) => techniques.map((each) => each[shade])));
  const columns = tactics.map(({ name: tactic, techniques, uncovered }): MatrixCell[] => [
    ...techniques.map((each) => ({ ...each, tactic, level: levelOf(each[shade], most) })),
    ...(withUncovered ? uncovered.map((each) => ({ ...each, ...nothing, tactic })) : []),
  ]);
  const height = Math.max(0, ...columns.map(({ length }) => length));
  return Array.from({ length: height }, (_, row) => columns.map((column) => column[row]));
}

const nothing = { rules: 0, detections: 0, tests: 0, alerts: 0, items: [], level: 0 } as const;

/** Alerts come in thousands, rules in ones: the steps are those of the logarithm. */
function levelOf(count: number, most: number): number {
  if (count === 0) return 0;
  return most === 1 ? 4 : 1 + Math.round((3 * Math.log(count)) / Math.log(most));
}
