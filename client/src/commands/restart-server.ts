import type { Command } from './command.ts';

/** Starts the language server anew: also where it has crashed, or never started. */
export const restartServer: Command = {
  id: 'falcoWorkbench.restartServer',
  run: ({ server }) => server.restart(),
};
