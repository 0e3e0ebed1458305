/** What a condition says of an event: `unknown` where a value that matters was not recorded. */
export type Verdict = true | false | 'unknown';

/** Kleene's `not`. */
export function negate(verdict: Verdict): Verdict {
  return verdict === 'unknown' ? verdict : !verdict;
}
