import { afterEach, describe, expect, it } from 'vitest';
import type {
  CodeAction,
  CompletionList,
  Hover,
  InitializeResult,
} from 'vscode-languageserver-protocol/node';
import { startServer, type TestClient } from './client.ts';

const uri = 'file:///w/rules.yaml';
const folded = `- rule: Shell
  desc: d
  condition: >
    evt.type = execve and
    proc.nme = bash
  output: Shell started (command=%proc.cmdline user=%user.name container=%container.id)
  priority: INFO
  tags: [host]
`;

let client: TestClient;
afterEach(() => client.close());

describe('the language server', () => {
  it('says what it can do', async () => {
    client = await startServer();
    const { capabilities } = client.initialized as InitializeResult;
    expect(capabilities).toMatchObject({ textDocumentSync: 2, hoverProvider: true });
  });

  it('finds problems at their exact place', async () => {
    client = await startServer();
    await client.open(uri, folded);
    const [problem] = await client.diagnostics(uri);
    expect(problem).toMatchObject({
      code: 'unknown-field',
      severity: 1,
      range: { start: { line: 4, character: 4 }, end: { line: 4, character: 12 } },
    });
    expect(problem!.message).toContain('LOAD_ERR_COMPILE_CONDITION, where Falco stops');
  });

  it('takes edits in, and names the version that diagnostics are for', async () => {
    client = await startServer();
    await client.open(uri, folded);
    await client.diagnostics(uri);
    const range = { start: { line: 4, character: 4 }, end: { line: 4, character: 12 } };
    await client.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version: 2 },
      contentChanges: [{ range, text: 'proc.name' }],
    });
    expect(await client.diagnostics(uri, ({ version }) => version === 2)).toEqual([]);
  });

  it('sends diagnostics again after an edit that changes none', async () => {
    client = await startServer();
    await client.open(uri, folded);
    const before = await client.diagnostics(uri);
    const range = { start: { line: 4, character: 4 }, end: { line: 4, character: 12 } };
    await client.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version: 2 },
      contentChanges: [{ range, text: 'proc.nme' }],
    });
    expect(await client.diagnostics(uri, ({ version }) => version === 2)).toEqual(before);
  });

  it('leaves other YAML alone', async () => {
    client = await startServer();
    await client.open('file:///w/other.yaml', 'a: [\n');
    await client.open(uri, folded);
    await client.diagnostics(uri);
    await expect(client.request('textDocument/hover', at('file:///w/other.yaml', 0, 0))).resolves.toBeNull();
  });

  it('offers the fixes of a problem', async () => {
    client = await startServer();
    await client.open(uri, folded);
    const diagnostics = await client.diagnostics(uri);
    const { range } = diagnostics[0]!;
    const actions = await client.request<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri },
      range,
      context: { diagnostics },
    });
    expect(actions[0]).toMatchObject({
      title: 'Replace with `proc.name`',
      diagnostics,
      edit: { changes: { [uri]: [{ range, newText: 'proc.name' }] } },
    });
  });

  it('completes and describes', async () => {
    client = await startServer();
    await client.open(uri, folded);
    const list = await client.request<CompletionList>('textDocument/completion', at(uri, 4, 11));
    const item = list.items.find(({ label }) => label === 'proc.name')!;
    expect(item.textEdit).toMatchObject({
      newText: 'proc.name',
      range: { start: { line: 4, character: 4 } },
    });
    const resolved = await client.request<{ documentation: { value: string } }>(
      'completionItem/resolve',
      item,
    );
    expect(resolved.documentation.value).toContain('**proc.name**');
    const hover = await client.request<Hover>('textDocument/hover', at(uri, 3, 6));
    expect(hover.contents).toMatchObject({ kind: 'markdown' });
  });

  it('takes settings from the start and from notifications', async () => {
    client = await startServer({
      initializationOptions: { settings: { problems: { 'unknown-field': 'hint' } } },
    });
    await client.open(uri, folded);
    expect((await client.diagnostics(uri))[0]?.severity).toBe(4);
    await client.connection.sendNotification('workspace/didChangeConfiguration', {
      settings: { falcoWorkbench: { problems: { 'unknown-field': 'off' } } },
    });
    expect(await client.diagnostics(uri, ({ diagnostics }) => diagnostics.length === 0)).toEqual([]);
  });

  it('asks clients for settings that can be asked', async () => {
    const capabilities = { workspace: { configuration: true } };
    client = await startServer({ capabilities }, {}, (connection) => {
      connection.onRequest('workspace/configuration', () => [{ problems: { 'unknown-field': 'info' } }]);
    });
    await client.open(uri, folded);
    const [problem] = await client.diagnostics(uri, ({ diagnostics: [first] }) => first?.severity === 3);
    expect(problem?.code).toBe('unknown-field');
  });

  it('lets clients pull diagnostics', async () => {
    client = await startServer({ capabilities: { textDocument: { diagnostic: {} } } });
    const { capabilities } = client.initialized as InitializeResult;
    expect(capabilities.diagnosticProvider).toBeDefined();
    await client.open(uri, folded);
    const report = await client.request<{ items: unknown[] }>('textDocument/diagnostic', {
      textDocument: { uri },
    });
    expect(report.items).toHaveLength(1);
  });

  it('reads the base rules of the settings, wherever they are', async () => {
    const base = 'file:///base/falco_rules.yaml';
    const settings = { baseRules: ['/base/falco_rules.yaml'] };
    client = await startServer(
      {
        initializationOptions: { clientFiles: true, settings },
        workspaceFolders: [{ uri: 'file:///w', name: 'w' }],
      },
      {},
      (connection) => {
        connection.onRequest('falcoWorkbench/listFiles', () => ({ uris: [] }));
        connection.onRequest('falcoWorkbench/readFile', (params: { uri: string }) => ({
          text: params.uri === base ? '- macro: mine\n  condition: proc.name = bash\n' : null,
        }));
      },
    );
    await client.open(uri, folded.replace('proc.nme = bash', 'mine and proc.nme = x'));
    const problems = await client.diagnostics(uri, ({ diagnostics }) => diagnostics.length > 0);
    expect(problems.map(({ code }) => code)).toEqual(['unknown-field']);
  });

  it('reads files that are not open through the client, and follows their changes', async () => {
    const files = new Map([['file:///w/base.yaml', '- macro: mine\n  condition: proc.name = bash\n']]);
    const text = folded.replace('proc.nme = bash', 'mine');
    client = await startServer(
      { initializationOptions: { clientFiles: true }, workspaceFolders: [{ uri: 'file:///w', name: 'w' }] },
      {},
      (connection) => {
        connection.onRequest('falcoWorkbench/listFiles', () => ({ uris: [...files.keys()] }));
        connection.onRequest('falcoWorkbench/readFile', (params: { uri: string }) => ({
          text: files.get(params.uri) ?? null,
        }));
      },
    );
    await client.open(uri, text);
    files.delete('file:///w/base.yaml');
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: 'file:///w/base.yaml', type: 3 }],
    });
    const [problem] = await client.diagnostics(uri, ({ diagnostics }) => diagnostics.length > 0);
    expect(problem?.code).toBe('undefined-macro');
    files.set('file:///w/base.yaml', '- macro: mine\n  condition: proc.name = bash\n');
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: 'file:///w/base.yaml', type: 1 }],
    });
    expect(await client.diagnostics(uri, ({ diagnostics }) => diagnostics.length === 0)).toEqual([]);
  });
});

function at(document: string, line: number, character: number) {
  return { textDocument: { uri: document }, position: { line, character } };
}
