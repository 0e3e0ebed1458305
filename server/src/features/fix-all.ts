import { collectProblems } from '../checks/collect.ts';
import type { ProblemCode } from '../falco/problems/index.ts';
import { applyEdits, type TextEdit } from '../text/edit.ts';
import { editsBetween } from '../text/line-diff.ts';
import type { RulesFile } from '../workspace/rules-file.ts';
import { withTexts } from '../workspace/with-texts.ts';
import type { Snapshot } from '../workspace/workspace.ts';

/** Problems whose fix says the same in another way, or what can only be meant; the others are for people to choose. */
const safe: ReadonlySet<ProblemCode> = new Set([
  'deprecated-append',
  'deprecated-enabled',
  'deprecated-field',
  'override-with-append',
  'repeated-check',
]);

/** A fix can make room for the next; more rounds than this are not needed by anything that people write. */
const mostRounds = 20;

/** Applies every fix that needs no choice, again and again, until there is none left. */
export function fixAll(snapshot: Snapshot, file: RulesFile): TextEdit[] {
  let now = snapshot;
  let current = file;
  for (let round = 0; round < mostRounds; round++) {
    const edits = separate(safeFixes(now, current));
    if (edits.length === 0) break;
    const text = applyEdits(current.text, edits);
    now = withTexts(now, new Map([[file.uri, text]]));
    current = now.files.get(file.uri)!;
  }
  return editsBetween(file.text, current.text);
}

function safeFixes(snapshot: Snapshot, file: RulesFile): (readonly TextEdit[])[] {
  return collectProblems(snapshot, file).flatMap(({ code, fixes }) =>
    safe.has(code) && fixes.length === 1 ? [fixes[0]!.edits] : [],
  );
}

/** The edits of the fixes that do not come near those before them; the others have their turn in the next round. */
function separate(fixes: readonly (readonly TextEdit[])[]): TextEdit[] {
  const taken: TextEdit[] = [];
  for (const edits of fixes) {
    const near = edits.some(({ span }) =>
      taken.some((other) => span.start <= other.span.end && other.span.start <= span.end),
    );
    if (!near) taken.push(...edits);
  }
  return taken;
}
