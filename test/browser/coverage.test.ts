import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { checkLayer } from '../features/coverage/layer-format.ts';
import { axeViolations } from './pages/accessibility.ts';
import { takeProposedPath } from './pages/file-dialog.ts';
import { pickInQuickInput, runCommand } from './pages/quick-input.ts';
import { webview } from './pages/webview.ts';
import { screenshot, useWindow } from './pages/window.ts';

const window = useWindow('rules/falco_rules.yaml', { folder: 'examples' });

let view: FrameLocator;
const cell = (name: RegExp) => view.getByRole('gridcell').getByRole('button', { name });

beforeAll(async () => {
  await runCommand(window, 'Falco: Show MITRE ATT&CK Coverage');
  view = webview(window);
  await view
    .getByText(/^ATT&CK 17\.1: \d+ techniques in \d+ of 14 tactics by \d+ rules/)
    .waitFor({ timeout: 20_000 });
});

test('the page has a strict policy: nothing but its own script and style', async () => {
  const policy = await view.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');
  expect(policy).toMatch(/^default-src 'none'; style-src \S+( \S+)*; script-src 'nonce-[0-9a-f]{32}'$/);
});

test('techniques stand under their tactics, and one explains itself', async () => {
  await cell(/^T1059 Command and Scripting Interpreter 2 rules/).click();
  await view.getByRole('heading', { name: 'T1059 Command and Scripting Interpreter' }).waitFor();
  await view.getByRole('button', { name: 'Shell Started in Pod' }).waitFor();
  await screenshot(window, 'coverage-matrix');
  expect(await axeViolations(view)).toEqual([]);
});

test('the arrow keys move through the matrix', async () => {
  await cell(/^T1059 /).press('ArrowDown');
  expect(await view.locator(':focus').textContent()).toMatch(/^T1059\.004/);
  await view.locator(':focus').press('End');
  await view.locator(':focus').press('Home');
  await view.locator(':focus').press('Enter');
  await expect.poll(() => view.locator(':focus').getAttribute('aria-pressed')).toBe('true');
});

test('where nothing is replayed it says so', async () => {
  await view.getByRole('button', { name: 'Alerts of the Replay' }).click();
  await view.getByText(/^No alerts are being replayed\./).waitFor({ timeout: 20_000 });
});

test('alerts are counted, and their path is shown as picture and table', async () => {
  await view.getByRole('button', { name: 'Choose Alerts…' }).click();
  await pickInQuickInput(window, 'alerts.jsonl', 'alerts.jsonl');
  await view.getByText(/; 12 alerts from alerts\/alerts\.jsonl$/).waitFor({ timeout: 20_000 });
  await view.getByRole('tab', { name: 'Matrix' }).press('End');
  await view.getByRole('heading', { name: 'k3s-node-1, busybox' }).waitFor();
  await view.getByText('Credential Access → Discovery → Execution → Persistence').waitFor();
  const steps = view.getByRole('table', { name: 'Steps at k3s-node-1, busybox' });
  expect(await steps.getByRole('row').count()).toBe(7);
  await screenshot(window, 'coverage-path');
  expect(await axeViolations(view)).toEqual([]);
});

test('gaps are named', async () => {
  await view.getByRole('tab', { name: 'Gaps' }).click();
  await view.getByRole('heading', { name: /^Tactics without a rule or detection \(8\)$/ }).waitFor();
  await screenshot(window, 'coverage-gaps');
  expect(await axeViolations(view)).toEqual([]);
});

test('a name leads to its rule', async () => {
  await view.getByRole('tab', { name: 'Matrix' }).click();
  await cell(/^T1059 /).click();
  await view.getByRole('button', { name: 'Shell Started in Pod' }).click();
  await window.page.getByText(/Ln \d+, Col 9 \(20 selected\)/).waitFor();
});

test('hostile names stay text', async () => {
  const hostile = '<img src=x onerror="document.title=1"></script><b>';
  const tags = '[mitre_impact, T1485]';
  const rule = `- rule: '${hostile}'\n  desc: d\n  condition: evt.type = open\n  output: o\n  priority: INFO\n  tags: ${tags}\n`;
  writeFileSync(join(window.folder, 'rules/hostile.yaml'), rule);
  const alert = {
    rule: hostile,
    hostname: hostile,
    time: '2026-01-01T00:00:00Z',
    output_fields: { 'container.name': hostile },
  };
  writeFileSync(join(window.folder, 'alerts/hostile.jsonl'), JSON.stringify(alert));
  await view.getByRole('tab', { name: 'Matrix' }).click();
  await view.getByRole('button', { name: 'Choose Alerts…' }).click();
  await pickInQuickInput(window, 'hostile.jsonl', 'hostile.jsonl');
  await cell(/^T1485 Data Destruction 1 rule, 1 alert$/).click({ timeout: 20_000 });
  await view.getByRole('button', { name: hostile }).waitFor();
  await view.getByRole('tab', { name: 'Path of the Alerts' }).click();
  await view.getByRole('heading', { name: `${hostile}, ${hostile}` }).waitFor();
  await screenshot(window, 'coverage-hostile');
  expect(await view.locator('#coverage').locator('img, script, b').count()).toBe(0);
  expect(await view.locator('html').evaluate(() => document.title)).toBe('MITRE ATT&CK Coverage');
});

test('a layer for the Navigator is written where the user says', async () => {
  await view.getByRole('button', { name: 'Export Navigator Layer…' }).click();
  await takeProposedPath(window, /falco-attack-layer\.json$/);
  const path = join(window.folder, 'falco-attack-layer.json');
  await expect.poll(() => readLayer(path)).toEqual([]);
});

test('in a dark theme too', async () => {
  await runCommand(window, 'Preferences: Toggle between Light/Dark Themes');
  await runCommand(window, 'Falco: Show MITRE ATT&CK Coverage');
  await view.getByRole('tab', { name: 'Matrix' }).click();
  await cell(/^T1059 /).waitFor();
  await screenshot(window, 'coverage-dark');
  expect(await axeViolations(view)).toEqual([]);
});

function readLayer(path: string): string[] | undefined {
  try {
    return checkLayer(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return undefined;
  }
}
