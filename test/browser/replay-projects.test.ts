import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { openFile, visibleLines } from './pages/editor.ts';
import { pickInQuickInput, runCommand, startCommand } from './pages/quick-input.ts';
import { chooseAlerts, openReplayPanel, verdicts } from './pages/replay-panel.ts';
import { screenshot, useWindow } from './pages/window.ts';

const window = useWindow('rules/falco_rules.yaml', { folder: 'examples' });

/** A second installation, whose rule of the same name looks for another program. */
const values = `\
customRules:
  own_rules.yaml: |-
    - rule: Netcat Remote Code Execution in Container
      desc: Another rule of the same name.
      condition: evt.type = execve and proc.name = socat
      output: Socat | command=%proc.cmdline
      priority: WARNING
`;

beforeAll(() => {
  const [alert] = readFileSync(join(window.folder, 'alerts/alerts.jsonl'), 'utf8').split('\n');
  writeFileSync(join(window.folder, 'one-alert.jsonl'), alert!);
});

test('alerts are replayed against the rules of the project that is chosen', async () => {
  const view = await openReplayPanel(window);
  await chooseAlerts(window, view, 'alerts.jsonl');
  await expect.poll(() => verdicts(view).then((all) => all[0]), { timeout: 20_000 }).toBe('fires');
  expect(await view.getByRole('button', { name: /^Rules of / }).count()).toBe(0);

  writeFileSync(join(window.folder, 'values.yaml'), values);
  await window.page.locator('.tab[data-resource-name="falco_rules.yaml"]').click();
  // What was looked for before it was there may not be found by its name.
  await window.page.getByRole('treeitem', { name: 'values.yaml' }).dblclick({ timeout: 20_000 });
  await window.page.locator('.tab.active[data-resource-name="values.yaml"]').waitFor();
  await window.page.locator('.codelens-decoration', { hasText: 'Replay' }).getByText('Replay').click();
  await view.getByRole('button', { name: 'Rules of values.yaml' }).waitFor({ timeout: 20_000 });
  await view.getByRole('button', { name: /^Only the rule Netcat/ }).waitFor();
  await expect.poll(() => verdicts(view), { timeout: 20_000 }).toEqual(['does not fire', 'does not fire']);
  await screenshot(window, 'replay-project');

  await view.getByRole('button', { name: 'Rules of values.yaml' }).click();
  await pickInQuickInput(window, 'workspace', 'workspace');
  await view.getByRole('button', { name: 'Rules of workspace' }).waitFor();
  await expect.poll(() => verdicts(view), { timeout: 20_000 }).toEqual(['fires', 'fires']);
});

test('an exception is made of the alert that is selected in the editor', async () => {
  await runCommand(window, 'View: Close All Editors');
  await openFile(window, 'one-alert.jsonl');
  await runCommand(window, 'Select All');
  await startCommand(window, 'Falco: Add Exception from Alert');
  const picker = window.page.locator('.quick-input-widget', { hasText: 'Exception of “Netcat Remote Code' });
  await picker.waitFor();
  // What says best what was seen is chosen already.
  await picker
    .locator('.monaco-list-row', { hasText: /proc\.name.*nc/ })
    .first()
    .waitFor();
  await screenshot(window, 'exception-fields');
  await picker.getByRole('button', { name: 'OK' }).click();
  // The rule is one of Falco's own: what a site changes stands in a file of its own.
  await window.page.locator('.tab.active[data-resource-name="overrides.yaml"]').waitFor({ timeout: 20_000 });
  await expect
    .poll(async () => (await visibleLines(window)).join('\n'), { timeout: 20_000 })
    .toContain('      values:\n        - [nc, sh]');
  await screenshot(window, 'exception-added');
});
