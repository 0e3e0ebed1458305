import { Workspace } from '../../server/src/workspace/workspace.ts';
import type { RulesToMeasure } from './measure.ts';

/** A workspace with all rules files open. */
export function openWorkspace({ files }: RulesToMeasure): Workspace {
  const workspace = new Workspace();
  for (const { path, text } of files) workspace.setFile(path, text);
  return workspace;
}

/** An edit: the text of the first file after one more character was typed into a condition. */
export interface Edit {
  readonly path: string;
  readonly text: string;
  /** Where the character stands. */
  readonly offset: number;
}

/**
 * Gives a different edit for each run: a letter at the end of the first word of one of the first file's
 * conditions.
 */
export function editsOf({ files }: RulesToMeasure): (run: number) => Edit {
  const { path, text } = files[0]!;
  const words = text.matchAll(/\bcondition:\s*(?:[>|]-?\s+)?\(*[a-z_.]+/g);
  const offsets = [...words].map(({ index, 0: word }) => index + word.length);
  return (run) => {
    const offset = offsets[run % offsets.length]!;
    return { path, text: `${text.slice(0, offset)}x${text.slice(offset)}`, offset };
  };
}
