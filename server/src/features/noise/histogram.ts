/** Widths of buckets in seconds: each divides the next, so that buckets can be joined. */
const widths = [1, 5, 15, 60, 300, 900, 3600, 21_600, 86_400, 604_800];

/** Buckets that a histogram has at most: as many as a chart shows. */
const mostBuckets = 120;

/** How many alerts there were in each stretch of time. */
export interface TimeCounts {
  /** Where the first bucket begins, in milliseconds since 1970. */
  readonly start: number;
  /** Milliseconds of one bucket. */
  readonly width: number;
  readonly counts: readonly number[];
}

/** Counts moments in buckets that grow with the span, so that there are never more than a chart can show. */
export class Histogram {
  private buckets = new Map<number, number>();
  private level = 0;
  private low = Number.POSITIVE_INFINITY;
  private high = Number.NEGATIVE_INFINITY;

  /** Milliseconds of one bucket. */
  get width(): number {
    return widthOf(this.level);
  }

  /** @param time in milliseconds since 1970 */
  add(time: number): void {
    if (time < this.low || time > this.high) this.widen(time);
    const bucket = Math.floor(time / this.width);
    this.buckets.set(bucket, (this.buckets.get(bucket) ?? 0) + 1);
  }

  /** The span of what was added; undefined where nothing was. */
  get span(): { readonly from: number; readonly to: number } | undefined {
    return this.buckets.size === 0 ? undefined : { from: this.low, to: this.high };
  }

  /**
   * The counts over a span, empty buckets too.
   * @param like a histogram of which this one is a part: its span and buckets are taken
   */
  counts(like: Histogram = this): TimeCounts {
    const { span, width } = like;
    if (span === undefined) return { start: 0, width, counts: [] };
    const first = Math.floor(span.from / width);
    const counts = new Array<number>(Math.floor(span.to / width) - first + 1).fill(0);
    for (const [bucket, count] of this.buckets) {
      const at = Math.floor((bucket * this.width) / width) - first;
      counts[at] = (counts[at] ?? 0) + count;
    }
    return { start: first * width, width, counts };
  }

  private widen(time: number): void {
    this.low = Math.min(this.low, time);
    this.high = Math.max(this.high, time);
    const level = levelFor(this.low, this.high, this.level);
    if (level > this.level) this.coarsen(level);
  }

  private coarsen(level: number): void {
    const [before, after] = [this.width, widthOf(level)];
    const joined = new Map<number, number>();
    for (const [bucket, count] of this.buckets) {
      const wide = Math.floor((bucket * before) / after);
      joined.set(wide, (joined.get(wide) ?? 0) + count);
    }
    this.buckets = joined;
    this.level = level;
  }
}

function levelFor(low: number, high: number, level: number): number {
  let needed = level;
  while (Math.floor(high / widthOf(needed)) - Math.floor(low / widthOf(needed)) >= mostBuckets) needed++;
  return needed;
}

/** Beyond weeks each is four times the one before. */
function widthOf(level: number): number {
  const beyond = Math.max(0, level - widths.length + 1);
  return widths[Math.min(level, widths.length - 1)]! * 1000 * 4 ** beyond;
}
