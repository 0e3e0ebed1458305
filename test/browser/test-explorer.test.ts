import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { goTo, openFile, visibleLines } from './pages/editor.ts';
import { showLog } from './pages/panel.ts';
import { quickInput, runCommand, startCommand } from './pages/quick-input.ts';
import { screenshot, useWindow } from './pages/window.ts';

const window = useWindow('netcat.falco-test.yaml', { folder: 'test/browser/tested' });

const rows = () => window.page.locator('.test-explorer .monaco-list-row');

beforeAll(async () => {
  await showLog(window); // the extension is there
});

test('tests are found, and one passes and one fails, with what came and why', async () => {
  await runCommand(window, 'Testing: Focus on Test Explorer View');
  await rows().filter({ hasText: 'netcat.falco-test.yaml' }).waitFor({ timeout: 30_000 });
  await runCommand(window, 'Test: Run All Tests');
  await rows().filter({ hasText: 'netcat.falco-test.yaml' }).click();
  await window.page.keyboard.press('ArrowRight');
  await rows().filter({ hasText: 'So is socat' }).waitFor({ timeout: 60_000 });
  await expect
    .poll(() => rows().allInnerTexts(), { timeout: 60_000 })
    .toEqual(expect.arrayContaining([expect.stringContaining('Netcat is noticed')]));
  const label = (name: string) => rows().filter({ hasText: name }).getAttribute('aria-label');
  await expect.poll(() => label('So is socat'), { timeout: 60_000 }).toContain('Failed');
  expect(await label('Netcat is noticed')).toContain('Passed');
  await openFile(window, 'netcat.falco-test.yaml');
  await window.page.getByText('silent != fires').first().waitFor({ timeout: 20_000 });
  // The view lists the messages of the run, the reasons among them.
  await runCommand(window, 'Test Results: Focus on Test Results View');
  await window.page.getByText('is false: it is "socat"').first().waitFor({ timeout: 20_000 });
  await screenshot(window, 'test-explorer');
});

test('coverage shows which checks were never true', async () => {
  await runCommand(window, 'Test: Run All Tests with Coverage');
  const coverage = window.page
    .locator('.coverage-list, .test-coverage-tree, [aria-label*="overage"]')
    .first();
  await coverage.waitFor({ timeout: 60_000 });
  await openFile(window, 'falco_rules.yaml');
  await screenshot(window, 'test-coverage');
});

test('what comes out is proposed for review', async () => {
  await openFile(window, 'netcat.falco-test.yaml');
  await startCommand(window, 'Falco: Record Test Expectations');
  const discard = window.page.getByRole('button', { name: 'Discard' });
  await discard.waitFor({ timeout: 30_000 });
  await screenshot(window, 'test-record');
  await discard.click();
});

test('a test is made of the alert at the cursor', async () => {
  await openFile(window, 'alerts.jsonl');
  await goTo(window, 1, 5);
  await startCommand(window, 'Falco: New Test from Alert');
  await quickInput(window).waitFor();
  await window.page
    .locator('.quick-input-list .monaco-list-row', { hasText: 'netcat.falco-test.yaml' })
    .click();
  await expect
    .poll(async () => (await visibleLines(window)).join('\n'), { timeout: 30_000 })
    .toContain('- test: Netcat started on line 1');
  await screenshot(window, 'test-new');
  // It is there for review, and not saved.
  expect(existsSync(join(window.folder, 'netcat.falco-test.yaml'))).toBe(true);
  expect(readFileSync(join(window.folder, 'netcat.falco-test.yaml'), 'utf8')).not.toContain('on line 1');
});
