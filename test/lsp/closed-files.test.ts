import { afterEach, describe, expect, it } from 'vitest';
import type { InitializeParams, WorkspaceDiagnosticReport } from 'vscode-languageserver-protocol/node';
import type { FileAccess } from '../../server/src/lsp/file-access.ts';
import { startServer, type TestClient } from './client.ts';

const folder = 'file:///w';
const base = `${folder}/base.yaml`;
const open = `${folder}/open.yaml`;
const files = new Map([
  [base, '- macro: shell\n  condition: proc.name = bash\n'],
  [`${folder}/user.yaml`, '- macro: user\n  condition: proc.nme = x and shell\n'],
  [`${folder}/other.yaml`, 'not: rules\n'],
]);
const access: FileAccess = {
  list: async () => [...files.keys()],
  read: async (uri) => files.get(uri),
};

let client: TestClient;
afterEach(() => client.close());

async function start(settings: object, params: Partial<InitializeParams> = {}) {
  const workspaceFolders = [{ uri: folder, name: 'w' }];
  const initializationOptions = { settings };
  client = await startServer(
    { workspaceFolders, initializationOptions, ...params },
    { filesOf: () => access },
  );
}

const codes = (found: readonly { readonly code?: unknown }[]) => found.map(({ code }) => code);
const some = ({ diagnostics }: { diagnostics: readonly unknown[] }) => diagnostics.length > 0;

describe('problems of files that are not open', () => {
  it('are pushed', async () => {
    await start({});
    expect(codes(await client.diagnostics(`${folder}/user.yaml`, some))).toContain('unknown-field');
  });

  it('follow an edit of an open file', async () => {
    await start({});
    await client.diagnostics(`${folder}/user.yaml`, some);
    await client.open(base, '- macro: shell_renamed\n  condition: proc.name = bash\n');
    const wanted = ({ diagnostics }: { diagnostics: readonly { code?: unknown }[] }) =>
      diagnostics.some(({ code }) => code === 'undefined-macro');
    await client.diagnostics(`${folder}/user.yaml`, wanted);
  });

  it('are not shown where only those of open files are wanted', async () => {
    await start({ problemsOf: 'openFiles' });
    const told: string[] = [];
    client.connection.onNotification('textDocument/publishDiagnostics', ({ uri }: { uri: string }) => {
      told.push(uri);
    });
    await client.open(open, '- macro: m\n  condition: proc.nme = x\n');
    await new Promise((resolve) => setTimeout(resolve, 600)); // longer than the pause before closed files
    expect(new Set(told)).toEqual(new Set([open]));
  });

  it('go with the folder that they are in, and follow it to another place', async () => {
    const file = (of: string) => `${folder}/${of}/more.yaml`;
    const wrong = '- macro: m\n  condition: proc.nme = x\n';
    files.set(file('rules.d'), wrong);
    try {
      await start({});
      await client.diagnostics(file('rules.d'), some);
      files.delete(file('rules.d'));
      files.set(file('moved'), wrong);
      const renamed = [{ oldUri: `${folder}/rules.d`, newUri: `${folder}/moved` }];
      await client.connection.sendNotification('workspace/didRenameFiles', { files: renamed });
      await client.diagnostics(file('rules.d'), ({ diagnostics }) => diagnostics.length === 0);
      await client.diagnostics(file('moved'), some);
      await client.connection.sendNotification('workspace/didChangeWatchedFiles', {
        changes: [{ uri: `${folder}/moved`, type: 3 }],
      });
      await client.diagnostics(file('moved'), ({ diagnostics }) => diagnostics.length === 0);
    } finally {
      files.delete(file('moved'));
    }
  });

  it('are answered to a client that pulls', async () => {
    const capabilities = { textDocument: { diagnostic: {} } };
    await start({}, { capabilities });
    await client.open(open, '- macro: m\n  condition: proc.nme = x\n');
    const pull = () =>
      client.request<WorkspaceDiagnosticReport>('workspace/diagnostic', { previousResultIds: [] });
    await expect
      .poll(async () => (await pull()).items.map(({ uri }) => uri))
      .toEqual([base, `${folder}/user.yaml`]);
    const { items } = await pull();
    expect(items[1]).toMatchObject({
      kind: 'full',
      items: [{ code: 'unused-macro' }, { code: 'unknown-field' }],
    });
  });
});
