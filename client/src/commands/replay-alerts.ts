import type { Command } from './command.ts';

/** Opens the panel that replays alerts. */
export const replayAlerts: Command = {
  id: 'falcoWorkbench.replayAlerts',
  run: ({ replays }) => replays.show(),
};
