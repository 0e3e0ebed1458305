import { Uri } from 'vscode';
import { activeAlerts } from '../replay/choose-alerts.ts';
import type { Command } from './command.ts';

/** Opens the panel that replays alerts: those of a given file, or else of the active editor if it has any. */
export const replayAlerts: Command = {
  id: 'falcoWorkbench.replayAlerts',
  run: ({ replays }, file) => replays.show(file instanceof Uri ? file : activeAlerts()),
};
