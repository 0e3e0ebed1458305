import type { WorkspaceEdit } from 'vscode-languageserver';
import type { TextEdit } from '../text/edit.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import { rangeOf } from './ranges.ts';

/** Edits of files in the protocol's form. */
export function toWorkspaceEdit(
  { files }: Snapshot,
  edits: ReadonlyMap<string, readonly TextEdit[]>,
): WorkspaceEdit {
  const changes = [...edits].flatMap(([uri, inFile]) => {
    const file = files.get(uri);
    if (file === undefined) return [];
    return [[uri, inFile.map(({ span, newText }) => ({ range: rangeOf(file, span), newText }))] as const];
  });
  return { changes: Object.fromEntries(changes) };
}
