import { Range, type TextEditor, window } from 'vscode';
import { queryAt } from '../../../server/src/log-analytics/queries-in.ts';

/** A query of an editor. */
export interface ActiveQuery {
  readonly name: string;
  readonly text: string;
  /** Where it begins in the document. */
  readonly line: number;
  readonly editor: TextEditor;
}

const languages: ReadonlySet<string> = new Set(['kusto', 'kql', 'falco-kql']);

/** The query in the active editor, or in one beside it: what is selected, else the one that the cursor is in. */
export function activeQuery(): ActiveQuery | undefined {
  const isQuery = (editor: TextEditor | undefined) =>
    editor !== undefined &&
    (languages.has(editor.document.languageId) || /\.(?:kql|csl)$/i.test(editor.document.uri.path));
  const { activeTextEditor, visibleTextEditors } = window;
  const editor = isQuery(activeTextEditor) ? activeTextEditor : visibleTextEditors.find(isQuery);
  if (editor === undefined) return undefined;
  const { document, selection } = editor;
  const name = document.uri.path.split('/').at(-1) ?? 'query';
  const range = selection.isEmpty ? rangeAtCursor(editor) : selection;
  const text = document.getText(range);
  const { line } = range.start;
  return text.trim() === '' ? undefined : { name, text, line, editor };
}

/** An empty line ends a query, as in Log Analytics. */
function rangeAtCursor({ document, selection }: TextEditor): Range {
  const { start, end } = queryAt(document.getText(), document.offsetAt(selection.active));
  return new Range(document.positionAt(start), document.positionAt(end));
}
