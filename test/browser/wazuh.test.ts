import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { goTo, openFile, squiggles, visibleLines } from './pages/editor.ts';
import { overwriteInFileDialog, takeProposedPath } from './pages/file-dialog.ts';
import { showLog } from './pages/panel.ts';
import { startCommand } from './pages/quick-input.ts';
import { screenshot, useWindow } from './pages/window.ts';

const window = useWindow('rules/falco_rules.yaml', { folder: 'examples' });

const generated = () => readFileSync(join(window.folder, 'rules/falco_rules.xml'), 'utf8');

/** Runs a command, picks a profile and takes the path that the dialog proposes. */
async function generate(command: string, profile: string, proposed: RegExp): Promise<void> {
  const { page } = window;
  await startCommand(window, command);
  await page.locator('.quick-input-list .monaco-list-row', { hasText: profile }).click();
  await takeProposedPath(window, proposed);
}

beforeAll(async () => {
  await showLog(window); // the extension is there, and so are its commands
});

test('the Wazuh rules are written beside the Falco rules and shown', async () => {
  await generate('Falco: Generate Wazuh Rules', 'Sturdy', /rules\/falco_rules\.xml$/);
  await window.page.locator('.tab.active[data-resource-name="falco_rules.xml"]').waitFor();
  expect(generated()).toContain('"Netcat Remote Code Execution in Container"');
});

test('rules that are there are compared first, and replaced where the user agrees', async () => {
  const before = generated();
  writeFileSync(join(window.folder, 'rules/falco_rules.xml'), before.replace('Falco: any alert', 'Mine'));
  await generate('Falco: Generate Wazuh Rules', 'Sturdy', /rules\/falco_rules\.xml$/);
  await overwriteInFileDialog(window);
  await window.page.locator('.tab.active', { hasText: 'Now ↔ Generated' }).waitFor();
  await screenshot(window, 'wazuh-diff');
  expect(generated()).toContain('Mine');
  await window.page.locator('.notifications-toasts').getByRole('button', { name: 'Replace' }).click();
  await expect.poll(generated).toBe(before);
});

test('the integration files are written into a folder', async () => {
  await generate('Falco: Generate Wazuh Integration Files', 'Published recipe', /rules\/?$/);
  await window.page.locator('.tab.active[data-resource-name="INSTALL.md"]').waitFor();
  const configuration = readFileSync(join(window.folder, 'rules/falco_custom.yaml'), 'utf8');
  expect(configuration).toContain('wazuh_integration: "falco"');
});

test('what Wazuh would not read is mended by a quick fix', async () => {
  const { page } = window;
  const rules =
    '<group name="local,">\n  <rule id="100001" level="5">\n    <match>x</match>\n    <description>d</description>\n  </rule>\n</group>\n';
  writeFileSync(join(window.folder, 'rules/local_rules.xml'), `<?xml version="1.0"?>\n${rules}`);
  await openFile(window, 'local_rules.xml');
  expect((await squiggles(window, 'error'))[0]?.line).toBe(1);
  await goTo(window, 1, 4);
  await page.locator('[class*=codicon-light-bulb], [class*=codicon-gutter-lightbulb]').first().click();
  const fix = page.locator('.action-widget .monaco-list-row', { hasText: 'Delete the declaration' });
  await fix.waitFor({ timeout: 30_000 });
  await screenshot(window, 'wazuh-quick-fix');
  await fix.click();
  await expect
    .poll(async () => (await visibleLines(window)).slice(0, 2), { timeout: 30_000 })
    .toEqual(['<group name="local,">', '  <rule id="100001" level="5">']);
});
