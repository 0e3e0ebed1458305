import { afterEach, describe, expect, it } from 'vitest';
import type {
  CallHierarchyIncomingCall,
  CallHierarchyItem,
  CallHierarchyOutgoingCall,
  CodeLens,
  DocumentLink,
  InlayHint,
} from 'vscode-languageserver-protocol/node';
import type { EngineVersionInfo, WorkbenchStatus } from '../../server/src/protocol.ts';
import { startServer, type TestClient } from './client.ts';

const uri = 'file:///w/rules.yaml';
const text = `- list: shells
  items: [bash, sh]
- macro: shell
  condition: evt.type = execve and proc.name in (shells)
- rule: Shell 😀
  desc: d
  condition: shell
  output: o
  priority: INFO
  tags: [T1059]
`;
const document = { textDocument: { uri } };
const range = (line: number, from: number, to: number) => ({
  start: { line, character: from },
  end: { line, character: to },
});
const whole = { start: { line: 0, character: 0 }, end: { line: 10, character: 0 } };

let client: TestClient;
afterEach(() => client.close());

async function start(initializationOptions: object = {}) {
  client = await startServer({ initializationOptions });
  await client.open(uri, text);
}

describe('what is shown beside the text, through the protocol', () => {
  it('call hierarchy', async () => {
    await start();
    const params = { ...document, position: { line: 6, character: 14 } };
    const [item] = await client.request<CallHierarchyItem[]>('textDocument/prepareCallHierarchy', params);
    expect(item).toMatchObject({ name: 'shell', uri, selectionRange: range(2, 9, 14) });
    const incoming = await client.request<CallHierarchyIncomingCall[]>('callHierarchy/incomingCalls', {
      item,
    });
    expect(incoming).toMatchObject([{ from: { name: 'Shell 😀' }, fromRanges: [range(6, 13, 18)] }]);
    const outgoing = await client.request<CallHierarchyOutgoingCall[]>('callHierarchy/outgoingCalls', {
      item,
    });
    expect(outgoing).toMatchObject([
      { to: { name: 'shells', detail: 'list · rules.yaml' }, fromRanges: [range(3, 49, 55)] },
    ]);
  });

  it('takes no call hierarchy item that is none of its own', async () => {
    await start();
    const item = { name: 'x', kind: 12, uri, range: whole, selectionRange: whole, data: 7 };
    expect(await client.request('callHierarchy/incomingCalls', { item })).toBeNull();
    expect(await client.request('callHierarchy/outgoingCalls', { item })).toBeNull();
  });

  it('code lenses with commands, for a client that has them', async () => {
    await start({ lensCommands: true });
    const lenses = await client.request<CodeLens[]>('textDocument/codeLens', document);
    expect(lenses.map(({ command }) => command?.title)).toEqual([
      '1 reference',
      '1 reference',
      'Preview KQL',
      'Preview Wazuh',
      'Replay',
    ]);
    expect(lenses[1]).toEqual({
      range: range(2, 9, 14),
      command: {
        title: '1 reference',
        command: 'falcoWorkbench.showReferences',
        arguments: [uri, { line: 2, character: 9 }],
      },
    });
  });

  it('code lenses that only tell something, for others', async () => {
    await start();
    const lenses = await client.request<CodeLens[]>('textDocument/codeLens', document);
    expect(lenses[0]?.command).toEqual({ title: '1 reference', command: '' });
  });

  it('inlay hints', async () => {
    await start();
    const hints = await client.request<InlayHint[]>('textDocument/inlayHint', { ...document, range: whole });
    expect(hints).toMatchObject([
      {
        position: { line: 3, character: 55 },
        label: '2 items',
        paddingLeft: true,
        tooltip: { kind: 'markdown' },
      },
    ]);
  });

  it('document links', async () => {
    await start();
    const links = await client.request<DocumentLink[]>('textDocument/documentLink', document);
    expect(links).toEqual([
      {
        range: range(9, 9, 14),
        target: 'https://attack.mitre.org/techniques/T1059/',
        tooltip: expect.stringContaining('T1059'),
      },
    ]);
  });

  it('the rules files of a falco.yaml', async () => {
    await start();
    const config = 'file:///w/falco.yaml';
    await client.open('file:///w/rules.d/mine.yaml', '- list: mine\n  items: []\n');
    await client.open(config, 'rules_files:\n  - rules.d/mine.yaml\n');
    const links = await client.request<DocumentLink[]>('textDocument/documentLink', {
      textDocument: { uri: config },
    });
    expect(links).toMatchObject([{ range: range(1, 4, 21), target: 'file:///w/rules.d/mine.yaml' }]);
  });

  it('the status, and anew when it changes', async () => {
    const told: WorkbenchStatus[] = [];
    const wanted = new Map<number, () => void>();
    client = await startServer({ initializationOptions: { status: true } }, {}, (connection) => {
      connection.onNotification('falcoWorkbench/status', (status: WorkbenchStatus) => {
        told.push(status);
        wanted.get(status.projects.length)?.();
      });
    });
    const loading = new Promise<void>((resolve) => wanted.set(1, resolve));
    await client.open(uri, text);
    await loading;
    expect(told.at(-1)).toEqual({
      engine: '0.63.0',
      falco: '0.45.0-dev',
      installed: false,
      projects: [{ home: '', plugins: ['container'], loaded: [uri] }],
    });
  });

  it('engine versions', async () => {
    await start();
    const versions = await client.request<EngineVersionInfo[]>('falcoWorkbench/engineVersions', {});
    expect(versions.length).toBeGreaterThan(10);
  });
});
