import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type CodeAction,
  type Diagnostic,
  FileChangeType,
  type RegistrationParams,
} from 'vscode-languageserver-protocol/node';
import type { FileAccess } from '../../server/src/lsp/file-access.ts';
import { startServer, type TestClient } from './client.ts';

const mine = 'file:///w/mine.yaml';
const installed = 'file:///etc/falco/falco_rules.yaml';
const uses = '- macro: m\n  condition: spawned_process and container\n';

const files = new Map<string, string>();
const access: FileAccess = {
  list: async (folder) => [...files.keys()].filter((uri) => uri.startsWith(`${folder}/`)),
  read: async (uri) => files.get(uri),
};

let client: TestClient;
let registered: RegistrationParams[];
let logged: string[];
beforeEach(() => {
  files.clear();
  files.set(mine, uses);
  registered = [];
  logged = [];
});
afterEach(() => client.close());

async function start(hasFalco: boolean) {
  const watched = { dynamicRegistration: true, relativePatternSupport: true };
  client = await startServer(
    {
      workspaceFolders: [{ uri: 'file:///w', name: 'w' }],
      capabilities: { workspace: { didChangeWatchedFiles: watched } },
      initializationOptions: { lensCommands: true },
    },
    { filesOf: () => access, ...(hasFalco && { installedRules: 'file:///etc/falco' }) },
    (connection) => {
      connection.onRequest('client/registerCapability', (params: RegistrationParams) => {
        registered.push(params);
        return null;
      });
      connection.onNotification('window/logMessage', ({ message }: { message: string }) => {
        logged.push(message);
      });
    },
  );
}

const undefinedMacros = ({ diagnostics }: { diagnostics: readonly Diagnostic[] }) =>
  diagnostics.filter(({ code }) => code === 'undefined-macro').length;

describe('the rules of a Falco that is installed', () => {
  it('are loaded first, named in the log, and followed when they change', async () => {
    files.set(installed, '- macro: spawned_process\n  condition: evt.type = execve\n');
    await start(true);
    await client.diagnostics(mine, (found) => undefinedMacros(found) === 1);
    await expect
      .poll(() => logged)
      .toContain(
        'Rules of /w in load order, with the rules of the Falco installed in /etc/falco: /etc/falco/falco_rules.yaml, /w/mine.yaml',
      );
    const watchers = () =>
      registered.flatMap(({ registrations }) =>
        registrations.flatMap(({ registerOptions }) => registerOptions.watchers),
      );
    await expect
      .poll(watchers)
      .toContainEqual({ globPattern: { baseUri: 'file:///etc/falco', pattern: 'falco_rules.yaml' } });

    files.set(installed, `${files.get(installed)}- macro: container\n  condition: container.id != host\n`);
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: installed, type: FileChangeType.Changed }],
    });
    await client.diagnostics(mine, (found) => undefinedMacros(found) === 0);
  });

  it('are offered where they are missing, at the names that they define', async () => {
    files.set(mine, '- macro: m\n  condition: spawned_process and nobody_knows\n');
    await start(false);
    const diagnostics = await client.diagnostics(mine, (found) => undefinedMacros(found) === 2);
    expect(diagnostics.map(({ message }) => message)).toContainEqual(
      expect.stringContaining('load `falco_rules.yaml` before this file'),
    );
    const actions = await client.request<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri: mine },
      range: { start: { line: 1, character: 0 }, end: { line: 1, character: 50 } },
      context: { diagnostics, only: ['quickfix'] },
    });
    expect(actions).toMatchObject([
      {
        title: 'Add `falco_rules.yaml` as base rules…',
        kind: 'quickfix',
        command: { command: 'falcoWorkbench.addBaseRules', arguments: [mine, 'falco_rules.yaml'] },
        diagnostics: [{ code: 'undefined-macro' }],
      },
    ]);
  });
});
