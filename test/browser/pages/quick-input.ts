import type { Locator } from 'playwright-core';
import type { Window } from './window.ts';

/** The box at the top of the window: palette, quick pick, file dialog. */
export function quickInput({ page }: Window): Locator {
  return page.locator('.quick-input-widget input[type=text]');
}

/** Opens the box at the top of the window with a key of VS Code's own. A window that is busy may miss the first one. */
export async function openQuickInput(window: Window, key: string): Promise<Locator> {
  const input = quickInput(window);
  for (let tries = 1; ; tries++) {
    await window.page.keyboard.press(key);
    try {
      await input.waitFor({ timeout: 5000 });
      return input;
    } catch (error) {
      if (tries === 5) throw error;
    }
  }
}

/** Types into the box at the top of the window, which must be open, and takes the best match: `label`. */
export async function pickInQuickInput(window: Window, text: string, label: string): Promise<void> {
  await typeInQuickInput(window, text, label, 20_000);
  await window.page.keyboard.press('Enter');
  await quickInput(window).waitFor({ state: 'hidden' });
}

async function typeInQuickInput(window: Window, text: string, label: string, timeout: number): Promise<void> {
  const input = quickInput(window);
  await input.waitFor({ state: 'visible', timeout });
  await input.fill(text, { timeout });
  const match = window.page.locator('.quick-input-list .monaco-list-row.focused', { hasText: label });
  await match.waitFor({ timeout });
}

/** Runs a command of the palette by its full title, "Falco: Show Log". */
export async function runCommand(window: Window, title: string): Promise<void> {
  await startCommand(window, title);
  await quickInput(window).waitFor({ state: 'hidden' });
}

/** As `runCommand`, for a command that asks something at once: the box may not be seen to close. */
export async function startCommand(window: Window, title: string): Promise<void> {
  for (let tries = 1; ; tries++) {
    await window.page.keyboard.press('F1');
    try {
      await typeInQuickInput(window, `>${title}`, title, 3000);
      break;
    } catch (error) {
      // An open palette does not learn of commands that arrive while the window is still starting, and it
      // closes when something else takes the focus.
      if (tries === 10) throw error;
      await window.page.keyboard.press('Escape');
    }
  }
  await window.page.keyboard.press('Enter');
}
