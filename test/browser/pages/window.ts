import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { vsix } from '../../../tools/project.mjs';
import { root } from '../../../tools/root.mjs';
import { startChromium } from '../../../tools/vscode/chromium.mjs';
import { folderUrl, startVsCode } from '../../../tools/vscode/server.mjs';
import { useWebExtension } from './web-extension.ts';

/** A window of VS Code with the packaged extension, on a copy of a folder: tests may edit and save there. */
export interface Window {
  readonly page: Page;
  /** The copied folder, absolute. */
  readonly folder: string;
  /** Ends VS Code and the browser; fails if the page asked for anything outside this machine. */
  readonly close: () => Promise<void>;
}

const settings = {
  'editor.minimap.enabled': false,
  'editor.inlayHints.enabled': 'off', // their text would shift the columns that tests read off the screen
  'files.hotExit': 'off',
  'git.enabled': false,
};

/** What a window starts with. */
export interface WindowOptions {
  /** The folder to copy and open, from the root of the project. */
  readonly folder?: string;
  /** The `.code-workspace` in it to open in place of the folder itself. */
  readonly workspace?: string;
  /** Settings of the user, beside the quiet ones. */
  readonly settings?: Record<string, unknown>;
  /** Runs the extension in the browser, as VS Code for the web does, in place of the packaged one on Node. */
  readonly web?: boolean;
}

/**
 * The window of a test file: opened before its first test, closed after its last, pictured where one fails.
 * @param file what to open, path in the folder
 */
export function useWindow(file: string, options: WindowOptions = {}): Window {
  let window: Window | undefined;
  const opened = () => {
    if (window === undefined) throw new Error('The window is open only while tests run');
    return window;
  };
  beforeAll(async () => {
    window = await openWindow(file, options);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await screenshot(opened(), `failed-${task.name.replace(/\W+/g, '-')}`);
  });
  afterAll(() => window?.close());
  return {
    get page() {
      return opened().page;
    },
    get folder() {
      return opened().folder;
    },
    close: () => opened().close(),
  };
}

async function openWindow(file: string, options: WindowOptions): Promise<Window> {
  const home = mkdtempSync(join(tmpdir(), 'workbench-browser-'));
  const folder = join(home, 'workspace');
  cpSync(join(root, options.folder ?? 'test/browser/workspace'), folder, { recursive: true });
  const server = await startVsCode({
    home,
    vsix: options.web ? undefined : vsix,
    settings: { ...settings, ...options.settings },
  });
  const { page, close: closeBrowser } = await startChromium();
  const site = options.web ? await useWebExtension(page, server.host) : undefined;
  const outside = requestsOutside(page);
  const close = async () => {
    await closeBrowser();
    site?.close();
    server.stop();
    rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    expect(outside, 'requests that leave the machine').toEqual([]);
  };
  try {
    const path = `vscode-remote://${server.host}${join(folder, file)}`;
    await page.goto(folderUrl(server, join(folder, options.workspace ?? ''), [['openFile', path]]));
    await page.locator('.editor-instance .view-line').first().waitFor({ timeout: 60_000 });
    return { page, folder, close };
  } catch (error) {
    await screenshot({ page }, 'failed-to-open');
    await close();
    throw error;
  }
}

/** Saves what the window shows as `test/browser/shots/<name>.png`. */
export async function screenshot({ page }: Pick<Window, 'page'>, name: string): Promise<void> {
  await page.screenshot({ path: join(root, `test/browser/shots/${name}.png`) });
}

/** Where webviews have their files: a service worker of VS Code answers from the extension's folder. */
const webviewFiles = '.vscode-resource.vscode-cdn.net';

function requestsOutside(page: Page): string[] {
  const outside: string[] = [];
  page.context().on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    const inside = hostname === '127.0.0.1' || hostname.endsWith(webviewFiles);
    if (/^(?:http|ws)s?:$/.test(protocol) && !inside) outside.push(request.url());
  });
  return outside;
}
