import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { activeEditor, goTo, marks, openFile, visibleLines } from './pages/editor.ts';
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

test('the search looks into every field, and says how many alerts it leaves', async () => {
  const lines = readFileSync(join(window.folder, 'alerts/alerts.jsonl'), 'utf8').trim().split('\n');
  const holding = lines.filter((line) => line.includes('203.0.113.66')).length;
  expect(holding).toBeGreaterThan(0);
  await view.getByRole('grid', { name: 'Alerts' }).press('Control+f');
  const search = view.getByRole('searchbox', { name: 'Search alerts' });
  await expect.poll(() => search.evaluate((element) => element === document.activeElement)).toBe(true);
  await window.page.keyboard.type('203.0.113.66');
  await view.getByText(`12 alerts from alerts/alerts.jsonl, ${holding} shown`, { exact: true }).waitFor();
  expect(await alertRows(view).count()).toBe(holding);
  await search.fill('"symbolic link" container.name=busybox');
  await view.getByText(/, 1 shown$/).waitFor();
  expect(await alertRows(view).first().textContent()).toContain('Symbolic Link to Sensitive File');
  await screenshot(window, 'replay-search');
  await search.press('ArrowDown');
  expect(await view.locator(':focus').getAttribute('role')).toBe('grid');
  await search.fill('');
  await expect.poll(() => alertRows(view).count()).toBe(12);
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

test('a mark behind a rule says what the alerts say of it, and leads back to them', async () => {
  await window.page.locator('.tab[data-resource-name="falco_rules.yaml"]').click();
  await goTo(window, lineOf('- rule: Netcat Remote Code Execution in Container'), 9);
  await expect.poll(() => marks(window), { timeout: 20_000 }).toContain('fires on 2 of 2 replayed alerts');
  await screenshot(window, 'replay-mark');
  await activeEditor(window).getByText('Netcat', { exact: false }).first().hover();
  await window.page.locator('.monaco-hover').getByRole('link', { name: 'Show these alerts' }).click();
  const chip = view.getByRole('button', { name: 'Only the rule Netcat Remote Code Execution in Container' });
  await chip.waitFor();
  await expect.poll(() => alertRows(view).count()).toBe(2);
  await chip.click();
  await expect.poll(() => alertRows(view).count()).toBe(12);
});

test('so does the lens above it', async () => {
  const lens = window.page.locator('.codelens-decoration', { hasText: 'Replay' }).getByText('Replay');
  await lens.first().click();
  await view.getByRole('button', { name: /^Only the rule / }).click();
  await expect.poll(() => alertRows(view).count()).toBe(12);
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

test('text that runs from right to left, and text without an end, leave the page usable', async () => {
  const asked: string[] = [];
  window.page.context().on('request', (request) => asked.push(request.url()));
  const turned = '\u202etxt.exe\u2066 \u05d0\u05d1\u05d2';
  const long = `${'<b>A</b>'.repeat(8192)}end`; // more than 64 KB without a blank
  const links = 'javascript:alert(1) https://evil.example/a.png ![x](https://evil.example/b.png)';
  const alert = {
    rule: `${turned} ${links}`,
    priority: 'Critical',
    time: '2026-06-15T08:00:00Z',
    hostname: long,
    output: `${long} ${links}`,
    tags: [long, turned],
    output_fields: { 'proc.name': long, 'proc.cmdline': `${turned}\n${links}\u0000`, [long]: turned },
  };
  await pasteAlerts(
    view,
    `${JSON.stringify(alert)}\n${JSON.stringify({ ...alert, rule: 'Shell Started in Pod' })}`,
  );
  await view.getByText(/^2 alerts from pasted text/).waitFor({ timeout: 20_000 });
  await alertRows(view).nth(1).locator('.falco').click();
  await view.getByRole('heading', { name: 'Shell Started in Pod' }).waitFor();
  await view.getByText('3 fields').click();
  const fields = view.locator('.fields').getByRole('row');
  await expect.poll(() => fields.first().locator('td').textContent()).toBe(long);
  expect((await fields.first().boundingBox())!.height).toBeLessThan(300);
  await screenshot(window, 'replay-hostile-long');
  // Nothing is wider than the page, and no text turns what stands beside it.
  const width = await view.locator('html').evaluate((page) => page.scrollWidth - page.clientWidth);
  expect(width).toBe(0);
  expect(await view.locator('#replay').locator('a, img, script, b, iframe').count()).toBe(0);
  await expect.poll(() => cells(view, 'wazuh').then((all) => all[1]), { timeout: 30_000 }).toBe('not sent');
  for (const stage of ['Sent', 'Sentinel', 'Wazuh', 'Falco']) {
    await view.getByRole('tab', { name: stage, exact: true }).click();
    await expect
      .poll(() => view.locator('html').evaluate((page) => page.scrollWidth - page.clientWidth))
      .toBe(0);
  }
  await view.getByRole('tab', { name: 'Noise and Cost' }).click();
  await view.getByText(/^2 alerts over /).waitFor();
  const host = view.getByRole('table', { name: 'Hosts' }).getByRole('row').nth(1);
  expect((await host.boundingBox())!.height).toBeLessThan(500);
  await screenshot(window, 'noise-hostile-long');
  expect(await view.locator('html').evaluate((page) => page.scrollWidth - page.clientWidth)).toBe(0);
  await view.getByRole('tab', { name: 'Alerts' }).click();
  await view.getByRole('searchbox', { name: 'Search alerts' }).fill('evil.example');
  await view.getByText(/^2 alerts from pasted text$/).waitFor();
  await view.getByRole('searchbox', { name: 'Search alerts' }).fill('');
  expect(asked.filter((url) => url.includes('evil.example'))).toEqual([]);
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

test('100,000 alerts are searched in all their fields', async () => {
  const search = view.getByRole('searchbox', { name: 'Search alerts' });
  const started = performance.now();
  await search.fill('container.id=c4711');
  // c4711 and c47110 to c47119
  await view.getByText(/^100,000 alerts from alerts\/many\.jsonl, 11 shown$/).waitFor({ timeout: 30_000 });
  console.log(`100,000 alerts searched in the panel: ${Math.round(performance.now() - started)} ms`);
  await search.fill('');
});

test('a reload of the window brings the panel back as it was', async () => {
  await chooseAlerts(window, view, 'alerts.jsonl');
  await view.getByText('12 alerts from alerts/alerts.jsonl', { exact: true }).waitFor();
  await view.getByRole('button', { name: 'Keep as baseline' }).click();
  await alertRows(view).nth(0).click();
  await view.getByText('Edit this alert').click();
  const text = view.getByRole('textbox', { name: 'The alert as JSON' });
  await expect.poll(() => text.inputValue()).toContain('"proc.name": "nc"');
  await text.fill((await text.inputValue()).replace('"proc.name": "nc"', '"proc.name": "cat"'));
  await view.getByRole('button', { name: 'Replay This' }).click();
  await view.getByRole('button', { name: 'changed since 1' }).waitFor({ timeout: 20_000 });
  await view.getByText('Options and export').click();
  const assumed = view.getByRole('textbox', { name: 'What if' });
  await assumed.fill('evt.is_open_read = true');
  await assumed.press('Enter');
  await view.getByRole('searchbox', { name: 'Search alerts' }).fill('netcat');
  await view.getByText(/, 2 shown$/).waitFor();
  await alertRows(view).nth(1).click();
  const address = new URL(window.page.url());
  address.searchParams.delete('payload'); // with a file to open, VS Code restores no editors
  await window.page.evaluate((href) => history.replaceState(null, '', href), address.href);
  await runCommand(window, 'Developer: Reload Window');
  await window.page.waitForEvent('load');
  await view
    .getByText('12 alerts from alerts/alerts.jsonl, 2 shown', { exact: true })
    .waitFor({ timeout: 60_000 });
  await view.getByRole('heading', { name: 'Netcat Remote Code Execution in Container' }).waitFor();
  expect(await alertRows(view).nth(1).getAttribute('aria-selected')).toBe('true');
  await expect.poll(() => verdicts(view)).toEqual(['does not fire was fires', 'fires']);
  await view.getByText('Options and export: 1 assumed').waitFor();
  await screenshot(window, 'replay-reloaded');
});

/** The number of the visible line that begins with a text. */
async function numberOf(start: string): Promise<number> {
  await goTo(window, 1, 1);
  const lines = await visibleLines(window);
  return lines.findIndex((line) => line.startsWith(start)) + 1;
}

/** The number of the line in the example rules that is a text. */
function lineOf(text: string): number {
  const lines = readFileSync(join(window.folder, 'rules/falco_rules.yaml'), 'utf8').split('\n');
  return lines.indexOf(text) + 1;
}
