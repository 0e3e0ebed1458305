import type { Locator } from 'playwright-core';
import { expect } from 'vitest';
import type { Window } from './window.ts';

/** Asks for suggestions at the cursor and returns the widget that lists them. */
export async function suggest({ page }: Window): Promise<Locator> {
  await page.keyboard.press('Control+Space');
  const widget = page.locator('.suggest-widget.visible');
  await widget.locator('.monaco-list-row').first().waitFor({ timeout: 20_000 });
  return widget;
}

/** The row of one suggestion, by its whole label; rows render late, so wait for it. */
export function suggestion(widget: Locator, label: string): Locator {
  const exactly = new RegExp(`^${label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);
  const name = widget.page().locator('.label-name', { hasText: exactly });
  return widget.locator('.monaco-list-row').filter({ has: name });
}

/** Takes a suggestion. The list is sorted anew while what was typed is still on its way: it must stand still first. */
export async function takeSuggestion(widget: Locator, label: string): Promise<void> {
  const row = suggestion(widget, label);
  await row.waitFor({ timeout: 20_000 });
  let place = '';
  await expect
    .poll(
      async () => {
        const before = place;
        place = JSON.stringify([await row.boundingBox(), await widget.locator('.monaco-list-row').count()]);
        return place === before;
      },
      { interval: 300, timeout: 20_000 },
    )
    .toBe(true);
  await row.click();
}
