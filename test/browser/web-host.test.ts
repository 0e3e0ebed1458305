import { expect, test } from 'vitest';
import { goTo, squiggles } from './pages/editor.ts';
import { showLog } from './pages/panel.ts';
import { suggest, suggestion } from './pages/suggest.ts';
import { screenshot, useWindow } from './pages/window.ts';

const window = useWindow('unknown_field_rules.yaml', { web: true });

test('in the browser, the extension starts its language server in a Web Worker', async () => {
  const log = await showLog(window);
  // What the server itself says counts too: VS Code for the web drops lines of a log that come close together.
  const running = log.getByText(/Language\sserver:\srunning|in\sload\sorder/);
  await running.first().waitFor({ timeout: 30_000 });
  await screenshot(window, 'web-log');
});

test('in the browser, an unknown field is underlined', async () => {
  await goTo(window, 1, 1);
  expect(await squiggles(window, 'error')).toEqual([
    { level: 'error', line: 3, startColumn: 36, endColumn: 44 },
  ]);
});

test('in the browser, suggestions are offered', async () => {
  await goTo(window, 3, 42);
  const widget = await suggest(window);
  await suggestion(widget, 'proc.name').waitFor({ timeout: 20_000 });
});
