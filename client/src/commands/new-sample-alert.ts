import { window, workspace } from 'vscode';
import type { Workbench } from '../workbench.ts';
import type { Command } from './command.ts';

const title = 'New Sample Alert from Rule';

/**
 * Opens a new document with an alert that the rule fires on and near misses: of a given rule, else of the one
 * at the cursor, else of one that the user chooses.
 */
export const newSampleAlert: Command = {
  id: 'falcoWorkbench.newSampleAlert',
  run: async (workbench, given) => {
    const rule = typeof given === 'string' ? given : await chooseRule(workbench);
    if (rule === undefined) return;
    const uri = window.activeTextEditor?.document.uri.toString();
    const asked = { rule, ...(uri !== undefined && { uri }) };
    const made = await workbench.server.request('falcoWorkbench/sample/alerts', asked);
    if ('problem' in made) {
      await window.showWarningMessage(`There is no sample alert for "${rule}". ${made.problem}`);
      return;
    }
    const language = 'jsonl';
    const document = await workspace.openTextDocument({ content: made.text, language });
    await window.showTextDocument(document);
  },
};

async function chooseRule({ server }: Workbench): Promise<string | undefined> {
  const editor = window.activeTextEditor;
  const cursor = editor?.selection.active;
  const { rules, current } = await server.request('falcoWorkbench/sample/rules', {
    ...(editor &&
      cursor && {
        uri: editor.document.uri.toString(),
        position: { line: cursor.line, character: cursor.character },
      }),
  });
  if (current !== undefined) return current;
  if (rules.length === 0) {
    await window.showWarningMessage(
      'Falco loads no rule of this workspace, so there is none to make an alert for.',
    );
    return undefined;
  }
  return window.showQuickPick(rules, { title, placeHolder: 'A rule to make an alert for' });
}
