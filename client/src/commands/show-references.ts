import type { Location } from 'vscode';
import { commands, Uri } from 'vscode';
import { positionOf } from '../lens-target.ts';
import type { Command } from './command.ts';

/** Shows the places that use the rule, macro or list of a code lens. */
export const showReferences: Command = {
  id: 'falcoWorkbench.showReferences',
  run: async (_workbench, file, place) => {
    const position = positionOf(place);
    if (typeof file !== 'string' || position === undefined) return;
    const uri = Uri.parse(file);
    const found = await commands.executeCommand<Location[]>('vscode.executeReferenceProvider', uri, position);
    // The editor always asks for the definition, too, which the lens does not count.
    const uses = found.filter(
      (each) => each.uri.toString() !== uri.toString() || !each.range.contains(position),
    );
    await commands.executeCommand('editor.action.showReferences', uri, position, uses);
  },
};
