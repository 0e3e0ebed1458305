import type { EngineVersion } from '../falco/items/item.ts';
import type { PlacedItem } from '../falco/load/placed-item.ts';
import { type Finding, finding, type ProblemCode, type problemKinds } from '../falco/problems/index.ts';
import type { TextEdit } from '../text/edit.ts';
import { type Span, shift } from '../text/span.ts';
import type { ConditionText } from '../workspace/locate.ts';
import type { RuleOutput } from '../workspace/rule-outputs.ts';
import type { RulesFile } from '../workspace/rules-file.ts';
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

/**
 * One of our own checks, with what it looks at. It may look at nothing else: what it finds is kept as long as
 * that stays the same, and moves along with it.
 */
export type Check = ItemCheck | ConditionCheck | OutputCheck | FileCheck;

/** Looks at single items. */
export interface ItemCheck {
  readonly of: 'item';
  /** True where it looks at the items of files of detections, too. */
  readonly inDetections?: true;
  find(placed: PlacedItem, target: EngineVersion): Iterable<FileFinding>;
}

/** Looks at single conditions of rules and macros as they are written, those with syntax problems left out. */
export interface ConditionCheck {
  readonly of: 'condition';
  find(condition: ConditionText, target: EngineVersion): Iterable<FileFinding>;
}

/** Looks at single outputs of the rules that compile. */
export interface OutputCheck {
  readonly of: 'output';
  find(output: RuleOutput, target: EngineVersion): Iterable<OutputFinding>;
}

/**
 * Looks at a file and at everything that bears on it; it keeps for itself what it knows of parts. What it finds
 * in other files does not count.
 */
export interface FileCheck {
  readonly of: 'file';
  /** Files of another kind that it looks at in place of rules files. */
  readonly in?: 'detections' | 'tests';
  find(snapshot: Snapshot, file: RulesFile): Iterable<FileFinding>;
}

/** A finding whose span counts in the whole text of an output. */
export interface OutputFinding {
  readonly span: Span;
  readonly finding: Finding;
}

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
