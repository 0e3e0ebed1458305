import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { goTo } from './pages/editor.ts';
import { takeProposedPath } from './pages/file-dialog.ts';
import { showLog } from './pages/panel.ts';
import { editorOf, textWith } from './pages/preview.ts';
import { runCommand, startCommand } from './pages/quick-input.ts';
import { screenshot, useWindow } from './pages/window.ts';

const window = useWindow('rules/shells.detections.yaml', { folder: 'examples' });

const kql = 'Sentinel Query.kql';

const rows = () => window.page.locator('.quick-input-list .monaco-list-row');

/** Picks a row of the list that is open. */
async function pick(label: string): Promise<void> {
  await rows().filter({ hasText: label }).first().click({ timeout: 20_000 });
}

/** Takes the folder that the dialog proposes. */
const writeHere = () => takeProposedPath(window, /rules\/?$/);

beforeAll(async () => {
  await showLog(window); // the extension is there, and so are its commands
});

test('the query of a detection is shown, and leads to those for hunting and back', async () => {
  await goTo(window, 3, 5);
  await runCommand(window, 'Falco: Preview KQL');
  const text = await textWith(window, kql, 'where Activity');
  expect(text).toContain('// The detection "Shell in a production pod".');
  const lenses = editorOf(window, kql).locator('.codelens-decoration a');
  await lenses.filter({ hasText: 'by cluster' }).waitFor({ timeout: 20_000 });
  await screenshot(window, 'sentinel-preview');
  await lenses.filter({ hasText: 'by cluster' }).click();
  await textWith(window, kql, 'by ClusterName');
});

test('analytics rules are written for the rules and detections that are chosen', async () => {
  await window.page.locator('.tab[data-resource-name="shells.detections.yaml"]').first().click();
  await startCommand(window, 'Falco: Generate Sentinel Analytics Rule');
  await rows().filter({ hasText: 'detection' }).first().waitFor({ timeout: 20_000 });
  await screenshot(window, 'sentinel-subjects');
  await rows().filter({ hasText: 'detection' }).first().click();
  await window.page.keyboard.press('Enter');
  await pick('Scheduled');
  await pick('Sentinel YAML');
  await writeHere();
  await window.page.locator('.tab.active[data-resource-name$=".yaml"]').first().waitFor();
  const written = () =>
    readdirSync(join(window.folder, 'rules')).filter((name) =>
      readFileSync(join(window.folder, 'rules', name), 'utf8').includes('kind: Scheduled'),
    );
  await expect.poll(written).toHaveLength(1);
  await screenshot(window, 'sentinel-rule');
});

test('the parser function is written in the form that is chosen', async () => {
  await startCommand(window, 'Falco: Generate Sentinel Parser Function');
  await pick('Bicep');
  await writeHere();
  await window.page.locator('.tab.active[data-resource-name="FalcoContainerSecurity.bicep"]').waitFor();
  const text = readFileSync(join(window.folder, 'rules/FalcoContainerSecurity.bicep'), 'utf8');
  expect(text).toContain("functionAlias: 'FalcoContainerSecurity'");
  await screenshot(window, 'sentinel-parser');
});
