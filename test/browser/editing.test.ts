import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { goTo, openFile, squiggles, visibleLines } from './pages/editor.ts';
import { suggest, suggestion, takeSuggestion } from './pages/suggest.ts';
import { screenshot, useWindow } from './pages/window.ts';

const window = useWindow('rules/falco_rules.yaml', { folder: 'examples' });

/** In line 5 a field is still to be typed. */
const rules = `\
- rule: Typed Here
  desc: A rule with a condition in folded lines.
  condition: >
    evt.type = execve
    and  = sh
    and in_container
  output: Typed | command=%proc.cmdline
  priority: WARNING
  tags: [container, process, mitre_execution, T1059]
`;

beforeAll(async () => {
  writeFileSync(join(window.folder, 'rules/typed_rules.yaml'), rules);
  await openFile(window, 'typed_rules.yaml');
});

test('a wrong field inside a folded condition is underlined, from its first character to its last', async () => {
  await goTo(window, 5, 9);
  await window.page.keyboard.type('proc.nmae');
  await window.page.keyboard.press('Escape'); // the list of suggestions
  await expect.poll(async () => (await visibleLines(window))[4]).toBe('    and proc.nmae = sh');
  await expect
    .poll(() => squiggles(window), { timeout: 20_000 })
    .toEqual([{ level: 'error', line: 5, startColumn: 9, endColumn: 18 }]);
  await screenshot(window, 'editing-squiggle');
});

test('the right field is offered and completed, and the mark goes away', async () => {
  await goTo(window, 5, 18);
  for (let i = 0; i < 'mae'.length; i++) await window.page.keyboard.press('Backspace');
  await window.page.keyboard.type('am');
  const widget = await suggest(window);
  await suggestion(widget, 'proc.name').waitFor({ timeout: 20_000 });
  await screenshot(window, 'editing-completion');
  await takeSuggestion(widget, 'proc.name');
  await expect.poll(async () => (await visibleLines(window))[4]).toBe('    and proc.name = sh');
  await window.page.locator('.squiggly-error').waitFor({ state: 'detached', timeout: 20_000 });
});
