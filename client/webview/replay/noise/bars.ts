import type { NoiseOverTime } from '../../../../server/src/protocol.ts';

/** A bar of a chart, in its own units: from 0 to 1, right and up. */
export interface Bar {
  readonly x: number;
  readonly width: number;
  readonly height: number;
  readonly count: number;
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
}

/**
 * The bars of a chart over time; stretches without alerts have none.
 * @param most the count that is as high as the chart
 */
export function barsOf({ start, width, counts }: NoiseOverTime, most: number): readonly Bar[] {
  const each = 1 / Math.max(1, counts.length);
  return counts.flatMap((count, i) => {
    if (count === 0) return [];
    const from = start + i * width;
    return [{ x: i * each, width: each, height: count / Math.max(1, most), count, from, to: from + width }];
  });
}
