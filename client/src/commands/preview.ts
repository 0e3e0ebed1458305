import type { PreviewKind } from '../../../server/src/protocol.ts';
import { goToLens } from '../lens-target.ts';
import type { Command } from './command.ts';

/** Shows the query for the alerts of the rule at the cursor. */
export const previewKql = previewCommand('falcoWorkbench.previewKql', 'kql');

/** Shows the Wazuh rules for the alerts of the rule at the cursor. */
export const previewWazuh = previewCommand('falcoWorkbench.previewWazuh', 'wazuh');

/** Shows the condition of the rule or macro at the cursor as the engine compiles it. */
export const showCompiledCondition = previewCommand('falcoWorkbench.showCompiledCondition', 'compiled');

/** Shows the rule at the cursor after all appends and overrides. */
export const showMergedRule = previewCommand('falcoWorkbench.showMergedRule', 'merged');

/** Shows the event types that the rule or macro at the cursor looks at. */
export const showEventTypes = previewCommand('falcoWorkbench.showEventTypes', 'event-types');

function previewCommand(id: Command['id'], kind: PreviewKind): Command {
  return {
    id,
    run: ({ previews }, file, place) => {
      goToLens(file, place);
      return previews.show(kind);
    },
  };
}
