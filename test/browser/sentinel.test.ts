import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { goTo } from './pages/editor.ts';
import { showLog } from './pages/panel.ts';
import { editorOf, textWith } from './pages/preview.ts';
import { runCommand } from './pages/quick-input.ts';
import { generateParser, generateRule } from './pages/sentinel-files.ts';
import { screenshot, useWindow } from './pages/window.ts';

const window = useWindow('rules/shells.detections.yaml', { folder: 'examples' });

const kql = 'Sentinel Query.kql';

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
  const listed = () => screenshot(window, 'sentinel-subjects');
  await generateRule(window, 'Shell in a production pod', 'shell-in-a-production-pod.yaml', listed);
  const written = () =>
    readdirSync(join(window.folder, 'rules')).filter((name) =>
      readFileSync(join(window.folder, 'rules', name), 'utf8').includes('kind: Scheduled'),
    );
  await expect.poll(written).toHaveLength(1);
  await screenshot(window, 'sentinel-rule');
});

test('the parser function is written in the form that is chosen', async () => {
  await generateParser(window);
  const text = readFileSync(join(window.folder, 'rules/FalcoContainerSecurity.bicep'), 'utf8');
  expect(text).toContain("functionAlias: 'FalcoContainerSecurity'");
  await screenshot(window, 'sentinel-parser');
});
