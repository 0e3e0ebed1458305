/** What one measurement came to; all numbers in its unit. */
export interface Measurement {
  readonly name: string;
  readonly unit: 'ms' | 'µs' | 'ratio' | 'alerts/s' | 'events/s' | 'rows/s' | 'MB';
  readonly median: number;
  /** 95 of 100 samples are no worse. */
  readonly p95: number;
  readonly samples: number;
  /** What exactly was measured. */
  readonly what: string;
}

/** A benchmark measures one or more things. */
export type Benchmark = (rules: RulesToMeasure) => Measurement[] | Promise<Measurement[]>;

/** Rules files to measure with, in load order, and where they are from. */
export interface RulesToMeasure {
  readonly from: 'official rules' | 'examples' | 'made up';
  readonly files: readonly { readonly path: string; readonly text: string }[];
}

/** How often something is done before it counts, and how often it counts. */
export interface Runs {
  readonly warmUp: number;
  readonly counted: number;
}

/** Milliseconds that each counted run of `work` takes; what `prepare` makes for a run is not counted. */
export function timeRuns<Input>(
  { warmUp, counted }: Runs,
  prepare: (run: number) => Input,
  work: (input: Input) => unknown,
): number[] {
  const samples: number[] = [];
  for (let run = 0; run < warmUp + counted; run++) {
    const input = prepare(run);
    const start = performance.now();
    work(input);
    if (run >= warmUp) samples.push(performance.now() - start);
  }
  return samples;
}

/** Sums samples up. */
export function summarise(
  name: string,
  unit: Measurement['unit'],
  samples: readonly number[],
  what: string,
): Measurement {
  // Of rates the low ones are the bad ones.
  const direction = unit.endsWith('/s') ? -1 : 1;
  const sorted = [...samples].sort((a, b) => direction * (a - b));
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
  return { name, unit, median: at(0.5), p95: at(0.95), samples: samples.length, what };
}
