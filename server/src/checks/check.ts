import type { PlacedItem } from '../falco/load/placed-item.ts';
import { type Finding, finding, type ProblemCode, type problemKinds } from '../falco/problems/index.ts';
import type { TextEdit } from '../text/edit.ts';
import { type Span, shift } from '../text/span.ts';
import type { ConditionText } from '../workspace/locate.ts';
import type { RuleOutput } from '../workspace/rule-outputs.ts';
import type { Snapshot } from '../workspace/workspace.ts';

/** A safe way to remove a problem: edits of the file that the problem is in. */
export interface Fix {
  /** What the fix does, as a menu entry: ``Replace with `proc.name` ``. */
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

/** A problem in a file; spans of finding and fixes count in the file's text. */
export interface FileFinding {
  /** The file's address, a key of `Snapshot.files`. */
  readonly file: string;
  readonly finding: Finding;
  /** The best fix first; empty where none is safe. */
  readonly fixes: readonly Fix[];
}

/** What checks look at; everything in it is computed once for all of them. */
export interface CheckContext {
  readonly snapshot: Snapshot;
  /** Items of all rules files in load order. */
  readonly items: readonly PlacedItem[];
  /** Conditions of rules and macros as they are written, those with syntax problems left out. */
  readonly conditions: readonly ConditionText[];
  /** Outputs of the rules that compile. */
  readonly outputs: readonly RuleOutput[];
}

/** One of our own checks: everything that it finds in all files. */
export type Check = (context: CheckContext) => Iterable<FileFinding>;

/** A finding of a check; `span` counts in the text of the item. */
export function itemFinding<Code extends ProblemCode>(
  { file, start }: PlacedItem,
  span: Span,
  code: Code,
  args: Parameters<(typeof problemKinds)[Code]['message']>,
  fixes: readonly Fix[] = [],
): FileFinding {
  return { file, finding: finding(code, shift(span, start), args), fixes };
}
