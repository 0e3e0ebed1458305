import { Uri, WorkspaceEdit, window, workspace } from 'vscode';
import { rangeOf } from '../place.ts';
import { readQueries } from '../replay/workspace-queries.ts';
import type { Command } from './command.ts';

/**
 * Proposes what comes out now as what tests expect: of a test or file of the Test Explorer, else of the active
 * file. The user confirms test by test in the preview of refactorings.
 */
export const recordTestExpectations: Command = {
  id: 'falcoWorkbench.recordTestExpectations',
  run: async ({ server, tests }, given) => {
    const active = window.activeTextEditor?.document.uri;
    const chosen = isItem(given) ? given : active;
    const ids = chosen === undefined ? [] : tests.testsOf(chosen);
    if (ids.length === 0) {
      await window.showWarningMessage('Open a file of tests (*.falco-test.yaml) that has a test.');
      return;
    }
    const { edits, problems } = await server.request('falcoWorkbench/tests/record', {
      tests: ids,
      queries: await readQueries(),
    });
    if (problems.length > 0) await window.showWarningMessage(problems.join('\n'));
    if (edits.length === 0) return;
    const change = new WorkspaceEdit();
    for (const edit of edits) {
      const { name, newText } = edit;
      change.replace(Uri.parse(edit.uri), rangeOf(edit), newText, { label: name, needsConfirmation: true });
    }
    await workspace.applyEdit(change, { isRefactoring: true });
  },
};

function isItem(given: unknown): given is import('vscode').TestItem {
  return typeof given === 'object' && given !== null && 'children' in given && 'label' in given;
}
