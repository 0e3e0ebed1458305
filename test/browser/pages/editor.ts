import type { Locator } from 'playwright-core';
import { openQuickInput, pickInQuickInput } from './quick-input.ts';
import type { Window } from './window.ts';

/** An underlined stretch of one line; lines and columns count from 1, the end column is the first one after it. */
export interface Squiggle {
  readonly level: 'error' | 'warning' | 'info' | 'hint';
  readonly line: number;
  readonly startColumn: number;
  readonly endColumn: number;
}

/** The text editor that has the focus, or had it last. */
export function activeEditor({ page }: Window): Locator {
  return page.locator('.editor-group-container.active .editor-instance .monaco-editor').first();
}

/** Opens a file of the folder by its name. */
export async function openFile(window: Window, name: string): Promise<void> {
  await openQuickInput(window, 'Control+p');
  await pickInQuickInput(window, name, name);
  await window.page.locator('.tab.active', { hasText: name.split('/').at(-1) }).waitFor();
}

/** Puts the cursor at a line and column, both counted from 1. */
export async function goTo(window: Window, line: number, column: number): Promise<void> {
  const input = await openQuickInput(window, 'Control+g');
  await input.fill(`:${line}:${column}`);
  const place = window.page.locator('.quick-input-list .monaco-list-row.focused', {
    hasText: `line ${line}`,
  });
  await place.waitFor(); // Enter does nothing before
  await window.page.keyboard.press('Enter');
  await input.waitFor({ state: 'hidden' });
}

/** The visible lines of the active editor, blanks as blanks. */
export function visibleLines(window: Window): Promise<string[]> {
  return shownLines(activeEditor(window));
}

/** The visible lines of an editor, blanks as blanks. */
export async function shownLines(editor: Locator): Promise<string[]> {
  const lines = editor.locator('.view-lines .view-line');
  const placed = await lines.evaluateAll((elements) =>
    elements.map((line) => ({ top: line.getBoundingClientRect().top, text: line.textContent ?? '' })),
  );
  return placed.sort((a, b) => a.top - b.top).map(({ text }) => text.replaceAll('\u00a0', ' '));
}

/** What the extension shows behind texts of the active editor, from the top. */
export function marks(window: Window): Promise<string[]> {
  const spans = activeEditor(window).locator('.view-line span span');
  return spans.evaluateAll((elements) =>
    elements.flatMap((element) => {
      const { content } = getComputedStyle(element, '::after');
      return content === 'none' ? [] : [content.replace(/^"|"$/g, '').replaceAll('\u00a0', ' ')];
    }),
  );
}

/**
 * What is underlined in the visible part of the active editor, from the top. Waits until there is something.
 * @param level only what is underlined for problems of this level
 * The columns are measured on the screen: the place of each character is compared with that of the line below it.
 */
export async function squiggles(window: Window, level?: Squiggle['level']): Promise<Squiggle[]> {
  const editor = activeEditor(window);
  const selector = `[class*=squiggly-${level ?? ''}]`;
  await editor.locator(selector).first().waitFor({ timeout: 20_000 });
  const found = await editor.evaluate(measureSquiggles, selector);
  return found.sort((a, b) => a.line - b.line || a.startColumn - b.startColumn);
}

/** Runs in the page, so everything that it needs is inside. */
function measureSquiggles(editor: Element, selector: string): Squiggle[] {
  const holds = (box: DOMRect, y: number) => box.top <= y && y < box.bottom;
  const at = (selector: string, y: number) =>
    [...editor.querySelectorAll(selector)].find((element) => holds(element.getBoundingClientRect(), y));

  const characters = (line: Element): DOMRect[] => {
    const boxes: DOMRect[] = [];
    const texts = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      for (let i = 0; i < (node.textContent ?? '').length; i++) {
        const range = document.createRange();
        range.setStart(node, i);
        range.setEnd(node, i + 1);
        boxes.push(range.getBoundingClientRect());
      }
    }
    return boxes;
  };

  return [...editor.querySelectorAll(selector)].flatMap((element) => {
    const box = element.getBoundingClientRect();
    const middle = (box.top + box.bottom) / 2;
    const line = at('.view-lines .view-line', middle);
    const number = at('.margin .line-numbers', middle);
    if (!line || !number) return [];
    const centres = characters(line).map(({ left, right }) => (left + right) / 2);
    return {
      level: /squiggly-(error|warning|info|hint)/.exec(element.className)?.[1] as Squiggle['level'],
      line: Number(number.textContent),
      startColumn: centres.filter((centre) => centre < box.left).length + 1,
      endColumn: centres.filter((centre) => centre < box.right).length + 1,
    };
  });
}
