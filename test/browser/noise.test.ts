import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { axeViolations } from './pages/accessibility.ts';
import { visibleLines } from './pages/editor.ts';
import { runCommand } from './pages/quick-input.ts';
import { chooseAlerts, openReplayPanel } from './pages/replay-panel.ts';
import { screenshot, useWindow } from './pages/window.ts';

const window = useWindow('rules/falco_rules.yaml', {
  folder: 'examples',
  settings: { 'falcoWorkbench.sentinel.pricePerGb': 4.5 },
});

const hostile = '<img src=x onerror="document.title=1">';
let view: FrameLocator;

beforeAll(async () => {
  const [line] = readFileSync(join(window.folder, 'alerts/alerts.jsonl'), 'utf8').split('\n');
  const alert = JSON.parse(line!);
  const alerts = Array.from({ length: 300 }, (_, i) => ({
    ...alert,
    hostname: i % 3 === 0 ? hostile : `node-${i % 3}`,
    time: new Date(Date.UTC(2026, 5, 15, 8) + i * i * 100).toISOString(),
    output_fields: { ...alert.output_fields, 'user.name': `user-${i % 9}` },
  }));
  writeFileSync(
    join(window.folder, 'alerts/noisy.jsonl'),
    alerts.map((each) => JSON.stringify(each)).join('\n'),
  );
  view = await openReplayPanel(window);
  await chooseAlerts(window, view, 'noisy.jsonl');
  await view.getByText('300 alerts from alerts/noisy.jsonl').waitFor({ timeout: 20_000 });
  await view.getByRole('tab', { name: 'Noise and Cost' }).click();
  await view.getByText(/^300 alerts over 2\.5 hours$/).waitFor({ timeout: 20_000 });
});

test('alerts are shown over time, by rule, host and container, with what they cost', async () => {
  await view.getByRole('img', { name: /^All alerts over time: / }).waitFor();
  const cost = view.getByRole('table', { name: 'Ingestion by transport' });
  expect(await cost.getByRole('row', { name: /^JSON \(Syslog\) [\d.]+ KB [\d.]+ MB 0\.\d\d$/ }).count()).toBe(
    1,
  );
  const hosts = view.getByRole('table', { name: 'Hosts' });
  await hosts.getByRole('row', { name: /^node-1 100 33\.3%/ }).waitFor();
  await screenshot(window, 'noise');
  expect(await axeViolations(view)).toEqual([]);
});

test('hostile text stays text', async () => {
  await view
    .getByRole('table', { name: 'Hosts' })
    .getByRole('cell', { name: hostile, exact: true })
    .waitFor();
  expect(await view.locator('#replay').locator('img:not([role]), script').count()).toBe(0);
  expect(await view.locator('html').evaluate(() => document.title)).toBe('Replay of Alerts');
});

test('an exception says what it silences and hides, and is added', async () => {
  await view
    .getByRole('button', { name: /^What would an exception silence\?/ })
    .first()
    .click();
  await view.getByText(/^It silences 300 of 300 alerts of /).waitFor({ timeout: 20_000 });
  await view.getByText(/^whatever user\.name is: user-0, .* and more$/).waitFor();
  await view.getByText(/^It silences 300/).scrollIntoViewIfNeeded();
  await screenshot(window, 'noise-exception');
  expect(await axeViolations(view)).toEqual([]);
  await view.getByRole('button', { name: 'Add the Exception…' }).click();
  await expect
    .poll(async () => (await visibleLines(window)).join('\n'), { timeout: 20_000 })
    .toContain('exceptions:');
});

test('in a dark theme too', async () => {
  await runCommand(window, 'Preferences: Toggle between Light/Dark Themes');
  await runCommand(window, 'Falco: Replay Sample Alerts');
  await view.getByText(/^300 alerts over 2\.5 hours$/).waitFor({ timeout: 20_000 });
  await screenshot(window, 'noise-dark');
  expect(await axeViolations(view)).toEqual([]);
});
