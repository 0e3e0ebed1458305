import { finding, type ProblemCode, type problemKinds } from '../falco/problems/index.ts';
import type { Span } from '../text/span.ts';
import type { RuleOutput } from '../workspace/rule-outputs.ts';
import type { OutputFinding } from './check.ts';

/** A finding in an output; `span` counts in its whole text. */
export function outputFinding<Code extends ProblemCode>(
  span: Span,
  code: Code,
  args: Parameters<(typeof problemKinds)[Code]['message']>,
): OutputFinding {
  return { span, finding: finding(code, span, args) };
}

/** The characters of a whole output. */
export function wholeOutput({ text }: RuleOutput): Span {
  return { start: 0, end: text.length };
}
