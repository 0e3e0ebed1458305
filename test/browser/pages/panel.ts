import type { Locator } from 'playwright-core';
import { runCommand } from './quick-input.ts';
import type { Window } from './window.ts';

/**
 * Opens the log of the extension and returns the lines shown. VS Code knows a new log only some time after it
 * was made, and shows nothing until then: so the command is given again.
 */
export async function showLog(window: Window): Promise<Locator> {
  const lines = window.page.locator('.part.panel .view-lines');
  for (let tries = 0; tries < 10 && !(await lines.isVisible()); tries++) {
    await runCommand(window, 'Falco: Show Log');
    await lines.waitFor({ timeout: 2000 }).catch(() => undefined);
  }
  return lines;
}

/** Opens the list of problems and returns its rows. */
export async function problemRows(window: Window): Promise<Locator> {
  await runCommand(window, 'Problems: Focus on Problems View');
  return window.page.locator('.markers-panel .monaco-list-row');
}
