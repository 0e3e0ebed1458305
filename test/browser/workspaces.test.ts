import { expect, test } from 'vitest';
import { goTo, openFile, squiggles } from './pages/editor.ts';
import { problemRows, showLog } from './pages/panel.ts';
import { pickInQuickInput, runCommand, startCommand } from './pages/quick-input.ts';
import { screenshot, useWindow } from './pages/window.ts';

const window = useWindow('two/two_rules.yaml', {
  folder: 'test/browser/two-folders',
  workspace: 'two.code-workspace',
});

test('each folder of a workspace is a project with its own names and settings', async () => {
  await goTo(window, 1, 1);
  const marks = () => squiggles(window).then((found) => found.filter(({ level }) => level !== 'hint'));
  await expect.poll(marks, { timeout: 30_000 }).toEqual([
    { level: 'error', line: 3, startColumn: 36, endColumn: 43 },
    { level: 'error', line: 3, startColumn: 64, endColumn: 71 },
  ]);
  const rows = await problemRows(window);
  await rows.filter({ hasText: 'There is no macro `spawned` here' }).first().waitFor({ timeout: 20_000 });
  await rows.filter({ hasText: 'two_rules.yaml' }).first().waitFor();
  expect(await rows.filter({ hasText: 'one_rules.yaml' }).count()).toBe(0);
  await screenshot(window, 'workspaces-problems');
});

test('the log says what each loads', async () => {
  const log = await showLog(window);
  const said = async () => ((await log.textContent()) ?? '').replaceAll('\u00a0', ' ');
  await expect.poll(said, { timeout: 20_000 }).toContain('/one in load order: ');
  await expect.poll(said, { timeout: 20_000 }).toContain('/two in load order: ');
});

test('the language server is started anew, and answers', async () => {
  const log = await showLog(window);
  await runCommand(window, 'Falco: Restart Language Server');
  await log.getByText('Language server: stopped').first().waitFor({ timeout: 40_000 });
  await openFile(window, 'one_rules.yaml');
  await goTo(window, 5, 16);
  await runCommand(window, 'Show or Focus Hover');
  await window.page
    .locator('.monaco-hover', { hasText: 'evt.type = execve' })
    .first()
    .waitFor({ timeout: 30_000 });
  await window.page.keyboard.press('Escape');
});

test('the walkthrough leads through the first hour', async () => {
  await startCommand(window, 'Welcome: Open Walkthrough...');
  await pickInQuickInput(window, 'First Steps with Falco', 'First Steps with Falco Rules');
  const page = window.page.locator('.gettingStartedContainer');
  for (const step of [
    'Write a rule',
    'Say which Falco loads it',
    'See what Falco makes of it',
    'Try it on alerts',
  ]) {
    await page.getByText(step).first().waitFor({ timeout: 30_000 });
  }
  await page.getByRole('button', { name: 'New Rule from Template' }).first().waitFor();
  await screenshot(window, 'workspaces-walkthrough');
});
