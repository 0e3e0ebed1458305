/** A half-open stretch of a text, in UTF-16 offsets (JavaScript string indices). */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Makes a span from two offsets. */
export function span(start: number, end: number): Span {
  return { start, end };
}

/** True when `offset` lies inside `s` or touches either of its ends (as a text cursor does). */
export function touches(s: Span, offset: number): boolean {
  return s.start <= offset && offset <= s.end;
}

/** The smallest span that holds both. */
export function cover(a: Span, b: Span): Span {
  return { start: Math.min(a.start, b.start), end: Math.max(a.end, b.end) };
}

/** The span moved by `delta` offsets. */
export function shift(s: Span, delta: number): Span {
  return { start: s.start + delta, end: s.end + delta };
}
