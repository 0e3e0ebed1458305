import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { activeEditor, goTo, openFile, squiggles, visibleLines } from './pages/editor.ts';
import { textWith } from './pages/preview.ts';
import { pickInQuickInput, runCommand, startCommand } from './pages/quick-input.ts';
import { alertRows, cells, chooseAlerts, openReplayPanel, treeLine, verdicts } from './pages/replay-panel.ts';
import { generateParser, generateRule } from './pages/sentinel-files.ts';
import { screenshot, useWindow } from './pages/window.ts';

// The same features as on the desktop, with the extension and its server in the browser.
const window = useWindow('rules/falco_rules.yaml', { folder: 'examples', web: true });

test('in the browser, lenses stand above definitions', async () => {
  await goTo(window, 68, 1);
  const lens = activeEditor(window).locator('.codelens-decoration a', { hasText: 'Preview KQL' });
  await lens.first().waitFor({ timeout: 30_000 });
});

test('in the browser, a rule is shown as a query, as Wazuh rules and as Falco compiles it', async () => {
  await goTo(window, 84, 9);
  await runCommand(window, 'Falco: Preview KQL');
  await textWith(window, 'Sentinel Query.kql', 'Program Not Part of Container Image');
  await window.page.locator('.tab[data-resource-name="falco_rules.yaml"]').click();
  await runCommand(window, 'Falco: Preview Wazuh Rules XML');
  await textWith(window, 'Wazuh Rules.xml', '<rule id=');
  await window.page.locator('.tab[data-resource-name="falco_rules.yaml"]').click();
  await runCommand(window, 'Falco: Show Compiled Condition');
  await textWith(window, 'Compiled Condition.yaml', 'evt.type in (execve, execveat)');
  await screenshot(window, 'web-previews');
});

test('in the browser, a sample alert is made of the rule at the cursor', async () => {
  await window.page.locator('.tab[data-resource-name="falco_rules.yaml"]').click();
  await goTo(window, 84, 9);
  await runCommand(window, 'Falco: New Sample Alert from Rule');
  await expect
    .poll(async () => (await visibleLines(window))[0], { timeout: 20_000 })
    .toMatch(/^\{"hostname":/);
  await screenshot(window, 'web-sample-alert');
});

test('in the browser, alerts are replayed through all stages and searched', async () => {
  await runCommand(window, 'View: Close All Editors');
  const view = await openReplayPanel(window);
  await chooseAlerts(window, view, 'alerts.jsonl');
  await view.getByText('12 alerts from alerts/alerts.jsonl', { exact: true }).waitFor({ timeout: 60_000 });
  await expect
    .poll(() => cells(view, 'wazuh').then((all) => all[0]), { timeout: 60_000 })
    .toMatch(/^\d+, level 8$/);
  await expect
    .poll(() => cells(view, 'sentinel').then((all) => all[0]), { timeout: 60_000 })
    .toMatch(/^1 rule/);
  expect((await verdicts(view))[0]).toBe('fires');
  await view.getByRole('searchbox', { name: 'Search alerts' }).fill('"nc 203.0.113.66"');
  await view.getByText(/, 1 shown$/).waitFor();
  await alertRows(view).first().locator('.falco').click();
  await treeLine(view, /^Netcat Remote Code Execution in Container named by the alert: fires$/).waitFor();
  await view.getByRole('tab', { name: 'Noise and Cost' }).click();
  await view.getByText(/^12 alerts over /).waitFor();
  await screenshot(window, 'web-replay');
});

test('in the browser, a file with KQL has the problems of Kusto', async () => {
  writeFileSync(join(window.folder, 'shells.kql'), 'FalcoContainerSecurity\n| where nothing has "sh"\n');
  await openFile(window, 'shells.kql');
  await expect
    .poll(() => squiggles(window, 'error'), { timeout: 60_000 })
    .toEqual([{ level: 'error', line: 2, startColumn: 9, endColumn: 16 }]);
  await screenshot(window, 'web-kql');
});

test('in the browser, a rule is begun from a template', async () => {
  await openFile(window, 'falco_rules.yaml');
  await startCommand(window, 'Falco: New Rule from Template');
  await pickInQuickInput(window, 'outbound', 'Outbound connection');
  await expect
    .poll(async () => (await visibleLines(window)).join('\n'), { timeout: 20_000 })
    .toContain('Unexpected');
  await screenshot(window, 'web-template');
});

test('in the browser, the files for Sentinel are written', async () => {
  await openFile(window, 'falco_rules.yaml');
  await generateParser(window);
  const parser = readFileSync(join(window.folder, 'rules/FalcoContainerSecurity.bicep'), 'utf8');
  expect(parser).toContain("functionAlias: 'FalcoContainerSecurity'");
  await openFile(window, 'falco_rules.yaml');
  await generateRule(window, 'Shell in a production pod', 'shell-in-a-production-pod.yaml');
  const written = () =>
    readdirSync(join(window.folder, 'rules')).some((name) =>
      readFileSync(join(window.folder, 'rules', name), 'utf8').includes('kind: Scheduled'),
    );
  await expect.poll(written, { timeout: 20_000 }).toBe(true);
  await screenshot(window, 'web-sentinel-rule');
});
