import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../../tools/root.mjs';
import { startChromium } from '../../tools/vscode/chromium.mjs';
import { serveFolder } from './pages/static-site.ts';

test('the language server for the web answers in a Web Worker of any page', async () => {
  const site = await serveFolder(join(root, 'dist'));
  const { page, close } = await startChromium();
  try {
    await page.goto(`http://127.0.0.1:${site.port}/`);
    expect(await page.evaluate(initializeServer)).toHaveProperty('textDocumentSync');
  } finally {
    await close();
    site.close();
  }
});

/** Runs in the page: starts the server and returns what it says it can do. */
function initializeServer(): Promise<Record<string, unknown>> {
  const worker = new Worker('/server-web.js');
  return new Promise((resolve, reject) => {
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.onmessage = ({ data }) => {
      if (data.id === 1) resolve(data.result.capabilities);
    };
    const params = { processId: null, rootUri: null, capabilities: {} };
    worker.postMessage({ jsonrpc: '2.0', id: 1, method: 'initialize', params });
  });
}
