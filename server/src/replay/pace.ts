/** Tells a long job that nobody wants its result any more. */
export interface Stop {
  readonly stopped: boolean;
}

/** Lets a long job make room for others; the clock and the pause are the host's. */
export interface Pace {
  /** Milliseconds since any moment. */
  readonly now: () => number;
  /** Comes back when whatever else is due has been done. */
  readonly pause: () => Promise<void>;
}

/** How long a job computes between pauses, in milliseconds. */
export const stretch = 10;
