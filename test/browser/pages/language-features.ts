import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { expect, test } from 'vitest';
import { activeEditor, goTo, openFile, squiggles, visibleLines } from './editor.ts';
import { quickInput, runCommand } from './quick-input.ts';
import { screenshot, type Window } from './window.ts';

const name = 'mine_rules.yaml';
const rules = `\
- list: my_shells
  items: [bash, zsh]

- macro: my_shell
  condition: evt.type = execve and proc.name in (my_shells)

- rule: My Shell
  desc: A shell of mine.
  condition: >
    my_shell
    and tolower(proc.pnam) != sshd
  output: Mine | user=%user.name command=%proc.cmdline
  priority: NOTICE
  tags: [container,process,   mitre_execution, T1059]
`;

/**
 * Tests of what an author does all day in a rules file, in the folder `examples`.
 * @param where what the names of tests and pictures begin with
 */
export function testLanguageFeatures(window: Window, where: string): void {
  const shot = (what: string) => screenshot(window, `${where}-${what}`);
  const inEditor = (selector: string, words: string | RegExp) =>
    window.page.locator(selector, { hasText: words }).first();

  test(`${where}: a file is opened, and what is wrong in it is underlined`, async () => {
    writeFileSync(join(window.folder, `rules/${name}`), rules);
    await openFile(window, name);
    await goTo(window, 1, 1);
    await expect
      .poll(() => squiggles(window, 'error'), { timeout: 30_000 })
      .toEqual([{ level: 'error', line: 11, startColumn: 17, endColumn: 26 }]);
  });

  test(`${where}: the light bulb corrects a field`, async () => {
    await goTo(window, 11, 20);
    const fix = inEditor('.action-widget .monaco-list-row', 'Replace with `proc.pname`');
    // The menu closes by itself where the editor moves while it opens.
    for (let tries = 0; tries < 5 && !(await fix.isVisible()); tries++) {
      await window.page.keyboard.press('Control+.');
      await fix.waitFor({ timeout: 6000 }).catch(() => undefined);
    }
    await shot('quick-fix');
    await fix.click();
    await expectLine(window, 11, '    and tolower(proc.pname) != sshd');
  });

  test(`${where}: hover shows what a macro stands for`, async () => {
    await goTo(window, 10, 7);
    await runCommand(window, 'Show or Focus Hover');
    await inEditor('.monaco-hover', 'proc.name in (my_shells)').waitFor({ timeout: 30_000 });
    await shot('hover');
    await window.page.keyboard.press('Escape');
  });

  test(`${where}: the arguments of a transformer are shown`, async () => {
    await goTo(window, 11, 17);
    await runCommand(window, 'Trigger Parameter Hints');
    await inEditor('.parameter-hints-widget', 'tolower(field)').waitFor({ timeout: 30_000 });
    await window.page.keyboard.press('Escape');
  });

  test(`${where}: a macro leads to its definition and its references`, async () => {
    await goTo(window, 10, 7);
    await window.page.keyboard.press('F12');
    await cursorIn(window, 4).waitFor({ timeout: 30_000 });
    await runCommand(window, 'Peek References');
    await inEditor('.reference-zone-widget .monaco-list-row', 'my_shell').waitFor({ timeout: 30_000 });
    await shot('references');
    await window.page.keyboard.press('Escape');
    await window.page.locator('.reference-zone-widget').waitFor({ state: 'hidden' });
  });

  test(`${where}: a list is renamed where it is defined and used`, async () => {
    await goTo(window, 1, 10);
    await window.page.keyboard.press('F2');
    const input = window.page.locator('.rename-box input');
    await input.waitFor({ timeout: 30_000 });
    await input.fill('our_shells');
    await window.page.keyboard.press('Enter');
    await expectLine(window, 5, '  condition: evt.type = execve and proc.name in (our_shells)');
    await expectLine(window, 1, '- list: our_shells');
  });

  test(`${where}: symbols of the file and of the workspace are found`, async () => {
    await goTo(window, 1, 1);
    await window.page.keyboard.press('Control+Shift+O');
    await inEditor('.quick-input-list .monaco-list-row', 'My Shell').waitFor({ timeout: 30_000 });
    await shot('symbols');
    await closeQuickInput(window);
    await window.page.keyboard.press('Control+T');
    await quickInput(window).waitFor();
    await quickInput(window).fill('#our_shells');
    await inEditor('.quick-input-list .monaco-list-row', 'our_shells').waitFor({ timeout: 30_000 });
    await closeQuickInput(window);
  });

  test(`${where}: who uses a macro is shown as a tree`, async () => {
    await goTo(window, 4, 12);
    await runCommand(window, 'Peek Call Hierarchy');
    await inEditor('.call-hierarchy .monaco-list-row', 'My Shell').waitFor({ timeout: 30_000 });
    await window.page.keyboard.press('Escape');
    await window.page.locator('.call-hierarchy').waitFor({ state: 'hidden' });
  });

  test(`${where}: words of a condition have colours by their meaning`, async () => {
    await goTo(window, 10, 7);
    await runCommand(window, 'Developer: Inspect Editor Tokens and Scopes');
    await inEditor('.token-inspect-widget', /semantic token type/).waitFor({ timeout: 30_000 });
    await shot('tokens');
    await window.page.keyboard.press('Escape');
    await window.page.locator('.token-inspect-widget').waitFor({ state: 'hidden' });
  });

  test(`${where}: items are folded`, async () => {
    await goTo(window, 1, 1);
    await runCommand(window, 'Fold All');
    await expect
      .poll(async () => (await visibleLines(window)).map((line) => line.replace(/[⋯.…\s]+$/, '')), {
        timeout: 30_000,
      })
      .toEqual(['- list: our_shells', '', '- macro: my_shell', '', '- rule: My Shell', '']);
    await shot('folded');
    await runCommand(window, 'Unfold All');
  });

  test(`${where}: a selected line is formatted, and the others are not`, async () => {
    await goTo(window, 14, 3);
    await window.page.keyboard.press('Shift+End');
    await runCommand(window, 'Format Selection');
    await expectLine(window, 14, '  tags: [container, process, mitre_execution, T1059]');
    await expectLine(window, 12, '  output: Mine | user=%user.name command=%proc.cmdline');
  });

  test(`${where}: Enter begins the next value of a list`, async () => {
    await goTo(window, 2, 3);
    await window.page.keyboard.press('Shift+End');
    await window.page.keyboard.type('items:\n');
    await expectLine(window, 3, '    - ');
    await window.page.keyboard.type('bash\n');
    await expectLine(window, 4, '    - ');
    await window.page.keyboard.type('zsh');
    await expectLine(window, 4, '    - zsh');
  });
}

/** Waits until a line of the editor, counted from 1 and in view with the first one, reads so. */
async function expectLine(window: Window, line: number, text: string): Promise<void> {
  await expect.poll(async () => (await visibleLines(window))[line - 1], { timeout: 30_000 }).toBe(text);
}

/** The status bar, once it says that the cursor is in a line. */
function cursorIn({ page }: Window, line: number): Locator {
  return page.locator('[id="status.editor.selection"]', { hasText: new RegExp(`Ln ${line},`) });
}

async function closeQuickInput(window: Window): Promise<void> {
  await window.page.keyboard.press('Escape');
  await quickInput(window).waitFor({ state: 'hidden' });
  await activeEditor(window).click({ position: { x: 400, y: 400 } });
}
