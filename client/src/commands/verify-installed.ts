import { commands, ProgressLocation, window, workspace } from 'vscode';
import { activeProject } from '../active-project.ts';
import { falcoPathSetting } from '../trusted-settings.ts';
import type { Command } from './command.ts';

/** Has the installed Falco load the rules of the workspace, and shows its verdicts beside ours. */
export const verifyInstalled: Command = {
  id: 'falcoWorkbench.verifyInstalled',
  run: async ({ server, verdicts }) => {
    if (!workspace.isTrusted) {
      await warn('Falco is only run in a workspace that you trust.', 'Manage Trust', () =>
        commands.executeCommand('workbench.trust.manage'),
      );
      return;
    }
    const progress = { location: ProgressLocation.Notification, title: 'Falco is loading the rules…' };
    const result = await window.withProgress(progress, () =>
      server.request('falcoWorkbench/verify', activeProject()),
    );
    if ('text' in result) await verdicts.show(result.text);
    else
      await warn(result.problem, 'Open Settings', () =>
        commands.executeCommand('workbench.action.openSettings', falcoPathSetting),
      );
  },
};

async function warn(message: string, remedy: string, apply: () => unknown): Promise<void> {
  if ((await window.showWarningMessage(message, remedy)) === remedy) await apply();
}
