/** How serious a problem is. `off` only ever comes from the user's settings. */
export type Level = 'error' | 'warning' | 'info' | 'hint';

/**
 * One row of the problem table: everything about a code but the place where it occurs.
 * The page is always `docs/problems/<code>.md`.
 */
export interface ProblemKind<Arguments extends readonly unknown[] = never> {
  /** Level where the user's settings say nothing. */
  readonly level: Level;
  /** The sentence that the user reads: what is wrong, and what to do. */
  readonly message: (...args: Arguments) => string;
}
