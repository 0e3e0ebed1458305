import { finding, type ProblemCode, type problemKinds } from '../falco/problems/index.ts';
import type { Span } from '../text/span.ts';
import { type ConditionText, spanInFile } from '../workspace/locate.ts';
import type { FileFinding, Fix } from './check.ts';

/** A finding in a condition as it is written; `span` counts in its decoded text. */
export function conditionFinding<Code extends ProblemCode>(
  condition: ConditionText,
  span: Span,
  code: Code,
  args: Parameters<(typeof problemKinds)[Code]['message']>,
  fixes: readonly Fix[] = [],
): FileFinding {
  const { file } = condition.placed;
  return { file, finding: finding(code, spanInFile(condition, span), args), fixes };
}
