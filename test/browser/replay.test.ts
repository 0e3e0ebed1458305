import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { goTo, openFile, visibleLines } from './pages/editor.ts';
import { runCommand } from './pages/quick-input.ts';
import {
  alertRows,
  cells,
  chooseAlerts,
  openReplayPanel,
  pasteAlerts,
  treeLine,
  verdicts,
} from './pages/replay-panel.ts';
import { screenshot, useWindow } from './pages/window.ts';

const window = useWindow('rules/falco_rules.yaml', { folder: 'examples' });

let view: FrameLocator;

beforeAll(async () => {
  view = await openReplayPanel(window);
});

test('the page has a strict policy: nothing but its own script and style', async () => {
  const policy = await view.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');
  expect(policy).toMatch(/^default-src 'none'; style-src \S+( \S+)*; script-src 'nonce-[0-9a-f]{32}'$/);
  expect(policy).not.toContain('unsafe');
});

test('each alert gets the verdict of the rule that it names', async () => {
  await chooseAlerts(window, view, 'alerts.jsonl');
  await view.getByText('12 alerts from alerts/alerts.jsonl', { exact: true }).waitFor({ timeout: 20_000 });
  expect(await verdicts(view)).toEqual([
    ...['fires', 'fires', 'fires', 'fires', 'fires', 'fires', 'fires', 'unknown', 'fires', 'unknown'],
    ...['fires', 'from Falco'],
  ]);
});

test('the selected alert shows its rule as a tree of checks', async () => {
  await alertRows(view).nth(0).click();
  await treeLine(view, /^Netcat Remote Code Execution in Container named by the alert: fires$/).waitFor();
  await treeLine(view, 'proc.name in (nc, ncat, netcat, nc.openbsd, nc.traditional) is "nc": true').waitFor();
  const macro = treeLine(view, 'program_started macro: true');
  expect(await macro.getAttribute('aria-expanded')).toBe('false');
  await macro.press('ArrowRight');
  await treeLine(view, 'evt.type in (execve, execveat) is "execve": true').waitFor();
  await screenshot(window, 'replay-tree');
});

test('the arrow keys move through the alerts, and details follow', async () => {
  const grid = view.getByRole('grid', { name: 'Alerts' });
  await grid.press('Home');
  for (let i = 0; i < 7; i++) await grid.press('ArrowDown');
  await view.getByRole('heading', { name: 'Directory Traversal to System File' }).waitFor();
  await view.getByText('Not in the alert: evt.is_open_read, fd.num.').waitFor();
  await treeLine(view, 'evt.is_open_read = true')
    .or(treeLine(view, /opened_for_reading macro: unknown/))
    .waitFor();
  await screenshot(window, 'replay-unknown');
  await grid.press('End');
  await view.getByRole('heading', { name: 'Falco internal: syscall event drop' }).waitFor();
});

test('each alert goes through what is sent, Sentinel and Wazuh', async () => {
  await expect
    .poll(() => cells(view, 'wazuh').then((all) => all[0]), { timeout: 30_000 })
    .toMatch(/^\d+, level 8$/);
  const [last, ...others] = (await cells(view, 'sentinel')).reverse();
  expect(last).toBe('no query');
  expect(others.every((words) => words.startsWith('1 rule'))).toBe(true);
});

test('a cell explains itself: the queries of Sentinel, step by step', async () => {
  await alertRows(view).nth(0).locator('.sentinel').click();
  const query = treeLine(view, 'Netcat Remote Code Execution in Container query of the rule: returns it');
  await query.press('ArrowRight');
  await treeLine(
    view,
    '| where Activity == "Netcat Remote Code Execution in Container": the row is there',
  ).waitFor();
  await treeLine(view, 'row of FalcoContainerSecurity: there is one').press('ArrowRight');
  await treeLine(view, 'Activity Netcat Remote Code Execution in Container').waitFor();
  await screenshot(window, 'replay-sentinel');
});

test('the arrow keys move through the stages; Enter goes to what explains them, Escape back', async () => {
  const grid = view.getByRole('grid', { name: 'Alerts' });
  await grid.press('ArrowRight');
  const rule = treeLine(view, /^\d+ level 8 Netcat Remote Code Execution in Container: matches$/);
  await rule.waitFor();
  await grid.press('Enter');
  expect(await view.locator(':focus').getAttribute('role')).toBe('treeitem');
  await treeLine(view, /^\d+ level \d+ .*field priority: .*does not match$/).waitFor();
  await screenshot(window, 'replay-wazuh');
  await view.locator(':focus').press('Escape');
  expect(await view.locator(':focus').getAttribute('role')).toBe('grid');
  await grid.press('ArrowLeft');
  await grid.press('ArrowLeft');
  await view.getByRole('heading', { name: /^To Sentinel as JSON/ }).waitFor();
  await screenshot(window, 'replay-sent');
  await grid.press('ArrowLeft');
});

