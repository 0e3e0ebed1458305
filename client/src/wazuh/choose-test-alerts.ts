import { window } from 'vscode';
import { alertText, UnreadableAlerts } from '../replay/alert-text.ts';
import { activeAlerts, chooseAlerts } from '../replay/choose-alerts.ts';

/** A manager is sent some hundred alerts: more of a file is not read. */
const mostCharacters = 4_000_000;

/**
 * Asks which alerts are to be tested: sample alerts of the rules, or the text of a file; undefined where the
 * user wants none.
 */
export async function chooseTestAlerts(): Promise<'samples' | string | undefined> {
  const samples = { label: 'Sample alerts of the rules', detail: 'One for each rule of this workspace.' };
  const active = activeAlerts();
  const shown = { label: 'Alerts in the active editor' };
  const file = { label: 'Alerts of a file…', detail: 'JSON lines.' };
  const choices = active === undefined ? [samples, file] : [samples, shown, file];
  const choice = await window.showQuickPick(choices, { title: 'Verify on Wazuh Manager' });
  if (choice === undefined || choice === samples) return choice && 'samples';
  const uri = choice === shown ? active : await chooseAlerts();
  return uri && beginningOf(uri.toString());
}

async function beginningOf(uri: string): Promise<string | undefined> {
  let text = '';
  try {
    for await (const piece of alertText({ kind: 'file', uri })) {
      text += piece;
      if (text.length > mostCharacters) break;
    }
    return text;
  } catch (error) {
    if (!(error instanceof UnreadableAlerts)) throw error;
    await window.showWarningMessage(error.message);
    return undefined;
  }
}
