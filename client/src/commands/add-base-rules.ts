import { ConfigurationTarget, Uri, type WorkspaceFolder, window, workspace } from 'vscode';
import type { Command } from './command.ts';

/**
 * Lets the user choose rules files, such as Falco's own, that are loaded before those of the workspace, and
 * writes them into the setting. The fix of an unknown name calls it with the address of the file that it stands
 * in and the name of the file that is wanted.
 */
export const addBaseRules: Command = {
  id: 'falcoWorkbench.addBaseRules',
  run: async (_workbench, address, wanted) => {
    const asking = typeof address === 'string' ? Uri.parse(address) : window.activeTextEditor?.document.uri;
    const folder = (asking && workspace.getWorkspaceFolder(asking)) ?? workspace.workspaceFolders?.[0];
    if (folder === undefined) {
      await window.showInformationMessage(
        'Base rules belong to a folder: open the one with your rules first.',
      );
      return;
    }
    const chosen = await window.showOpenDialog({
      title: typeof wanted === 'string' ? `Where is ${wanted}?` : 'Rules Files to Load First',
      openLabel: 'Load First',
      canSelectMany: true,
      defaultUri: folder.uri,
      filters: { 'Rules files': ['yaml', 'yml'] },
    });
    if (chosen === undefined) return;
    const settings = workspace.getConfiguration('falcoWorkbench', folder.uri);
    const paths = [
      ...settings.get<string[]>('baseRules', []),
      ...chosen.map((file) => pathFrom(folder, file)),
    ];
    await settings.update('baseRules', [...new Set(paths)], targetOf(settings));
  },
};

/** Paths within the folder hold on other machines, too. */
function pathFrom({ uri: folder }: WorkspaceFolder, file: Uri): string {
  const inFolder = file.authority === folder.authority && file.path.startsWith(`${folder.path}/`);
  if (inFolder) return file.path.slice(folder.path.length + 1);
  return file.scheme === 'file' ? file.fsPath : file.toString();
}

/** The folder's own settings where several are open, or where it has the setting already. */
function targetOf(settings: ReturnType<typeof workspace.getConfiguration>): ConfigurationTarget {
  const several = (workspace.workspaceFolders?.length ?? 0) > 1;
  return several || settings.inspect('baseRules')?.workspaceFolderValue !== undefined
    ? ConfigurationTarget.WorkspaceFolder
    : ConfigurationTarget.Workspace;
}
