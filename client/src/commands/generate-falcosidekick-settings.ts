import { type QuickPickItem, window } from 'vscode';
import { writeFiles } from '../sentinel/write-files.ts';
import { chooseFolder } from '../wazuh/generated-files.ts';
import type { Workbench } from '../workbench.ts';
import type { Command } from './command.ts';

const title = 'Generate Falcosidekick and Syslog Settings';

/** Writes the settings of every station between Falco and Sentinel, and a note on how to install them. */
export const generateFalcosidekickSettings: Command = {
  id: 'falcoWorkbench.generateFalcosidekickSettings',
  run: async (workbench: Workbench) => {
    const format = (await window.showQuickPick(formats, { title, placeHolder: 'In which format?' }))?.format;
    const prompt = 'Name or address of the syslog server with the Azure Monitor Agent';
    const host = format && (await window.showInputBox({ title, prompt, value: 'syslog.example.com' }));
    const folder = host ? await chooseFolder(title) : undefined;
    if (format === undefined || !host || folder === undefined) return;
    await writeFiles(workbench, folder, () =>
      workbench.server.request('falcoWorkbench/sentinel/shipping', { format, host }),
    );
  },
};

const formats: readonly (QuickPickItem & { readonly format: 'json' | 'cef' })[] = [
  { format: 'json', label: 'JSON', detail: 'Loses nothing, and lands in Syslog. Recommended.' },
  {
    format: 'cef',
    label: 'CEF',
    detail: 'Lands in CommonSecurityLog. Nothing is escaped: values can be forged and cut.',
  },
];
