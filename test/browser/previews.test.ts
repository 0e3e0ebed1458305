import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { goTo, openFile, visibleLines } from './pages/editor.ts';
import { editorOf, textWith } from './pages/preview.ts';
import { runCommand } from './pages/quick-input.ts';
import { screenshot, useWindow } from './pages/window.ts';

const window = useWindow('rules/falco_rules.yaml', { folder: 'examples' });

const kql = 'Sentinel Query.kql';
const wazuh = 'Wazuh Rules.xml';

test('the query of the rule at the cursor is shown beside it', async () => {
  await goTo(window, 74, 9);
  await runCommand(window, 'Falco: Preview KQL');
  const text = () => textWith(window, kql, 'where Activity');
  await expect
    .poll(text)
    .toContain('FalcoContainerSecurity\n| where Activity == "Netcat Remote Code Execution in Container"');
  expect(await text()).toContain('    cmdline,\n');
});

test('the query follows the cursor', async () => {
  await goTo(window, 90, 9);
  await textWith(window, kql, '"Program Not Part of Container Image"');
  await goTo(window, 12, 9);
  expect(await textWith(window, kql, 'The cursor is in a list')).not.toContain('Activity');
});

test('the Wazuh rules are shown, and both previews follow an edit', async () => {
  await goTo(window, 83, 9);
  await runCommand(window, 'Falco: Preview Wazuh Rules XML');
  const text = await textWith(window, wazuh, 'Falco: Program Not Part of Container Image');
  expect(text).toMatch(/<rule id="\d+" level="12">[\s\S]*Falco: Program Not Part of Container Image/);
  await goTo(window, 68, 9);
  await textWith(window, wazuh, 'Falco: Netcat Remote Code Execution in Container');
  await screenshot(window, 'previews-wazuh');
  await window.page.keyboard.type('My ');
  const typedInto = async () => (await visibleLines(window)).join('\n');
  await expect.poll(typedInto).toContain('- rule: My Netcat Remote Code Execution');
  await textWith(window, wazuh, 'Falco: My Netcat Remote Code Execution in Container');
  await window.page.locator(`.tab[data-resource-name="${kql}"]`).click();
  await textWith(window, kql, '"My Netcat Remote Code Execution in Container"');
  await screenshot(window, 'previews-kql');
});

test('previews keep what they show while a file without rules has the focus', async () => {
  writeFileSync(join(window.folder, 'rules/team.yaml'), 'team: security\n');
  await openFile(window, 'team.yaml');
  await visibleLines(window);
  await goTo(window, 1, 3);
  await runCommand(window, 'Falco: Preview Wazuh Rules XML'); // asked for here, it says what is here
  await textWith(window, wazuh, 'This file holds no Falco rules.');
  await window.page.locator(`.tab[data-resource-name="${kql}"]`).click();
  expect(await textWith(window, kql, 'where Activity')).toContain('"My Netcat Remote Code Execution');
});

test('previews cannot be written to', async () => {
  const editor = editorOf(window, kql);
  const before = await editor.locator('.view-lines').textContent();
  await editor.locator('.view-line').first().click();
  await window.page.keyboard.type('x');
  expect(await editor.locator('.view-lines').textContent()).toBe(before);
});
