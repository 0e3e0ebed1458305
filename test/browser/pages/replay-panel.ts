import type { FrameLocator, Locator } from 'playwright-core';
import { pickInQuickInput, runCommand } from './quick-input.ts';
import { webview } from './webview.ts';
import type { Window } from './window.ts';

/** Opens the panel that replays alerts. */
export async function openReplayPanel(window: Window): Promise<FrameLocator> {
  await runCommand(window, 'Falco: Replay Sample Alerts');
  const view = webview(window);
  await view.getByRole('button', { name: 'Choose Alerts…' }).waitFor({ timeout: 20_000 });
  return view;
}

/** Replays the alerts of a file of the folder, by its name. */
export async function chooseAlerts(window: Window, view: FrameLocator, name: string): Promise<void> {
  await view.getByRole('button', { name: 'Choose Alerts…' }).click();
  await pickInQuickInput(window, name, name);
}

/** Replays pasted text. */
export async function pasteAlerts(view: FrameLocator, text: string): Promise<void> {
  await view.getByRole('button', { name: 'Paste Alerts…' }).click();
  await view.getByRole('textbox', { name: 'Alerts, one JSON object a line' }).fill(text);
  await view.getByRole('button', { name: 'Replay' }).click();
}

/** The rows of the table that are in view. */
export function alertRows(view: FrameLocator): Locator {
  return view.getByRole('grid', { name: 'Alerts' }).locator('.row');
}

/** The verdicts of Falco of the rows in view, from the top. */
export function verdicts(view: FrameLocator): Promise<string[]> {
  return cells(view, 'falco');
}

/** What the cells of a stage say, from the top. */
export async function cells(
  view: FrameLocator,
  stage: 'falco' | 'sent' | 'sentinel' | 'wazuh',
): Promise<string[]> {
  const texts = await alertRows(view).locator(`.${stage}`).allTextContents();
  return texts.map((text) => text.replace(/^\S+ (?=.)/, (icon) => (/[✓✗?–]/.test(icon) ? '' : icon))); // without its icon
}

/** A line of the tree of rules, by words in it. */
export function treeLine(view: FrameLocator, words: string | RegExp): Locator {
  return view.getByRole('treeitem', { name: words }).first();
}
