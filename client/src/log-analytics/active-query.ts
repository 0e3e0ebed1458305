import { type TextEditor, window } from 'vscode';

/** A query of an editor. */
export interface ActiveQuery {
  readonly name: string;
  readonly text: string;
  /** Where it begins in the document. */
  readonly line: number;
  readonly editor: TextEditor;
}

const languages: ReadonlySet<string> = new Set(['kusto', 'kql', 'falco-kql']);

/** The query in the active editor, or in one beside it: what is selected, else all of it. */
export function activeQuery(): ActiveQuery | undefined {
  const isQuery = (editor: TextEditor | undefined) =>
    editor !== undefined &&
    (languages.has(editor.document.languageId) || /\.(?:kql|csl)$/i.test(editor.document.uri.path));
  const { activeTextEditor, visibleTextEditors } = window;
  const editor = isQuery(activeTextEditor) ? activeTextEditor : visibleTextEditors.find(isQuery);
  if (editor === undefined) return undefined;
  const { document, selection } = editor;
  const name = document.uri.path.split('/').at(-1) ?? 'query';
  const [text, line] = selection.isEmpty
    ? [document.getText(), 0]
    : [document.getText(selection), selection.start.line];
  return text.trim() === '' ? undefined : { name, text, line, editor };
}
