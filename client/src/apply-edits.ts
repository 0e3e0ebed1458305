import { Range, Uri, WorkspaceEdit, window, workspace } from 'vscode';
import type { FileRange } from '../../server/src/protocol.ts';

/** Makes changes, which can be undone, and shows where the first of them begins. */
export async function applyEdits(
  edits: readonly (FileRange & { readonly newText: string })[],
): Promise<void> {
  const edit = new WorkspaceEdit();
  for (const { uri, start, end, newText } of edits) {
    const range = new Range(start.line, start.character, end.line, end.character);
    edit.replace(Uri.parse(uri), range, newText);
  }
  const [first] = edits;
  if (!(await workspace.applyEdit(edit)) || first === undefined) return;
  const { line, character } = first.start;
  await window.showTextDocument(Uri.parse(first.uri), {
    selection: new Range(line, character, line, character),
  });
}
