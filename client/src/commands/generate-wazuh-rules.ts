import { FileType, Uri, window, workspace } from 'vscode';
import { activeProject } from '../active-project.ts';
import { chooseProfile } from '../wazuh/choose-profile.ts';
import { textOf, usualFolder, writeGenerated } from '../wazuh/generated-files.ts';
import { tellProblems } from '../wazuh/tell-problems.ts';
import type { Workbench } from '../workbench.ts';
import type { Command } from './command.ts';

const title = 'Generate Wazuh Rules';

/** Writes the Wazuh rules for all rules of the workspace into a file; its rules keep their ids. */
export const generateWazuhRules: Command = {
  id: 'falcoWorkbench.generateWazuhRules',
  run: async ({ server, log }: Workbench) => {
    const project = activeProject();
    const profile = await chooseProfile(title);
    const target = profile && (await chooseTarget());
    if (profile === undefined || target === undefined) return;
    const previous = await textOf(target);
    const known = { ...(previous !== undefined && { previous }), neighbours: await neighboursOf(target) };
    const generated = await server.request('falcoWorkbench/wazuh/rules', { ...project, profile, ...known });
    if (generated === null) throw new Error('The rules could not be made; the log says why.');
    tellProblems(generated.problems, log);
    if (await writeGenerated(target, generated.text)) await window.showTextDocument(target);
  },
};

async function chooseTarget(): Promise<Uri | undefined> {
  const folder = usualFolder();
  const defaultUri = folder && Uri.joinPath(folder, 'falco_rules.xml');
  return window.showSaveDialog({
    title,
    filters: { 'Wazuh rules': ['xml'] },
    ...(defaultUri && { defaultUri }),
  });
}

/** The texts of the other rules files in the folder. */
async function neighboursOf(target: Uri): Promise<string[]> {
  const folder = Uri.joinPath(target, '..');
  const entries = await workspace.fs.readDirectory(folder);
  const files = entries
    .filter(([name, type]) => (type & FileType.File) !== 0 && /\.xml$/i.test(name))
    .map(([name]) => Uri.joinPath(folder, name))
    .filter((file) => file.path !== target.path);
  return Promise.all(files.map(async (file) => (await textOf(file)) ?? ''));
}
