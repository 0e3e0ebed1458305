import { takeProposedPath } from './file-dialog.ts';
import { startCommand } from './quick-input.ts';
import type { Window } from './window.ts';

/** The rows of the list that is open. */
export function listRows({ page }: Window) {
  return page.locator('.quick-input-list .monaco-list-row');
}

/** Writes the parser function as Bicep, into the folder that is proposed. */
export async function generateParser(window: Window): Promise<void> {
  await startCommand(window, 'Falco: Generate Sentinel Parser Function');
  await pick(window, 'Bicep');
  await takeProposedPath(window, /rules\/?$/);
  await window.page.locator('.tab.active[data-resource-name="FalcoContainerSecurity.bicep"]').waitFor();
}

/**
 * Writes the analytics rule of a rule or detection as Sentinel YAML, into the folder that is proposed, and waits
 * until it is shown.
 * @param file the name that the file gets
 * @param shown called while the list is open
 */
export async function generateRule(
  window: Window,
  subject: string,
  file: string,
  shown: () => Promise<void> = async () => {},
): Promise<void> {
  await startCommand(window, 'Falco: Generate Sentinel Analytics Rule');
  const row = listRows(window).filter({ hasText: subject }).first();
  await row.waitFor({ timeout: 20_000 });
  await shown();
  await row.click();
  await window.page.keyboard.press('Enter');
  await pick(window, 'Scheduled');
  await pick(window, 'Sentinel YAML');
  await takeProposedPath(window, /rules\/?$/);
  await window.page.locator(`.tab.active[data-resource-name="${file}"]`).waitFor({ timeout: 20_000 });
}

/** Picks a row of the list that is open. */
export async function pick(window: Window, label: string): Promise<void> {
  await listRows(window).filter({ hasText: label }).first().click({ timeout: 20_000 });
}
