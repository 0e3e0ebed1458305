import type { Locator } from 'playwright-core';
import { shownLines } from './editor.ts';
import type { Window } from './window.ts';

/** The editor that shows a document, in whichever group it is, by the title of its tab. */
export function editorOf({ page }: Window, title: string): Locator {
  const group = page.locator('.editor-group-container', {
    has: page.locator(`.tab.active[data-resource-name="${title}"]`),
  });
  return group.locator('.editor-instance .monaco-editor').first();
}

/** The visible text of a document, once it holds `words`. */
export async function textWith(window: Window, title: string, words: string): Promise<string> {
  const editor = editorOf(window, title);
  const line = editor.locator('.view-line', { hasText: words.replaceAll(' ', '\u00a0') });
  await line
    .or(editor.locator('.view-line', { hasText: words }))
    .first()
    .waitFor({ timeout: 20_000 });
  return (await shownLines(editor)).join('\n');
}
