import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CompletionList, Hover, TextEdit } from 'vscode-languageserver-protocol/node';
import { kqlThread } from '../../server/src/kql-thread.ts';
import type { RequestsToServer } from '../../server/src/protocol.ts';
import { buildKqlWorker, type WorkerScript } from '../support/kql-worker.ts';
import { startServer, type TestClient } from './client.ts';

const rules = `- rule: Tunnel opened
  desc: d
  condition: evt.type = connect
  output: Tunnel (ssh_client=%fd.cip command=%proc.cmdline)
  priority: WARNING
`;
const uri = 'file:///w/shells.kql';
const at = (line: number, character: number) => ({ textDocument: { uri }, position: { line, character } });

let worker: WorkerScript;
let client: TestClient;
beforeAll(async () => {
  worker = await buildKqlWorker();
  client = await startServer({}, { kqlWorker: () => kqlThread(worker.script), problemPages: 'file:///p' });
  await client.open('file:///w/rules.yaml', rules);
});
afterAll(async () => {
  await client.close();
  worker.remove();
});

const change = (version: number, text: string) =>
  client.connection.sendNotification('textDocument/didChange', {
    textDocument: { uri, version },
    contentChanges: [{ text }],
  });
const diagnosticsOf = (version: number) => client.diagnostics(uri, (found) => found.version === version);

describe('a file with KQL', () => {
  it('has problems where Kusto, or we, find some, and none for what the outputs of rules give', async () => {
    const text = `FalcoContainerSecurity
| where commandline has "sh" or command matches regex "a(?!b)"
| project TimeGenerated, ssh_client
`;
    await client.open(uri, text, 'kusto');
    const found = await diagnosticsOf(1);
    expect(found.map(({ code, source, range }) => [code, source, range.start])).toEqual([
      ['KS142', 'kusto', { line: 1, character: 8 }],
      ['kql-regex', 'falco', { line: 1, character: 54 }],
    ]);
    expect(found[1]?.codeDescription?.href).toBe('file:///p/kql-regex.md');
  });

  it('loses its problems with the edit that mends them', async () => {
    await change(2, 'FalcoContainerSecurity|where command has "sh"\r\n');
    expect(await diagnosticsOf(2)).toEqual([]);
  });

  it('is completed with the columns of the parser function', async () => {
    const { items } = await client.request<CompletionList>('textDocument/completion', at(0, 29));
    expect(items.map(({ label }) => label)).toEqual(
      expect.arrayContaining(['ssh_client', 'command', 'TimeGenerated']),
    );
    expect(items.find(({ label }) => label === 'command')?.textEdit).toMatchObject({ newText: 'command' });
  });

  it('is explained', async () => {
    const { contents, range } = await client.request<Hover>('textDocument/hover', at(0, 31));
    expect(contents).toMatchObject({ value: expect.stringContaining('command: string') });
    expect(range).toEqual({ start: { line: 0, character: 29 }, end: { line: 0, character: 36 } });
  });

  it('is formatted, with the ends of line that it has', async () => {
    const [edit] = await client.request<TextEdit[]>('textDocument/formatting', {
      textDocument: { uri },
      options: { tabSize: 2, insertSpaces: true },
    });
    expect(edit?.newText).toBe('FalcoContainerSecurity\r\n| where command has "sh"\r\n');
  });

  it('has new problems where a rule loses the output that gave a column', async () => {
    await change(3, 'FalcoContainerSecurity | project ssh_client');
    expect(await diagnosticsOf(3)).toEqual([]);
    await client.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri: 'file:///w/rules.yaml', version: 2 },
      contentChanges: [{ text: rules.replace('ssh_client=%fd.cip ', '') }],
    });
    const found = await client.diagnostics(
      uri,
      ({ version, diagnostics }) => version === 3 && diagnostics.length > 0,
    );
    expect(found[0]?.message).toContain("'ssh_client'");
  });

  it('stands still for nobody: a large one is given up or answered, the server answers others', async () => {
    await change(4, `FalcoContainerSecurity${' | where command has "x" and file != "y"'.repeat(2500)}`);
    const hover = await client.request('textDocument/hover', {
      textDocument: { uri: 'file:///w/rules.yaml' },
      position: { line: 2, character: 14 },
    });
    expect(hover).not.toBeNull();
  });
});

describe('the queries of generated rules', () => {
  const generate = (params: RequestsToServer['falcoWorkbench/sentinel/rules']['params']) =>
    client.request<RequestsToServer['falcoWorkbench/sentinel/rules']['result']>(
      'falcoWorkbench/sentinel/rules',
      params,
    );

  it('have been read by Kusto, and have the columns that entities and details name', async () => {
    const subjects = [{ of: 'rule', name: 'Tunnel opened' }] as const;
    const made = await generate({ subjects, kind: 'Scheduled', form: 'rule-yaml' });
    expect(made?.problems).toEqual([]);
    expect(made?.files).toHaveLength(1);
  });
});

describe('the thread of the language server', () => {
  it('never loads Kusto', () => {
    expect(Object.keys(globalThis)).not.toContain('Kusto');
  });

  it('has no code that would', () => {
    const folder = fileURLToPath(new URL('../../server/src/lsp', import.meta.url));
    const texts = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
    expect(texts.filter((text) => /loadKusto|features\/kql\/serve|answerKqlRequest/.test(text))).toEqual([]);
  });
});
