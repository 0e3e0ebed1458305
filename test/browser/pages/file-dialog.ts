import { expect } from 'vitest';
import { quickInput } from './quick-input.ts';
import type { Window } from './window.ts';

/** Accepts the path that VS Code's own file dialog proposes, once it reads as `proposed`. */
export async function takeProposedPath(window: Window, proposed: RegExp): Promise<void> {
  await expect.poll(() => quickInput(window).inputValue(), { timeout: 20_000 }).toMatch(proposed);
  await okButton(window).click();
}

/**
 * Says yes where the file dialog asks whether to write over a file. The question takes the place of the dialog, with
 * a button of the same name, so it is the words that tell them apart.
 */
export async function overwriteInFileDialog(window: Window): Promise<void> {
  await window.page.locator('.quick-input-title', { hasText: 'already exists' }).waitFor({ timeout: 20_000 });
  await okButton(window).click();
}

function okButton({ page }: Window) {
  return page.locator('.quick-input-widget').getByRole('button', { name: /^(?:OK|Save|Write here)$/ });
}
