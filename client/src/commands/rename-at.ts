import { commands, Position, Uri } from 'vscode';
import type { Command } from './command.ts';

/** Asks for another name at a place; the server calls it after a change that made a name up. */
export const renameAt: Command = {
  id: 'falcoWorkbench.renameAt',
  run: (_workbench, uri, line, column) => {
    if (typeof uri !== 'string' || typeof line !== 'number' || typeof column !== 'number') return;
    return commands.executeCommand('editor.action.rename', [Uri.parse(uri), new Position(line, column)]);
  },
};
