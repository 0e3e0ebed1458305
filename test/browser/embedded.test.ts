import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { goTo, openFile, squiggles, visibleLines } from './pages/editor.ts';
import { suggest, suggestion, takeSuggestion } from './pages/suggest.ts';
import { screenshot, useWindow } from './pages/window.ts';

const window = useWindow('rules/falco_rules.yaml', { folder: 'examples' });

/** Helm values; in line 8 a field is still to be typed. */
const values = `\
driver:
  kind: modern_ebpf
customRules:
  shells.yaml: |-
    - rule: Typed in Values
      desc: A rule inside Helm values.
      condition: >
        evt.type = execve and  = sh
      output: Typed | command=%proc.cmdline
      priority: WARNING
      tags: [container, process, mitre_execution, T1059]
falcosidekick:
  enabled: true
`;

beforeAll(async () => {
  writeFileSync(join(window.folder, 'typed-values.yaml'), values);
  await openFile(window, 'typed-values.yaml');
});

test('a wrong field in Helm values is underlined, and the right one is completed', async () => {
  await goTo(window, 8, 31);
  await window.page.keyboard.type('proc.nmae');
  await window.page.keyboard.press('Escape'); // the list of suggestions
  await expect
    .poll(() => squiggles(window), { timeout: 20_000 })
    .toEqual([{ level: 'error', line: 8, startColumn: 31, endColumn: 40 }]);
  await screenshot(window, 'embedded-squiggle');
  for (let i = 0; i < 'mae'.length; i++) await window.page.keyboard.press('Backspace');
  await window.page.keyboard.type('am');
  const widget = await suggest(window);
  await suggestion(widget, 'proc.name').waitFor({ timeout: 20_000 });
  await screenshot(window, 'embedded-completion');
  await takeSuggestion(widget, 'proc.name');
  expect((await visibleLines(window))[7]).toBe('        evt.type = execve and proc.name = sh');
  await window.page.locator('.squiggly-error').waitFor({ state: 'detached', timeout: 20_000 });
});
