import type { Command } from './command.ts';

/** Opens the output channel with the log of extension and server. */
export const showLog: Command = {
  id: 'falcoWorkbench.showLog',
  run: ({ log }) => log.show(),
};
