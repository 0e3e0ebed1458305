import { type QuickPickItem, window } from 'vscode';
import type { SentinelParserForm } from '../../../server/src/protocol.ts';
import { activeProject } from '../active-project.ts';
import { writeFiles } from '../sentinel/write-files.ts';
import { chooseFolder } from '../wazuh/generated-files.ts';
import type { Workbench } from '../workbench.ts';
import type { Command } from './command.ts';

const title = 'Generate Sentinel Parser Function';

/** Writes the parser function of the workspace in a form that the user picks. */
export const generateSentinelParser: Command = {
  id: 'falcoWorkbench.generateSentinelParser',
  run: async (workbench: Workbench) => {
    const project = activeProject();
    const form = (await window.showQuickPick(forms, { title, placeHolder: 'In which form?' }))?.form;
    const folder = form && (await chooseFolder(title));
    if (form === undefined || folder === undefined) return;
    const date = new Date().toISOString().slice(0, 10);
    await writeFiles(workbench, folder, (previous) =>
      workbench.server.request('falcoWorkbench/sentinel/parser', { ...project, form, date, previous }),
    );
  },
};

const forms: readonly (QuickPickItem & { readonly form: SentinelParserForm })[] = [
  { form: 'kql', label: 'KQL', detail: 'The query, to be saved as the function FalcoContainerSecurity.' },
  {
    form: 'let',
    label: 'KQL with let',
    detail: 'To be put in front of a query, without deploying anything.',
  },
  { form: 'yaml', label: 'Parser YAML', detail: 'As in the community repository.' },
  { form: 'arm', label: 'ARM template', detail: 'A saved search in JSON for Azure Resource Manager.' },
  { form: 'bicep', label: 'Bicep', detail: 'A saved search for Azure Resource Manager.' },
];
