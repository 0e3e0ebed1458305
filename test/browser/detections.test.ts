import { expect, test } from 'vitest';
import { goTo, squiggles, visibleLines } from './pages/editor.ts';
import { editorOf, textWith } from './pages/preview.ts';
import { runCommand } from './pages/quick-input.ts';
import { suggest, suggestion, takeSuggestion } from './pages/suggest.ts';
import { screenshot, useWindow } from './pages/window.ts';

const window = useWindow('rules/shells.detections.yaml', { folder: 'examples' });

const kql = 'Sentinel Query.kql';
const wazuh = 'Wazuh Rules.xml';
/** The `where` of the first detection, in line 4. */
const where = '  where: k8s.ns.name in (shop, billing) and not user.name in (operator, deploy)';

test('a field that the alert does not carry is underlined, and one that it carries is completed', async () => {
  await goTo(window, 4, where.length + 1);
  await window.page.keyboard.type(' and fd.rport = 1');
  await window.page.keyboard.press('Escape'); // the list of suggestions
  const start = where.length + ' and '.length + 1;
  await expect
    .poll(() => squiggles(window, 'error'), { timeout: 20_000 })
    .toEqual([{ level: 'error', line: 4, startColumn: start, endColumn: start + 'fd.rport'.length }]);
  await screenshot(window, 'detections-squiggle');
  for (let i = 0; i < 'fd.rport = 1'.length; i++) await window.page.keyboard.press('Backspace');
  await window.page.keyboard.type('proc.');
  const widget = await suggest(window);
  await suggestion(widget, 'proc.name').waitFor({ timeout: 20_000 });
  expect(await suggestion(widget, 'proc.aname').count()).toBe(0);
  await screenshot(window, 'detections-completion');
  await takeSuggestion(widget, 'proc.name');
  await window.page.keyboard.type(' = sh');
  await expect.poll(async () => (await visibleLines(window))[3]).toBe(`${where} and proc.name = sh`);
  await window.page.locator('.squiggly-error').waitFor({ state: 'detached', timeout: 20_000 });
});

test('the Wazuh rules of the detection at the cursor are shown, and follow it', async () => {
  await goTo(window, 2, 5);
  await runCommand(window, 'Falco: Preview Wazuh Rules XML');
  await textWith(window, wazuh, 'Falco: Shell in a production pod');
  await goTo(window, 14, 5);
  await textWith(window, wazuh, 'Falco: Shell that a web server started');
  await screenshot(window, 'detections-wazuh');
});

test('above each part of the Wazuh rules a line leads back to the detection', async () => {
  const editor = editorOf(window, wazuh);
  const lens = editor.locator('.codelens-decoration a', { hasText: 'Shell that a web server started' });
  await lens.first().click();
  await expect
    .poll(() => window.page.locator('#status\\.editor\\.selection').textContent(), { timeout: 20_000 })
    .toMatch(/^Ln 13\b/);
  await screenshot(window, 'detections-lens');
});

test('the query of the detection at the cursor is shown, and follows it', async () => {
  await goTo(window, 2, 5);
  await runCommand(window, 'Falco: Preview KQL');
  await textWith(window, kql, '"Shell Started in Pod"');
  await goTo(window, 14, 5);
  await textWith(window, kql, '"Shell Connected to Network Socket"');
  await screenshot(window, 'detections-kql');
});
