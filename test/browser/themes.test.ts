import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { axeViolations } from './pages/accessibility.ts';
import { runCommand } from './pages/quick-input.ts';
import { alertRows, chooseAlerts, openReplayPanel, treeLine } from './pages/replay-panel.ts';
import { webview } from './pages/webview.ts';
import { screenshot, useWindow } from './pages/window.ts';

const window = useWindow('rules/falco_rules.yaml', { folder: 'examples' });

/** Names of themes, and the class that VS Code gives the window for each. */
const themes = [
  ['Default Light Modern', 'vs'],
  ['Default Dark Modern', 'vs-dark'],
  ['Default High Contrast', 'hc-black'],
  ['Default High Contrast Light', 'hc-light'],
] as const;

async function useTheme(view: FrameLocator, name: string, kind: string): Promise<void> {
  const folder = join(window.folder, '.vscode');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'settings.json'), JSON.stringify({ 'workbench.colorTheme': name }));
  await window.page.locator(`.monaco-workbench.${kind}`).waitFor({ timeout: 30_000 });
  const pageKind = {
    vs: 'light',
    'vs-dark': 'dark',
    'hc-black': 'high-contrast',
    'hc-light': 'high-contrast-light',
  };
  await view.locator(`body.vscode-${pageKind[kind as keyof typeof pageKind]}`).waitFor({ timeout: 30_000 });
}

describe('the panel that replays alerts', () => {
  let view: FrameLocator;

  beforeAll(async () => {
    view = await openReplayPanel(window);
    await chooseAlerts(window, view, 'alerts.jsonl');
    await view.getByText('12 alerts from alerts/alerts.jsonl', { exact: true }).waitFor({ timeout: 30_000 });
  });

  test.each(themes)('%s: axe finds nothing', async (name, kind) => {
    await useTheme(view, name, kind);
    await view.getByRole('tab', { name: 'Alerts' }).click();
    await alertRows(view).nth(7).locator('.falco').click();
    await treeLine(view, /opened_for_reading macro: unknown/).waitFor();
    expect(await axeViolations(view)).toEqual([]);
    await screenshot(window, `theme-${kind}-replay`);
    await alertRows(view).nth(0).locator('.sentinel').click();
    await treeLine(view, /query of the rule: returns it/).waitFor({ timeout: 30_000 });
    expect(await axeViolations(view)).toEqual([]);
    await view.getByRole('tab', { name: 'Noise and Cost' }).click();
    await view.getByText(/^12 alerts over /).waitFor();
    expect(await axeViolations(view)).toEqual([]);
    await screenshot(window, `theme-${kind}-noise`);
  });

  test('nothing moves where the user or the system wants less of it', async () => {
    const transition = () =>
      view
        .getByRole('button', { name: 'Choose Alerts…' })
        .evaluate((element) => getComputedStyle(element).transitionDuration);
    await window.page.emulateMedia({ reducedMotion: 'no-preference' });
    expect(await transition()).not.toBe('0s');
    await window.page.emulateMedia({ reducedMotion: 'reduce' });
    await expect.poll(transition).toBe('0s');
    await window.page.emulateMedia({ reducedMotion: null });
  });
});

describe('the coverage of ATT&CK', () => {
  let view: FrameLocator;

  beforeAll(async () => {
    await runCommand(window, 'View: Close All Editors');
    await runCommand(window, 'Falco: Show MITRE ATT&CK Coverage');
    view = webview(window);
    await view.getByRole('tab', { name: 'Matrix' }).waitFor({ timeout: 30_000 });
    await view.getByRole('gridcell').first().waitFor();
  });

  test.each(themes)('%s: axe finds nothing', async (name, kind) => {
    await useTheme(view, name, kind);
    for (const tab of ['Matrix', 'Gaps', 'Path of the Alerts']) {
      await view.getByRole('tab', { name: tab }).click();
      expect(await axeViolations(view), tab).toEqual([]);
    }
    await view.getByRole('tab', { name: 'Matrix' }).click();
    await screenshot(window, `theme-${kind}-coverage`);
  });
});
