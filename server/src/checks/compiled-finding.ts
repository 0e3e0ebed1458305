import type { CompiledCondition } from '../falco/load/compile.ts';
import { beforeExpansion } from '../falco/load/expand-lists.ts';
import { fileSpan } from '../falco/load/placed-item.ts';
import { finding, type ProblemCode, type problemKinds } from '../falco/problems/index.ts';
import type { Span } from '../text/span.ts';
import type { FileFinding } from './check.ts';

/** A finding in a compiled condition; `span` counts in its text with the lists put in. */
export function compiledFinding<Code extends ProblemCode>(
  { composed, expanded }: CompiledCondition,
  span: Span,
  code: Code,
  args: Parameters<(typeof problemKinds)[Code]['message']>,
): FileFinding {
  const place = composed.locate(beforeExpansion(expanded, span));
  return { file: place.placed.file, finding: finding(code, fileSpan(place), args), fixes: [] };
}
