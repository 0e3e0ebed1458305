/** What a condition says of an event: `unknown` where a value that matters was not recorded. */
export type Verdict = true | false | 'unknown';

/** Kleene's `not`. */
export function negation(verdict: Verdict): Verdict {
  return verdict === 'unknown' ? verdict : !verdict;
}

/** Kleene's `and`: false where one is false, else unknown where one is. */
export function conjunction(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes(false)) return false;
  return verdicts.includes('unknown') ? 'unknown' : true;
}

/** Kleene's `or`: true where one is true, else unknown where one is. */
export function disjunction(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes(true)) return true;
  return verdicts.includes('unknown') ? 'unknown' : false;
}
