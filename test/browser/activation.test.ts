import { expect, test } from 'vitest';
import { goTo, squiggles } from './pages/editor.ts';
import { problemRows, showLog } from './pages/panel.ts';
import { suggest, suggestion } from './pages/suggest.ts';
import { screenshot, useWindow } from './pages/window.ts';

const window = useWindow('unknown_field_rules.yaml');

test('the extension starts its language server and says so in its log', async () => {
  const log = await showLog(window);
  await log.getByText('Language server: running').first().waitFor({ timeout: 20_000 });
  await screenshot(window, 'log');
});

test('an unknown field is underlined, from its first character to its last', async () => {
  await goTo(window, 1, 1);
  expect(await squiggles(window, 'error')).toEqual([
    { level: 'error', line: 3, startColumn: 36, endColumn: 44 },
  ]);
  await screenshot(window, 'unknown-field');
});

test('the list of problems names it', async () => {
  const rows = await problemRows(window);
  await rows.filter({ hasText: 'proc.nme' }).first().waitFor({ timeout: 20_000 });
});

test('suggestions are offered at the cursor', async () => {
  await goTo(window, 3, 42);
  const widget = await suggest(window);
  await suggestion(widget, 'proc.name').waitFor({ timeout: 20_000 });
  await screenshot(window, 'suggestions');
  await window.page.keyboard.press('Escape');
});
