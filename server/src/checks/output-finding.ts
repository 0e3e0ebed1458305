import { fileSpan } from '../falco/load/placed-item.ts';
import { finding, type ProblemCode, type problemKinds } from '../falco/problems/index.ts';
import type { Span } from '../text/span.ts';
import type { RuleOutput } from '../workspace/rule-outputs.ts';
import type { FileFinding } from './check.ts';

/** A finding in an output; `span` counts in its whole text. */
export function outputFinding<Code extends ProblemCode>(
  { text }: RuleOutput,
  span: Span,
  code: Code,
  args: Parameters<(typeof problemKinds)[Code]['message']>,
): FileFinding {
  const place = text.locate(span);
  return { file: place.placed.file, finding: finding(code, fileSpan(place), args), fixes: [] };
}

/** The characters of a whole output. */
export function wholeOutput({ text }: RuleOutput): Span {
  return { start: 0, end: text.text.length };
}
