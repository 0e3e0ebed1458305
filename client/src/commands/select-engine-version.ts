import { ConfigurationTarget, type QuickPickItem, window, workspace } from 'vscode';
import type { Command } from './command.ts';

type Choice = QuickPickItem & { readonly engine: string };

/** Lets the user choose the engine version that rules are checked for, and writes the setting. */
export const selectEngineVersion: Command = {
  id: 'falcoWorkbench.selectEngineVersion',
  run: async ({ server }) => {
    const settings = workspace.getConfiguration('falcoWorkbench', window.activeTextEditor?.document);
    const current = settings.get<string>('engineVersion');
    const known = await server.request('falcoWorkbench/engineVersions', {});
    const choices = known.map(
      ({ engine, falco, date, changes }): Choice => ({
        engine,
        label: `${engine === current ? '$(check) ' : ''}${engine}`,
        description: `Falco ${falco.join(', ')} · ${date}`,
        detail: changes === '' ? 'No difference for rules' : changes,
      }),
    );
    const choice = await window.showQuickPick(choices, {
      title: 'Engine Version',
      placeHolder: 'The engine of the oldest Falco that must load the rules (falco --version)',
      matchOnDescription: true,
    });
    if (choice === undefined || choice.engine === current) return;
    await settings.update('engineVersion', choice.engine, targetOf(settings));
  },
};

/** Where the setting is written: where it stands now, else in the workspace, else for the user. */
function targetOf(settings: ReturnType<typeof workspace.getConfiguration>): ConfigurationTarget {
  const written = settings.inspect('engineVersion');
  if (written?.workspaceFolderValue !== undefined) return ConfigurationTarget.WorkspaceFolder;
  return workspace.workspaceFolders === undefined
    ? ConfigurationTarget.Global
    : ConfigurationTarget.Workspace;
}
