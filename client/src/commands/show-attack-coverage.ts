import type { Command } from './command.ts';

/** Opens the panel with the matrix of MITRE ATT&CK. */
export const showAttackCoverage: Command = {
  id: 'falcoWorkbench.showAttackCoverage',
  run: ({ coverages }) => coverages.show(),
};
