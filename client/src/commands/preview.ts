import type { PreviewKind } from '../../../server/src/protocol.ts';
import type { Command } from './command.ts';

/** Shows the query for the alerts of the rule at the cursor. */
export const previewKql = previewCommand('falcoWorkbench.previewKql', 'kql');

/** Shows the Wazuh rules for the alerts of the rule at the cursor. */
export const previewWazuh = previewCommand('falcoWorkbench.previewWazuh', 'wazuh');

function previewCommand(id: Command['id'], kind: PreviewKind): Command {
  return { id, run: ({ previews }) => previews.show(kind) };
}
