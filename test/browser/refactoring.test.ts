import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { activeEditor, goTo, openFile, squiggles, visibleLines } from './pages/editor.ts';
import { runCommand } from './pages/quick-input.ts';
import { screenshot, useWindow } from './pages/window.ts';

const window = useWindow('rules/falco_rules.yaml', { folder: 'examples' });

const rules = `\
-   rule: Laid Out
    desc:   A rule that nobody laid out.
    condition: in_container and proc.pname != a_known_parent and (proc.name = one_name or proc.name = another_name or proc.name = yet_another_name)
    output: Laid out | command=%proc.cmdline
    priority: WARNING
    tags: [container,process]
`;

beforeAll(async () => {
  writeFileSync(join(window.folder, 'rules/laid_out.yaml'), rules);
  await openFile(window, 'laid_out.yaml');
  await activeEditor(window).locator('.view-line', { hasText: 'rule: Laid Out' }).waitFor();
  // Formatters are there once problems are.
  await squiggles(window);
});

test('a document is formatted', async () => {
  await runCommand(window, 'Format Document');
  await expect
    .poll(() => visibleLines(window), { timeout: 30_000 })
    .toEqual([
      '- rule: Laid Out',
      '  desc: A rule that nobody laid out.',
      '  condition:',
      '    in_container',
      '    and proc.pname != a_known_parent',
      '    and (proc.name = one_name or proc.name = another_name or proc.name = yet_another_name)',
      '  output: Laid out | command=%proc.cmdline',
      '  priority: WARNING',
      '  tags: [container, process]',
      '',
    ]);
});

test('a selected bracket becomes a macro, whose name is asked for', async () => {
  await goTo(window, 6, 9);
  await window.page.keyboard.press('Shift+End');
  await window.page.locator('[class*=codicon-light-bulb], [class*=codicon-gutter-lightbulb]').first().click();
  const extract = window.page.locator('.action-widget .monaco-list-row', { hasText: 'Extract macro' });
  await extract.waitFor({ timeout: 30_000 });
  await screenshot(window, 'refactoring-menu');
  await extract.click();
  const name = window.page.locator('.rename-box input');
  await name.waitFor({ timeout: 30_000 });
  await screenshot(window, 'refactoring-name');
  await name.fill('known_names');
  await window.page.keyboard.press('Enter');
  await expect
    .poll(async () => (await visibleLines(window)).slice(0, 10), { timeout: 30_000 })
    .toEqual([
      '- macro: known_names',
      '  condition: (proc.name = one_name or proc.name = another_name or proc.name = yet_another_name)',
      '',
      '- rule: Laid Out',
      '  desc: A rule that nobody laid out.',
      '  condition:',
      '    in_container',
      '    and proc.pname != a_known_parent',
      '    and known_names',
      '  output: Laid out | command=%proc.cmdline',
    ]);
  await screenshot(window, 'refactoring-done');
});
