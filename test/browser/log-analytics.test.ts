import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type LogAnalyticsService,
  startLogAnalytics,
  tableAnswer,
  workspaceId,
} from '../support/log-analytics.ts';
import { axeViolations } from './pages/accessibility.ts';
import { goTo, openFile, squiggles } from './pages/editor.ts';
import { showLog } from './pages/panel.ts';
import { startCommand } from './pages/quick-input.ts';
import { alertRows } from './pages/replay-panel.ts';
import { suggest, suggestion } from './pages/suggest.ts';
import { webview } from './pages/webview.ts';
import { screenshot, useWindow } from './pages/window.ts';

const query = 'FalcoContainerSecurity\n| where commandline has "sh"\n| project TimeGenerated, command\n';
const settings: Record<string, unknown> = { 'falcoWorkbench.logAnalytics.workspaceId': workspaceId };

const statistics = {
  query: {
    executionTime: 1.25,
    resourceUsage: { cache: { shards: { hot: { hitbytes: 2_000_000 } } } },
    inputDatasetStatistics: { rows: { scanned: 30_000 } },
  },
};

let service: LogAnalyticsService;
beforeAll(async () => {
  service = await startLogAnalytics(
    tableAnswer(
      { TimeGenerated: 'datetime', command: 'string', n: 'long' },
      '[["2026-11-21T23:34:00Z","<b>bash</b>",9],["2026-11-21T23:35:00Z","=sh",10],["2026-11-21T23:36:00Z",null,1]]',
      `,"statistics":${JSON.stringify(statistics)}`,
    ),
  );
  settings['falcoWorkbench.logAnalytics.endpoint'] = service.endpoint;
});
afterAll(() => service.close());

const window = useWindow('valid_rules.yaml', { settings });

test('a file with KQL has the problems and suggestions of Kusto', async () => {
  writeFileSync(join(window.folder, 'shells.kql'), `${query}\nSyslog\n| count\n`);
  await showLog(window);
  await openFile(window, 'shells.kql');
  expect(await squiggles(window, 'error')).toEqual([
    { level: 'error', line: 2, startColumn: 9, endColumn: 20 },
  ]);
  await goTo(window, 2, 16);
  await suggestion(await suggest(window), 'command').waitFor({ timeout: 20_000 });
  await screenshot(window, 'kql-file');
  await window.page.keyboard.press('Escape');
});

test('a query is run where the user agrees, and its rows are shown as text and sorted', async () => {
  const { page } = window;
  await chooseTime('Last 7d');
  const dialog = page.locator('.monaco-dialog-box');
  await dialog.getByText(workspaceId).first().waitFor();
  expect(service.asked).toEqual([]);
  await dialog.getByRole('button', { name: 'Run' }).click();
  const view = webview(window);
  await view.getByRole('table').waitFor({ timeout: 30_000 });
  expect(service.asked).toMatchObject([{ query: `${query}\n`, timespan: 'P7D' }]); // that at the cursor
  const cells = () => view.locator('tbody td:nth-child(2)').allTextContents();
  expect(await cells()).toEqual(['<b>bash</b>', '=sh', '']);
  await view.getByRole('button', { name: 'n', exact: true }).click();
  expect(await cells()).toEqual(['', '<b>bash</b>', '=sh']);
  await view.getByText('The query took 1.3 s, 2.0 MB read, 30,000 rows looked at.').waitFor();
  await screenshot(window, 'log-analytics-results');
});

test.each([
  ['Light Modern', 'vscode-light'],
  ['Dark Modern', 'vscode-dark'],
  ['Default High Contrast', 'vscode-high-contrast'],
  ['Default High Contrast Light', 'vscode-high-contrast-light'],
])('the results can be read by everyone: %s', async (theme, kind) => {
  mkdirSync(join(window.folder, '.vscode'), { recursive: true });
  writeFileSync(
    join(window.folder, '.vscode/settings.json'),
    JSON.stringify({ 'workbench.colorTheme': theme }),
  );
  const view = webview(window);
  await view.locator(`body.${kind}`).waitFor({ timeout: 30_000 });
  expect(await axeViolations(view)).toEqual([]);
  await screenshot(window, `log-analytics-${kind}`);
});

test('a query that takes too long is cancelled, and nothing is said of it', async () => {
  const { page } = window;
  service.answers = ['hang'];
  const before = service.asked.length;
  await chooseTime('Last 30d');
  const running = page.locator('.notification-list-item', { hasText: 'Log Analytics runs the query' });
  await running.waitFor({ timeout: 30_000 });
  await expect.poll(() => service.asked.length, { timeout: 30_000 }).toBe(before + 1);
  await running.getByRole('button', { name: 'Cancel' }).click();
  await running.waitFor({ state: 'detached' });
  await expect.poll(() => service.broken, { timeout: 20_000 }).toBe(1);
  expect(await page.locator('.notification-list-item').count()).toBe(0);
});

test('rows of Falco are replayed as alerts', async () => {
  const message = JSON.stringify({
    output: 'Shell',
    priority: 'Notice',
    rule: 'Shell in a container',
    time: '2026-11-21T23:34:00Z',
    output_fields: { 'proc.name': 'bash' },
  });
  service.answers = [
    tableAnswer(
      { TimeGenerated: 'datetime', SyslogMessage: 'string' },
      JSON.stringify([['2026-11-21T23:34:00Z', message]]),
    ),
  ];
  await chooseTime('Last 24h');
  const results = webview(window);
  await results.getByText('1 row', { exact: true }).waitFor({ timeout: 30_000 });
  await results.getByRole('button', { name: 'Replay These Alerts' }).click();
  const replay = window.page.frameLocator('iframe.webview').last().frameLocator('iframe#active-frame');
  await alertRows(replay).filter({ hasText: 'Shell in a container' }).waitFor({ timeout: 30_000 });
  await screenshot(window, 'log-analytics-replay');
});

/**
 * Starts the command with the query of the editor. A notification that goes gives the focus back late, and the list
 * closes with that: then it is asked for again.
 */
async function chooseTime(label: string): Promise<void> {
  const row = window.page.locator('.quick-input-list .monaco-list-row', { hasText: label });
  for (let tries = 1; ; tries++) {
    await window.page.locator('.tab[data-resource-name="shells.kql"]').click();
    await startCommand(window, 'Falco: Run KQL in Log Analytics');
    try {
      await row.click({ timeout: 5000 });
      return;
    } catch (error) {
      if (tries === 4) throw error;
    }
  }
}
