import type { Span } from '../text/span.ts';

/** Characters of a file. */
export interface FilePlace {
  /** The file's address, a key of `Snapshot.files`. */
  readonly file: string;
  readonly span: Span;
}
