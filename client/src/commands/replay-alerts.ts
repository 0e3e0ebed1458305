import { Uri } from 'vscode';
import { activeAlerts } from '../replay/choose-alerts.ts';
import type { Command } from './command.ts';

/**
 * Opens the panel that replays alerts: with those of a given file, or of the active editor if it has any. A lens
 * or a mark at a rule names its document and the rule: then the alerts that are there stay, and only what has to
 * do with the rule is shown.
 */
export const replayAlerts: Command = {
  id: 'falcoWorkbench.replayAlerts',
  run: ({ replays }, file, _place, rule) => {
    if (typeof file === 'string' && typeof rule === 'string') return replays.showRule(file, rule);
    return replays.show(file instanceof Uri ? file : activeAlerts());
  },
};
