import { collectProblems, type Problem } from '../checks/collect.ts';
import type { TextEdit } from '../text/edit.ts';
import type { Span } from '../text/span.ts';
import type { RulesFile } from '../workspace/rules-file.ts';
import type { Snapshot } from '../workspace/workspace.ts';

/** A way to remove a problem, as the editor's light bulb offers it. */
export interface CodeAction {
  readonly title: string;
  readonly edits: readonly TextEdit[];
  readonly problem: Problem;
  /** True for the only fix of its problem: it can be applied without a choice. */
  readonly preferred: boolean;
}

/** The fixes of the problems that a span of a file touches. */
export function codeActions(snapshot: Snapshot, file: RulesFile, { start, end }: Span): CodeAction[] {
  return collectProblems(snapshot, file)
    .filter(({ span }) => span.start <= end && start <= span.end)
    .flatMap((problem) =>
      problem.fixes.map(({ title, edits }) => ({
        title,
        edits,
        problem,
        preferred: problem.fixes.length === 1,
      })),
    );
}
