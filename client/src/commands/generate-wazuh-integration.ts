import { Uri, window } from 'vscode';
import { chooseProfile } from '../wazuh/choose-profile.ts';
import { chooseFolder, writeGenerated } from '../wazuh/generated-files.ts';
import { tellProblems } from '../wazuh/tell-problems.ts';
import type { Workbench } from '../workbench.ts';
import type { Command } from './command.ts';

const title = 'Generate Wazuh Integration Files';

/** Writes Falco's configuration, the agent's part of ossec.conf and a note on how to install them. */
export const generateWazuhIntegration: Command = {
  id: 'falcoWorkbench.generateWazuhIntegration',
  run: async ({ server, log }: Workbench) => {
    const profile = await chooseProfile(title);
    const folder = profile && (await chooseFolder(title));
    if (profile === undefined || folder === undefined) return;
    const generated = await server.request('falcoWorkbench/wazuh/integration', { profile });
    if (generated === null) throw new Error('The files could not be made; the log says why.');
    tellProblems(generated.problems, log);
    for (const { name, text } of generated.files) await writeGenerated(Uri.joinPath(folder, name), text);
    const note = generated.files.find(({ name }) => name.endsWith('.md'));
    if (note !== undefined) await window.showTextDocument(Uri.joinPath(folder, note.name));
  },
};
