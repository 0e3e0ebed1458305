import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { activeEditor, goTo, visibleLines } from './pages/editor.ts';
import { editorOf, textWith } from './pages/preview.ts';
import { pickInQuickInput, quickInput, runCommand, startCommand } from './pages/quick-input.ts';
import { screenshot, useWindow } from './pages/window.ts';

const window = useWindow('rules/falco_rules.yaml', {
  folder: 'examples',
  settings: {
    'editor.inlayHints.enabled': 'on',
    'falcoWorkbench.inlayHints.eventTypes': true,
    'falcoWorkbench.inlayHints.priorityLevels': true,
  },
});

test('lenses stand above definitions, and hints within lines', async () => {
  await goTo(window, 68, 1);
  const editor = activeEditor(window);
  await editor
    .locator('.codelens-decoration a', { hasText: 'Preview KQL' })
    .first()
    .waitFor({ timeout: 20_000 });
  await editor
    .locator('.view-line', { hasText: /netcat_names.*5.items/ })
    .first()
    .waitFor({ timeout: 20_000 });
  await editor
    .locator('.view-line', { hasText: /WARNING.*level.4/ })
    .first()
    .waitFor();
  await screenshot(window, 'annotations');
});

test('a lens opens the query of its rule, wherever the cursor is', async () => {
  await goTo(window, 84, 1);
  const lens = activeEditor(window).locator('.codelens-decoration a', { hasText: 'Preview KQL' });
  await lens.first().click();
  await textWith(window, 'Sentinel Query.kql', 'Netcat Remote Code Execution in Container');
});

test('a lens shows what uses a macro', async () => {
  await goTo(window, 39, 1);
  const lens = activeEditor(window).locator('.codelens-decoration a', { hasText: /\d+ references/ });
  await lens.first().click();
  await window.page.locator('.reference-zone-widget .monaco-list-row').first().waitFor({ timeout: 20_000 });
  await screenshot(window, 'annotations-references');
  await window.page.keyboard.press('Escape');
});

test('the calls of a macro are shown as a tree', async () => {
  await goTo(window, 38, 12);
  await runCommand(window, 'Peek Call Hierarchy');
  const tree = window.page.locator('.call-hierarchy .monaco-list-row');
  await tree
    .filter({ hasText: 'Netcat Remote Code Execution in Container' })
    .first()
    .waitFor({ timeout: 20_000 });
  await screenshot(window, 'annotations-calls');
  await window.page.keyboard.press('Escape');
});

test('the compiled condition, the merged rule and the event types are shown beside the rule', async () => {
  await goTo(window, 68, 9);
  await runCommand(window, 'Falco: Show Compiled Condition');
  await textWith(window, 'Compiled Condition.yaml', 'evt.type in (execve, execveat)');
  await screenshot(window, 'annotations-compiled');
  await runCommand(window, 'Falco: Show Merged Rule');
  await textWith(window, 'Merged Rule.yaml', 'condition: falco_rules.yaml:');
  await screenshot(window, 'annotations-merged');
  await runCommand(window, 'Falco: Show Event Types');
  expect(await textWith(window, 'Event Types.yaml', 'looks at 2 event types')).toContain('- execveat');
  expect(await editorOf(window, 'Event Types.yaml').count()).toBe(1);
});

test('the status says engine, files and problems', async () => {
  await window.page.locator('.tab[data-resource-name="falco_rules.yaml"]').click();
  const item = window.page.locator('[id="status.languageStatus"]');
  await item.waitFor({ timeout: 20_000 });
  await item.hover();
  const hover = window.page.locator('.hover-language-status');
  await hover.filter({ hasText: 'Falco engine 0.63.0' }).first().waitFor({ timeout: 20_000 });
  await screenshot(window, 'annotations-status');
});

test('another engine version is chosen, and written into the settings', async () => {
  await window.page.keyboard.press('Escape');
  await startCommand(window, 'Falco: Select Engine Version');
  await quickInput(window).fill('0.62.0');
  await window.page.locator('.quick-input-list .monaco-list-row', { hasText: 'Falco 0.44.0' }).waitFor();
  await screenshot(window, 'annotations-engines');
  await pickInQuickInput(window, '0.62.0', '0.62.0');
  const settings = () => readFile(join(window.folder, '.vscode/settings.json'), 'utf8').catch(() => '');
  await expect.poll(settings).toContain('"falcoWorkbench.engineVersion": "0.62.0"');
});

test('a rule from a template comes with places to fill in', async () => {
  await window.page.keyboard.press('Escape');
  await window.page.locator('.tab[data-resource-name="falco_rules.yaml"]').click();
  await startCommand(window, 'Falco: New Rule from Template');
  await quickInput(window).fill('outbound');
  await screenshot(window, 'annotations-templates');
  await pickInQuickInput(window, 'outbound', 'Outbound connection');
  await activeEditor(window)
    .locator('.view-line', { hasText: 'Unexpected' })
    .first()
    .waitFor({ timeout: 20_000 });
  await window.page.keyboard.type('My First Rule');
  await expect.poll(async () => (await visibleLines(window)).join('\n')).toContain('- rule: My First Rule');
  await screenshot(window, 'annotations-new-rule');
});
