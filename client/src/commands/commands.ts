import type { Command } from './command.ts';
import { previewKql, previewWazuh } from './preview.ts';
import { replayAlerts } from './replay-alerts.ts';
import { restartServer } from './restart-server.ts';
import { showLog } from './show-log.ts';

/** Every command that the extension registers. */
export const workbenchCommands: readonly Command[] = [
  previewKql,
  previewWazuh,
  replayAlerts,
  restartServer,
  showLog,
];
