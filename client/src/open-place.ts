import { Range, Selection, TextEditorRevealType, Uri, ViewColumn, window } from 'vscode';
import type { FileRange } from '../../server/src/protocol.ts';

/** Shows a place of a file in another column than the panel, with the cursor where the place begins. */
export async function openPlace({ uri, start, end }: FileRange, panelColumn?: ViewColumn): Promise<void> {
  const viewColumn = panelColumn === ViewColumn.One ? ViewColumn.Two : ViewColumn.One;
  const editor = await window.showTextDocument(Uri.parse(uri, true), { viewColumn });
  editor.selection = new Selection(end.line, end.character, start.line, start.character);
  const reveal = TextEditorRevealType.InCenterIfOutsideViewport;
  editor.revealRange(new Range(editor.selection.active, editor.selection.active), reveal);
}
