import { type QuickPickItem, window } from 'vscode';
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

/** Asks how Wazuh is to know an alert; undefined where the user asks for nothing. */
export async function chooseProfile(title: string): Promise<WazuhProfile | undefined> {
  const placeHolder = 'How is Wazuh to know an alert of Falco?';
  return (await window.showQuickPick(choices, { title, placeHolder }))?.profile;
}
