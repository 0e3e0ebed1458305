import { afterEach, describe, expect, it } from 'vitest';
import type {
  InitializeParams,
  ShowMessageParams,
  WorkspaceDiagnosticReport,
} from 'vscode-languageserver-protocol/node';
import { FileChangeType } from 'vscode-languageserver-protocol/node';
import type { FileAccess } from '../../server/src/lsp/file-access.ts';
import type { Host } from '../../server/src/lsp/language-server.ts';
import { kqlInProcess } from '../support/kql-worker.ts';
import { startServer, type TestClient } from './client.ts';

const folder = 'file:///w';
const query = `${folder}/hunt.kql`;
const rulesFile = `${folder}/rules.yaml`;
const rules = `- rule: Tunnel opened
  desc: d
  condition: evt.type = connect
  output: Tunnel (ssh_client=%fd.cip)
  priority: WARNING
`;
const broken = 'FalcoContainerSecurity\n| where commandline has "sh"\n';

let client: TestClient;
let files: Map<string, string>;
afterEach(() => client.close());

async function start(
  texts: Record<string, string>,
  settings: object = {},
  params: Partial<InitializeParams> = {},
  host: Host = { kqlWorker: () => kqlInProcess },
): Promise<string[]> {
  files = new Map(Object.entries({ [rulesFile]: rules, ...texts }));
  const access: FileAccess = { list: async () => [...files.keys()], read: async (uri) => files.get(uri) };
  const warnings: string[] = [];
  client = await startServer(
    { workspaceFolders: [{ uri: folder, name: 'w' }], initializationOptions: { settings }, ...params },
    { filesOf: () => access, ...host },
    (connection) => {
      connection.onNotification('window/showMessage', ({ message }: ShowMessageParams) => {
        warnings.push(message);
      });
    },
  );
  return warnings;
}

const changed = (uri: string, type: FileChangeType) =>
  client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri, type }] });
const codesOf = async (uri: string, some = true) => {
  const found = await client.diagnostics(uri, ({ diagnostics }) => diagnostics.length > 0 === some);
  return found.map(({ code }) => code);
};

describe('files with KQL that are not open', () => {
  it('have their problems, with the columns that rules give', async () => {
    await start({ [query]: `${broken}\nFalcoContainerSecurity | project ssh_client\n` });
    expect(await codesOf(query)).toEqual(['KS142']);
  });

  it('follow the file, and the rules that give columns', async () => {
    await start({ [query]: broken });
    await codesOf(query);
    files.set(query, 'FalcoContainerSecurity | project ssh_client\n');
    await changed(query, FileChangeType.Changed);
    expect(await codesOf(query, false)).toEqual([]);
    await client.open(rulesFile, rules.replace('ssh_client=', ''));
    expect(await codesOf(query)).toEqual(['KS142']);
    files.delete(query);
    await changed(query, FileChangeType.Deleted);
    expect(await codesOf(query, false)).toEqual([]);
  });

  it('are as the editor has them while they are open', async () => {
    await start({ [query]: broken });
    await codesOf(query);
    await client.open(query, 'FalcoContainerSecurity | count', 'kusto');
    expect(await codesOf(query, false)).toEqual([]);
    await client.connection.sendNotification('textDocument/didClose', { textDocument: { uri: query } });
    const again = await client.diagnostics(query, ({ version, diagnostics }) => {
      return version === undefined && diagnostics.length > 0;
    });
    expect(again).toHaveLength(1);
  });

  it('are told to a client that pulls', async () => {
    await start({ [query]: broken }, {}, { capabilities: { textDocument: { diagnostic: {} } } });
    const pull = async () => {
      const params = { previousResultIds: [] };
      const { items } = await client.request<WorkspaceDiagnosticReport>('workspace/diagnostic', params);
      return items.find(({ uri }) => uri === query);
    };
    await expect.poll(pull, { timeout: 20_000 }).toMatchObject({ items: [{ code: 'KS142' }] });
  });

  it('are left alone where only open files are wanted', async () => {
    let started = 0;
    const kqlWorker = () => () => {
      started++;
      return kqlInProcess();
    };
    await start({ [query]: broken }, { problemsOf: 'openFiles' }, {}, { kqlWorker });
    await client.open(`${folder}/other.yaml`, '- macro: m\n  condition: proc.nme = x\n');
    await codesOf(`${folder}/other.yaml`);
    await new Promise((resolve) => setTimeout(resolve, 800)); // longer than the pause before closed files
    expect(started).toBe(0);
  });
});

describe('where no worker can be started', () => {
  it('the user is told once, and everything else goes on', async () => {
    const warnings = await start({ [query]: broken }, {}, {}, {});
    await client.open(`${folder}/mine.kql`, broken, 'kusto');
    await expect.poll(() => warnings, { timeout: 20_000 }).toHaveLength(1);
    const at = { textDocument: { uri: `${folder}/mine.kql` }, position: { line: 0, character: 3 } };
    expect(await client.request('textDocument/hover', at)).toBeNull();
    const hover = { textDocument: { uri: rulesFile }, position: { line: 2, character: 14 } };
    expect(await client.request('textDocument/hover', hover)).not.toBeNull();
    const made = await client.ask('falcoWorkbench/sentinel/rules', {
      subjects: [{ of: 'rule', name: 'Tunnel opened' }],
      kind: 'Scheduled',
      form: 'rule-yaml',
    });
    expect(made?.files).toHaveLength(1);
    expect(made?.problems.map(({ level, message }) => `${level}: ${message}`)).toEqual([
      'warning: Kusto did not read the queries, they had our own checks alone: This host has no workers for Kusto to run in',
    ]);
    expect(warnings).toEqual([
      'Files with KQL have no problems, completion and hover here: This host has no workers for Kusto to run in',
    ]);
  });
});
