import { beforeAll, expect, test } from 'vitest';
import { goTo, openFile } from './pages/editor.ts';
import { showLog } from './pages/panel.ts';
import { runCommand } from './pages/quick-input.ts';
import { screenshot, useWindow } from './pages/window.ts';

// The Test Explorer with the extension, its server and Kusto in the browser.
const window = useWindow('netcat.falco-test.yaml', { folder: 'test/browser/tested', web: true });

const row = (name: string) => window.page.locator('.test-explorer .monaco-list-row', { hasText: name });
const label = (name: string) => row(name).getAttribute('aria-label');

beforeAll(async () => {
  const log = await showLog(window);
  await log.getByText('Language server: running').first().waitFor({ timeout: 60_000 });
  await runCommand(window, 'Testing: Focus on Test Explorer View');
  await row('netcat.falco-test.yaml').waitFor({ timeout: 60_000 });
}, 180_000);

test('in the browser, one test passes and one fails, through three engines', async () => {
  await runCommand(window, 'Test: Run All Tests');
  await row('netcat.falco-test.yaml').click();
  await window.page.keyboard.press('ArrowRight');
  await row('So is socat').waitFor({ timeout: 60_000 });
  await expect.poll(() => label('So is socat'), { timeout: 60_000 }).toContain('Failed');
  await expect.poll(() => label('Netcat is noticed'), { timeout: 60_000 }).toContain('Passed');
  await openFile(window, 'netcat.falco-test.yaml');
  await window.page.getByText('silent != fires').first().waitFor({ timeout: 20_000 });
  await screenshot(window, 'web-test-explorer');
});

test('in the browser, a watched run runs again when a file is saved', async () => {
  await runCommand(window, 'Testing: Focus on Test Explorer View');
  await runCommand(window, 'Test: Start Continuous Run');
  await openFile(window, 'falco_rules.yaml');
  await goTo(window, 3, 58);
  await window.page.keyboard.type(', socat');
  await window.page.keyboard.press('Control+s');
  await expect.poll(() => label('So is socat'), { timeout: 60_000 }).toContain('Passed');
  await screenshot(window, 'web-test-watched');
});
