import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type LogAnalyticsService,
  startLogAnalytics,
  tableAnswer,
  workspaceId,
} from '../support/log-analytics.ts';
import { goTo, openFile, squiggles } from './pages/editor.ts';
import { showLog } from './pages/panel.ts';
import { startCommand } from './pages/quick-input.ts';
import { suggest, suggestion } from './pages/suggest.ts';
import { webview } from './pages/webview.ts';
import { screenshot, useWindow } from './pages/window.ts';

const query = 'FalcoContainerSecurity\n| where commandline has "sh"\n| project TimeGenerated, command\n';
const settings: Record<string, unknown> = { 'falcoWorkbench.logAnalytics.workspaceId': workspaceId };

let service: LogAnalyticsService;
beforeAll(async () => {
  service = await startLogAnalytics(
    tableAnswer(
      { TimeGenerated: 'datetime', command: 'string', n: 'long' },
      '[["2026-11-21T23:34:00Z","<b>bash</b>",9],["2026-11-21T23:35:00Z","=sh",10],["2026-11-21T23:36:00Z",null,1]]',
    ),
  );
  settings['falcoWorkbench.logAnalytics.endpoint'] = service.endpoint;
});
afterAll(() => service.close());

const window = useWindow('valid_rules.yaml', { settings });

test('a file with KQL has the problems and suggestions of Kusto', async () => {
  writeFileSync(join(window.folder, 'shells.kql'), query);
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
  await startCommand(window, 'Falco: Run KQL in Log Analytics');
  await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Last 7d' }).click();
  const dialog = page.locator('.monaco-dialog-box');
  await dialog.getByText(workspaceId).first().waitFor();
  expect(service.asked).toEqual([]);
  await dialog.getByRole('button', { name: 'Run' }).click();
  const view = webview(window);
  await view.getByRole('table').waitFor({ timeout: 30_000 });
  expect(service.asked).toMatchObject([{ query, timespan: 'P7D' }]);
  const cells = () => view.locator('tbody td:nth-child(2)').allTextContents();
  expect(await cells()).toEqual(['<b>bash</b>', '=sh', '']);
  await view.getByRole('button', { name: 'n', exact: true }).click();
  expect(await cells()).toEqual(['', '<b>bash</b>', '=sh']);
  await screenshot(window, 'log-analytics-results');
});
