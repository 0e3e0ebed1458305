import { type Span, span } from '../../text/span.ts';
import type { ValueCursor } from '../cursor.ts';

/** The word round the cursor. */
export interface WordAtCursor {
  /** The part of the word before the cursor. */
  readonly prefix: string;
  /** The value's text before the word. */
  readonly before: string;
  /** The whole word in the file: words have no characters that YAML writes in another way. */
  readonly replace: Span;
}

/** The word round the cursor, of characters that `letters` (a regular expression's class) allows. */
export function wordAt({ before, after, at }: ValueCursor, letters: string): WordAtCursor {
  const prefix = new RegExp(`[${letters}]*$`).exec(before.slice(-200))![0];
  const rest = new RegExp(`^[${letters}]*`).exec(after.slice(0, 200))![0];
  return {
    prefix,
    before: before.slice(0, before.length - prefix.length),
    replace: span(at - prefix.length, at + rest.length),
  };
}
