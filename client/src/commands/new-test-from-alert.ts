import { Position, Range, type TextDocument, type Uri, WorkspaceEdit, window, workspace } from 'vscode';
import type { RequestsToServer } from '../../../server/src/protocol.ts';
import { activeAlerts, chooseAlerts } from '../replay/choose-alerts.ts';
import { chooseTestFile } from '../tests/choose-test-file.ts';
import type { Workbench } from '../workbench.ts';
import type { Command } from './command.ts';

type Source = RequestsToServer['falcoWorkbench/tests/new']['params']['source'];

/**
 * Adds a test to a file of tests, with what comes out now as what it expects, for review: of the alert at the
 * cursor, else of the rule at the cursor, else of an alert that the user chooses.
 */
export const newTestFromAlert: Command = {
  id: 'falcoWorkbench.newTestFromAlert',
  run: async (workbench, given) => {
    const source: Source | undefined =
      typeof given === 'string' ? { kind: 'rule', rule: given } : await chooseSource(workbench);
    const target = source && (await chooseTestFile(workbench.tests.files()));
    if (source === undefined || target === undefined) return;
    const made = await workbench.server.request('falcoWorkbench/tests/new', {
      target: target.toString(),
      source,
    });
    if ('problem' in made) await window.showWarningMessage(made.problem);
    else await append(target, made.text);
  },
};

async function chooseSource({ server }: Workbench): Promise<Source | undefined> {
  const editor = window.activeTextEditor;
  if (editor && activeAlerts()) return alertIn(editor.document, editor.selection.active.line);
  if (editor) {
    const { line, character } = editor.selection.active;
    const asked = { uri: editor.document.uri.toString(), position: { line, character } };
    const { current } = await server.request('falcoWorkbench/sample/rules', asked);
    if (current !== undefined) return { kind: 'rule', rule: current };
  }
  const file = await chooseAlerts();
  if (file === undefined) return undefined;
  const document = await workspace.openTextDocument(file);
  const lines = document.getText().split('\n');
  const choices = lines.flatMap((text, line) =>
    text.includes('"rule"') ? [{ label: `Line ${line + 1}`, description: text.slice(0, 200), line }] : [],
  );
  const title = 'New Test from Alert';
  const choice = await window.showQuickPick(choices, { title, matchOnDescription: true });
  return choice && alertIn(document, choice.line);
}

/** Documents that are in no file yet give their alert, and not its place. */
function alertIn(document: TextDocument, line: number): Source {
  const text = document.getText();
  const address = document.isUntitled || document.isDirty ? {} : { address: document.uri.toString() };
  return { kind: 'alert', text, line: line + 1, ...address };
}

/** Writes the text at the end of the file, which is there afterwards, open and not saved. */
async function append(target: Uri, text: string): Promise<void> {
  const edit = new WorkspaceEdit();
  edit.createFile(target, { ignoreIfExists: true });
  if (!(await workspace.applyEdit(edit))) return;
  const document = await workspace.openTextDocument(target);
  const last = document.lineAt(document.lineCount - 1);
  const before = document.getText().trim() === '' ? '' : last.text === '' ? '\n' : '\n\n';
  const added = new WorkspaceEdit();
  added.insert(target, last.range.end, before + text);
  await workspace.applyEdit(added);
  const line = document.positionAt(document.getText().length - text.length).line;
  await window.showTextDocument(document, {
    selection: new Range(new Position(line, 0), new Position(line, 0)),
  });
}
