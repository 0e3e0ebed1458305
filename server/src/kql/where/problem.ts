import type { KqlWhereCode, kqlWhereProblems } from '../../falco/problems/kql.ts';
import type { Span } from '../../text/span.ts';

/** What a translation finds; `span` counts in the text of the condition. */
export interface TranslationProblem {
  readonly code: KqlWhereCode;
  readonly args: readonly unknown[];
  readonly message: string;
  readonly span: Span;
}

/** Thrown while one check is translated, and caught there: what KQL or the transport cannot say. */
export class Inexpressible extends Error {
  readonly code: KqlWhereCode;
  readonly args: readonly unknown[];
  /** The part of the check that it is about; the whole where it is left out. */
  readonly span: Span | undefined;

  constructor(code: KqlWhereCode, args: readonly unknown[], span?: Span) {
    super(code);
    this.code = code;
    this.args = args;
    this.span = span;
  }
}

/** Throws: `subject` (what stands there) has no counterpart, for the reason given. */
export function cannotExpress(subject: string, reason: string, span?: Span): never {
  const args: Parameters<(typeof kqlWhereProblems)['kql-cannot-express']['message']> = [subject, reason];
  throw new Inexpressible('kql-cannot-express', args, span);
}