test('the filter leaves rows that hold its words', async () => {
  const filter = view.getByRole('searchbox', { name: 'Filter alerts' });
  await filter.fill('link busybox');
  await expect.poll(() => alertRows(view).count()).toBe(1);
  expect(await alertRows(view).first().textContent()).toContain('Symbolic Link to Sensitive File');
  await filter.fill('');
  await view.getByRole('button', { name: /^\? unknown 2$/ }).click();
  await expect.poll(() => alertRows(view).count()).toBe(10);
  await view.getByRole('button', { name: /^\? unknown 2$/ }).click();
});

test('a part of a condition leads to its place in the file', async () => {
  await alertRows(view).nth(0).click();
  await treeLine(view, /^proc\.cmdline regex/).click();
  await window.page.getByText('Ln 76, Col 9 (62 selected)').waitFor();
  expect((await visibleLines(window)).join('\n')).toContain('    and proc.cmdline regex ".* (-e|');
});

test('verdicts follow the edits of the rules', async () => {
  await openFile(window, 'falco_rules.yaml');
  const lines = await numberOf('- list: netcat_names');
  await goTo(window, lines + 1, 11); // behind `items: [n`
  await window.page.keyboard.type('x');
  await expect.poll(() => verdicts(view).then((all) => all[0])).toBe('does not fire');
  await treeLine(view, /^proc\.name in \(xnc, ncat, .*is "nc": false$/).waitFor();
  await screenshot(window, 'replay-follows');
  await window.page.keyboard.press('Backspace');
  await expect.poll(() => verdicts(view).then((all) => all[0])).toBe('fires');
});

test('verdicts that an edit changes are marked beside a baseline', async () => {
  await view.getByRole('button', { name: 'Keep as baseline' }).click();
  await alertRows(view).nth(0).locator('.falco').click();
  await treeLine(view, /^proc\.cmdline regex/).click(); // into the editor beside the panel
  await window.page.getByText('Ln 76, Col 9 (62 selected)').waitFor();
  await goTo(window, (await numberOf('- list: netcat_names')) + 1, 11);
  await window.page.keyboard.type('x');
  const changed = (count: number) => view.getByRole('button', { name: `changed since ${count}` });
  await changed(2).waitFor({ timeout: 20_000 });
  expect((await cells(view, 'falco'))[0]).toBe('does not fire was fires');
  await screenshot(window, 'replay-baseline');
  await window.page.keyboard.press('Backspace');
  await changed(0).click({ timeout: 20_000 });
  await expect.poll(() => alertRows(view).count()).toBe(0);
  await view.getByRole('button', { name: 'Forget baseline' }).click();
  await expect.poll(() => alertRows(view).count()).toBe(12);
});

test('alerts stand below the names of their rules', async () => {
  await view.getByRole('button', { name: 'Group by rule' }).click();
  await view
    .getByRole('button', { name: 'Netcat Remote Code Execution in Container 2 alerts, fires on 2' })
    .click();
  await view.locator('.group button[aria-expanded="false"]').waitFor();
  await screenshot(window, 'replay-grouped');
  await view
    .getByRole('button', { name: 'Netcat Remote Code Execution in Container 2 alerts, fires on 2' })
    .click();
  await view.getByRole('button', { name: 'Group by rule' }).click();
  await expect.poll(() => alertRows(view).count()).toBe(12);
});

test('an alert is edited in place, and its verdict moves', async () => {
  await alertRows(view).nth(0).locator('.falco').click();
  await view.getByText('Edit this alert').click();
  const text = view.getByRole('textbox', { name: 'The alert as JSON' });
  await expect.poll(() => text.inputValue()).toContain('"proc.name": "nc"');
  await text.fill((await text.inputValue()).replace('"proc.name": "nc"', '"proc.name": "cat"'));
  await view.getByRole('button', { name: 'Replay This' }).click();
  await expect.poll(() => verdicts(view).then((all) => all[0])).toBe('does not fire');
  await screenshot(window, 'replay-edited');
  await text.fill('no JSON');
  await view.getByRole('button', { name: 'Replay This' }).click();
  await view.getByText('This is no JSON').waitFor();
  await view.getByRole('button', { name: 'Reset' }).click();
  await expect.poll(() => verdicts(view).then((all) => all[0])).toBe('fires');
  await view.getByText('Edit this alert').click();
});

test('values are assumed for fields that alerts lack', async () => {
  await view.getByText('Options and export').click();
  const input = view.getByRole('textbox', { name: 'What if' });
  await input.fill('evt.is_open_read = true, fd.num = 3');
  await input.press('Enter');
  await expect.poll(() => verdicts(view).then((all) => all[7])).toBe('fires');
  await alertRows(view).nth(7).click();
  await treeLine(view, /opened_for_reading macro: true/).press('ArrowRight');
  await treeLine(view, /evt\.is_open_read = true is true assumed: true/).waitFor();
  await screenshot(window, 'replay-assumed');
  await input.fill('');
  await input.press('Enter');
  await expect.poll(() => verdicts(view).then((all) => all[7])).toBe('unknown');
});

test('the report that is exported stands in the folder', async () => {
  await view.getByRole('button', { name: 'Export…' }).click();
  await window.page.locator('.quick-input-widget input').waitFor();
  await window.page.keyboard.press('Enter');
  await expect.poll(() => existsSync(join(window.folder, 'replay.html'))).toBe(true);
  const text = readFileSync(join(window.folder, 'replay.html'), 'utf8');
  expect(text).toContain('<td class="yes">fires</td>');
  expect(text).not.toContain('<script');
  await view.getByText('Options and export').click();
});

test('axe finds nothing', async () => {
  const script = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  // By the debugger and not by a script element: the page's own policy forbids those.
  const run = `(async () => {
    ${script};
    const { violations } = await globalThis.axe.run();
    return violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' '));
  })()`;
  const violations = await view.locator('html').evaluate(run);
  expect(violations).toEqual([]);
});

test('hostile text of alerts stays text', async () => {
  const hostile = '<img src=x onerror="document.title=1"></script><script>document.title=1</script>';
  const alert = {
    rule: hostile,
    priority: hostile,
    time: hostile,
    hostname: hostile,
    output: `${hostile} javascript:alert(1)`,
    output_fields: { 'proc.name': hostile, 'container.name': hostile, [hostile]: hostile },
  };
  await pasteAlerts(
    view,
    `${JSON.stringify(alert)}\nno alert\n${JSON.stringify({ ...alert, rule: 'Shell Started in Pod' })}`,
  );
  await view.getByRole('heading', { name: hostile }).waitFor();
  expect(await alertRows(view).first().locator('.rule').textContent()).toBe(hostile);
  await view.getByText('4 oddities in the alerts').click();
  await alertRows(view).nth(1).click();
  await view.getByText('3 fields').click();
  await view.getByRole('cell', { name: hostile, exact: true }).first().waitFor();
  await screenshot(window, 'replay-hostile');
  expect(await view.locator('#replay').locator('img, script').count()).toBe(0);
  expect(await view.locator('html').evaluate(() => document.title)).toBe('Replay of Alerts');
});

test('100,000 alerts are replayed and scroll', async () => {
  const line = (i: number) =>
    JSON.stringify({
      rule: 'Shell Started in Pod',
      priority: 'Notice',
      hostname: `node-${i}`,
      output_fields: { 'evt.type': 'execve', 'container.id': `c${i}`, 'proc.name': i % 2 ? 'sh' : 'cat' },
    });
  const many = Array.from({ length: 100_000 }, (_, i) => line(i)).join('\n');
  writeFileSync(join(window.folder, 'alerts/many.jsonl'), many);
  const started = performance.now();
  await chooseAlerts(window, view, 'many.jsonl');
  await view.getByText('100,000 alerts from alerts/many.jsonl', { exact: true }).waitFor({ timeout: 60_000 });
  console.log(`100,000 alerts replayed in the panel: ${Math.round(performance.now() - started)} ms`);
  await view.getByRole('grid', { name: 'Alerts' }).press('End');
  await view.locator('#alert-99999').waitFor();
  expect(await alertRows(view).count()).toBeLessThan(100);
  await screenshot(window, 'replay-many');
});

test('a reload of the window brings the panel back as it was', async () => {
  await chooseAlerts(window, view, 'alerts.jsonl');
  await view.getByRole('searchbox', { name: 'Filter alerts' }).fill('link');
  await expect.poll(() => alertRows(view).count()).toBe(2);
  await alertRows(view).nth(1).click();
  const address = new URL(window.page.url());
  address.searchParams.delete('payload'); // with a file to open, VS Code restores no editors
  await window.page.evaluate((href) => history.replaceState(null, '', href), address.href);
  await runCommand(window, 'Developer: Reload Window');
  await window.page.waitForEvent('load');
  await view.getByText('12 alerts from alerts/alerts.jsonl', { exact: true }).waitFor({ timeout: 60_000 });
  await expect.poll(() => alertRows(view).count()).toBe(2);
  await view.getByRole('heading', { name: 'Symbolic Link to Sensitive File' }).waitFor();
  await screenshot(window, 'replay-reloaded');
});

/** The number of the visible line that begins with a text. */
async function numberOf(start: string): Promise<number> {
  await goTo(window, 1, 1);
  const lines = await visibleLines(window);
  return lines.findIndex((line) => line.startsWith(start)) + 1;
}
