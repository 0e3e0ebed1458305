import { type QuickPickItem, window, workspace } from 'vscode';
import type { WazuhProfile } from '../../../server/src/protocol.ts';

type Choice = QuickPickItem & { readonly profile: WazuhProfile };

const choices: readonly Choice[] = [
  {
    profile: 'sturdy',
    label: 'Sturdy',
    detail: 'Knows an alert of old and new Falco by its own shape; needs no setting of Falco.',
  },
  {
    profile: 'recipe',
    label: 'Published recipe',
    detail: 'Knows an alert by the field wazuh_integration, which Falco must be told to add.',
  },
];

/** Asks how Wazuh is to know an alert, what the settings say first; undefined where the user asks for nothing. */
export async function chooseProfile(title: string): Promise<WazuhProfile | undefined> {
  const placeHolder = 'How is Wazuh to know an alert of Falco?';
  const usual = workspace.getConfiguration('falcoWorkbench').get('wazuh.profile');
  const ordered = [...choices].sort((a, b) => Number(b.profile === usual) - Number(a.profile === usual));
  return (await window.showQuickPick(ordered, { title, placeHolder }))?.profile;
}
