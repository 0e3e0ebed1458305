import type { Window } from './window.ts';

/** Types into the box at the top of the window, which must be open, and takes the best match: `label`. */
export async function pickInQuickInput(
  { page }: Window,
  text: string,
  label: string,
  timeout = 20_000,
): Promise<void> {
  const input = page.locator('.quick-input-widget input[type=text]');
  await input.waitFor({ state: 'visible' });
  await input.fill(text);
  const match = page.locator('.quick-input-list .monaco-list-row.focused', { hasText: label });
  await match.waitFor({ timeout });
  await page.keyboard.press('Enter');
  await input.waitFor({ state: 'hidden' });
}

/** Runs a command of the palette by its full title, "Falco: Show Log". */
export async function runCommand(window: Window, title: string): Promise<void> {
  for (let tries = 1; ; tries++) {
    await window.page.keyboard.press('F1');
    try {
      return await pickInQuickInput(window, `>${title}`, title, 3000);
    } catch (error) {
      // An open palette does not learn of commands that arrive while the window is still starting.
      if (tries === 10) throw error;
      await window.page.keyboard.press('Escape');
    }
  }
}
