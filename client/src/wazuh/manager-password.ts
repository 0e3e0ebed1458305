import { type ExtensionContext, window } from 'vscode';
import type { ManagerSettings } from './manager-settings.ts';

const confirmedKey = 'wazuhManager.confirmed';

/** Asks, once for each address and user, whether alerts may go there. */
export async function confirmManager(
  { globalState }: ExtensionContext,
  { url, user }: ManagerSettings,
  events: number,
): Promise<boolean> {
  const target = `${user}@${url}`;
  const confirmed = globalState.get<readonly string[]>(confirmedKey, []);
  if (confirmed.includes(target)) return true;
  const send = 'Send';
  const detail = `${events} alerts go to its test interface as ${user}. It raises no alert and changes nothing.`;
  const answer = await window.showWarningMessage(`Send alerts to ${url}?`, { modal: true, detail }, send);
  if (answer !== send) return false;
  await globalState.update(confirmedKey, [...confirmed, target]);
  return true;
}

/** The password that is kept for the manager, else the one that the user gives; undefined where none is given. */
export async function passwordFor(
  { secrets }: ExtensionContext,
  settings: ManagerSettings,
): Promise<string | undefined> {
  const { url, user } = settings;
  const stored = await secrets.get(keyOf(settings));
  return (
    stored ??
    (await window.showInputBox({
      title: 'Verify on Wazuh Manager',
      prompt: `Password of ${user} at ${url}; it is kept in the secret storage.`,
      password: true,
      ignoreFocusOut: true,
    }))
  );
}

/** Keeps a password that was taken. */
export async function storePassword(
  { secrets }: ExtensionContext,
  settings: ManagerSettings,
  password: string,
): Promise<void> {
  await secrets.store(keyOf(settings), password);
}

/** Forgets a password that was not taken. */
export async function forgetPassword(
  { secrets }: ExtensionContext,
  settings: ManagerSettings,
): Promise<void> {
  await secrets.delete(keyOf(settings));
}

function keyOf({ url, user }: ManagerSettings): string {
  return `wazuhManager ${user}@${url}`;
}
