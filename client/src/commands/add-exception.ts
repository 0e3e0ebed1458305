import { env, type QuickPickItem, window } from 'vscode';
import type { ExceptionChoice } from '../../../server/src/protocol.ts';
import { applyEdits } from '../apply-edits.ts';
import type { Command } from './command.ts';

/**
 * Makes an exception of an alert: the one that is selected in the editor, else the one in the clipboard. The user
 * chooses the fields whose values are known to be harmless.
 */
export const addException: Command = {
  id: 'falcoWorkbench.addException',
  run: async ({ server }) => {
    const alert = selectedText() ?? (await env.clipboard.readText());
    const found = await server.request('falcoWorkbench/exception/fields', { alert });
    if ('reason' in found) return window.showWarningMessage(`${found.reason} Copy an alert, or select it.`);
    const fields = await chooseFields(found.rule, found.fields);
    if (fields === undefined) return;
    const result = await server.request('falcoWorkbench/exception/add', { alert, fields });
    if ('reason' in result) return window.showWarningMessage(result.reason);
    return applyEdits(result.edits);
  },
};

/** What is selected in the editor, where it may be an alert. */
function selectedText(): string | undefined {
  const editor = window.activeTextEditor;
  const text = editor?.document.getText(editor.selection).trim() ?? '';
  return text.startsWith('{') ? text : undefined;
}

async function chooseFields(rule: string, fields: readonly ExceptionChoice[]): Promise<string[] | undefined> {
  const items = fields.map(
    ({ name, value, usual }): QuickPickItem => ({ label: name, description: value, picked: usual }),
  );
  const chosen = await window.showQuickPick(items, {
    canPickMany: true,
    title: `Exception of “${rule}”`,
    placeHolder: 'Alerts with the same values in all of these fields are no longer raised',
  });
  return chosen === undefined || chosen.length === 0 ? undefined : chosen.map(({ label }) => label);
}
