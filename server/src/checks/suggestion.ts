import { nearestNames } from './nearest-name.ts';

/** What is known of a word that names nothing. */
export interface Suggestion {
  readonly word: string;
  /** What to write instead, the likeliest first. */
  readonly names: readonly string[];
  /** A sentence that explains the word better than a similar name does. */
  readonly note?: string;
}

/** The names of `candidates` that are like the word. */
export function near(word: string, candidates: Iterable<string>): Suggestion {
  return { word, names: nearestNames(word, candidates) };
}
