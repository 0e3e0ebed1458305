import { type QuickPickItem, window } from 'vscode';
import type { SentinelRuleForm, SentinelSubject } from '../../../server/src/protocol.ts';
import { activeProject } from '../active-project.ts';
import { writeFiles } from '../sentinel/write-files.ts';
import { chooseFolder } from '../wazuh/generated-files.ts';
import type { Workbench } from '../workbench.ts';
import type { Command } from './command.ts';

const title = 'Generate Sentinel Analytics Rule';

/** Writes analytics rules for rules and detections that the user picks. */
export const generateSentinelRule: Command = {
  id: 'falcoWorkbench.generateSentinelRule',
  run: async (workbench: Workbench) => {
    const project = activeProject();
    const { subjects: all } = await workbench.server.request('falcoWorkbench/sentinel/subjects', project);
    const subjects = await chooseSubjects(all);
    if (subjects === undefined || subjects.length === 0) return;
    const kind = (await window.showQuickPick(kinds, { title, placeHolder: 'How is it to run?' }))?.runs;
    const form = kind && (await window.showQuickPick(forms, { title, placeHolder: 'In which form?' }))?.form;
    const folder = form && (await chooseFolder(title));
    if (kind === undefined || form === undefined || folder === undefined) return;
    await writeFiles(workbench, folder, (previous) =>
      workbench.server.request('falcoWorkbench/sentinel/rules', {
        ...project,
        subjects,
        kind,
        form,
        previous,
      }),
    );
  },
};

async function chooseSubjects(
  subjects: readonly SentinelSubject[],
): Promise<readonly SentinelSubject[] | undefined> {
  const items = subjects.map((subject) => ({ label: subject.name, description: subject.of, subject }));
  const placeHolder = 'For which rules and detections?';
  const chosen = await window.showQuickPick(items, {
    title,
    placeHolder,
    canPickMany: true,
    matchOnDescription: true,
  });
  return chosen?.map(({ subject }) => subject);
}

const kinds: readonly (QuickPickItem & { readonly runs: 'Scheduled' | 'NRT' })[] = [
  {
    runs: 'Scheduled',
    label: 'Scheduled',
    detail: 'At intervals, every five minutes unless a detection says otherwise.',
  },
  { runs: 'NRT', label: 'NRT', detail: 'Every minute, on what came in since.' },
];

const forms: readonly (QuickPickItem & { readonly form: SentinelRuleForm })[] = [
  {
    form: 'rule-yaml',
    label: 'Sentinel YAML',
    detail: 'A file for each rule, as in the community repository.',
  },
  { form: 'arm', label: 'ARM template', detail: 'One JSON file for Azure Resource Manager.' },
  { form: 'bicep', label: 'Bicep', detail: 'One file for Azure Resource Manager.' },
  { form: 'query', label: 'KQL', detail: 'The queries alone.' },
];
