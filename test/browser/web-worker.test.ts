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

test('in a Web Worker of any page, Kusto answers from a worker of the server', async () => {
  const site = await serveFolder(join(root, 'dist'));
  const { page, close } = await startChromium();
  try {
    await page.goto(`http://127.0.0.1:${site.port}/`);
    const { diagnostics, longestPause } = await page.evaluate(diagnoseQuery);
    expect(diagnostics).toMatchObject([{ code: 'KS142', message: expect.stringContaining("'commandline'") }]);
    expect(longestPause).toBeDefined();
  } finally {
    await close();
    site.close();
  }
});

/** Runs in the page: opens a document with KQL and returns the first problems, as soon as there are some. */
function diagnoseQuery(): Promise<{ diagnostics: unknown[]; longestPause: number }> {
  const worker = new Worker('/server-web.js');
  const send = (message: object) => worker.postMessage({ jsonrpc: '2.0', ...message });
  return new Promise((resolve, reject) => {
    let longestPause = 0;
    let asked = performance.now();
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.onmessage = ({ data }) => {
      if (data.method === 'window/logMessage') reject(new Error(data.params.message));
      if (data.method === 'textDocument/publishDiagnostics' && data.params.diagnostics.length > 0)
        resolve({ diagnostics: data.params.diagnostics, longestPause });
      if (data.id === 1) {
        send({ method: 'initialized', params: {} });
        const text = 'FalcoContainerSecurity | where commandline == "sh"';
        const textDocument = { uri: 'file:///q.kql', languageId: 'kusto', version: 1, text };
        send({ method: 'textDocument/didOpen', params: { textDocument } });
      }
      if (data.id >= 1) {
        if (data.id > 1) longestPause = Math.max(longestPause, performance.now() - asked);
        asked = performance.now();
        const params = { textDocument: { uri: 'file:///none.yaml' }, position: { line: 0, character: 0 } };
        setTimeout(() => {
          asked = performance.now();
          send({ id: data.id + 1, method: 'textDocument/hover', params });
        }, 5);
      }
    };
    const params = { processId: null, rootUri: null, capabilities: {} };
    send({ id: 1, method: 'initialize', params });
  });
}

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
