import type { RulesFile } from '../workspace/rules-file.ts';
import type { Snapshot, Workspace } from '../workspace/workspace.ts';

/** A place of a name: the address of a rules text, and an offset in it. */
export interface NamePlace {
  readonly file: string;
  readonly offset: number;
}

/** Where a question starts. */
export interface Start {
  readonly now: Snapshot;
  readonly file: RulesFile;
  readonly offset: number;
}

/**
 * Asks about a name in every project that it reaches: projects share the base rules, so what is done to a name
 * of theirs concerns all projects on top of them. The project of the question comes first.
 * @param ask answers in one project, and says where the name stands there.
 */
export function acrossProjects<Answer>(
  workspace: Workspace,
  start: Start,
  ask: (
    project: Snapshot,
    file: RulesFile,
    offset: number,
  ) => { answer: Answer; places: readonly NamePlace[] },
): Answer[] {
  const answers: Answer[] = [];
  const reached = new Set([start.now]);
  const waiting: Start[] = [start];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { answer, places } = ask(next.now, next.file, next.offset);
    answers.push(answer);
    for (const { file: name, offset } of places) {
      for (const now of workspace.snapshotsWith(name)) {
        const file = now.files.get(name);
        if (reached.has(now) || file === undefined) continue;
        reached.add(now);
        waiting.push({ now, file, offset });
      }
    }
  }
  return answers;
}
