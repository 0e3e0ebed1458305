import type { Span } from '../../text/span.ts';

/** Why a query was not run to its end; `span` is its place in the query where there is one. */
export class KqlFailure extends Error {
  readonly span: Span | undefined;

  constructor(message: string, span?: Span) {
    super(message);
    this.span = span;
  }
}
