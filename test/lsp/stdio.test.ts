import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Hover, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver-protocol/node';
import { URI } from 'vscode-uri';
import type { ReplayNews, ReplaySeen } from '../../server/src/protocol.ts';
import { bundledServer, isServerBuilt } from './bundled-server.ts';
import { connectClient, type TestClient } from './client.ts';

const base = '- macro: my_shell\n  condition: proc.name = bash\n';
const rules = `- rule: Shell
  desc: d
  condition: >
    evt.type = execve
    and my_shell and proc.nme = x
  output: Shell (command=%proc.cmdline user=%user.name container=%container.id)
  priority: INFO
  tags: [host]
`;

describe.runIf(isServerBuilt('the server over stdio'))('the bundled server over stdio', () => {
  let folder: string;
  let child: ChildProcess;
  let client: TestClient;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'falco-workbench-'));
    writeFileSync(join(folder, 'base.yaml'), base);
    child = spawn(process.execPath, [bundledServer, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
    const reader = new StreamMessageReader(child.stdout!);
    const writer = new StreamMessageWriter(child.stdin!);
    const workspaceFolders = [{ uri: URI.file(folder).toString(), name: 'test' }];
    client = await connectClient(reader, writer, { workspaceFolders });
  });

  afterEach(async () => {
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    await client.connection.sendRequest('shutdown');
    await client.connection.sendNotification('exit');
    expect(await ended).toBe(0);
    rmSync(folder, { recursive: true });
  });

  it('serves Helm values on top of the base rules of the folder', async () => {
    const at = (path: string) => URI.file(join(folder, path)).toString();
    writeFileSync(join(folder, 'falco_rules.yaml'), base);
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: at('falco_rules.yaml'), type: 1 }],
    });
    const values = `customRules:\n  my.yaml: |-\n${rules.replace(/^(?=.)/gm, '    ')}`;
    await client.open(at('values.yaml'), values);
    const [problem, ...others] = await client.diagnostics(
      at('values.yaml'),
      ({ diagnostics }) => diagnostics.length === 1,
    );
    expect(others).toEqual([]);
    const line = { line: 6, character: 25 };
    expect(problem).toMatchObject({
      code: 'unknown-field',
      range: { start: line, end: { line: 6, character: 33 } },
    });
    const onMacro = { textDocument: { uri: at('values.yaml') }, position: { line: 6, character: 14 } };
    expect(await client.request<Hover>('textDocument/hover', onMacro)).toMatchObject({
      range: { start: { line: 6, character: 12 }, end: { line: 6, character: 20 } },
    });
    const onField = { ...onMacro, position: { line: 6, character: 30 } };
    const { items } = await client.request<{ items: { label: string }[] }>(
      'textDocument/completion',
      onField,
    );
    expect(items.map(({ label }) => label)).toContain('proc.name');
    const { changes } = await client.request<{ changes: object }>('textDocument/rename', {
      ...onMacro,
      newName: 'x',
    });
    expect(Object.keys(changes).sort()).toEqual(['base.yaml', 'falco_rules.yaml', 'values.yaml'].map(at));
  });

  it('finds problems, with the files of the folder', async () => {
    const uri = URI.file(join(folder, 'rules.yaml')).toString();
    await client.open(uri, rules);
    const problems = await client.diagnostics(uri, ({ diagnostics }) => diagnostics.length > 0);
    expect(problems.map(({ code }) => code)).toEqual(['unknown-field']);
    expect(problems[0]!.range).toEqual({
      start: { line: 4, character: 21 },
      end: { line: 4, character: 29 },
    });
    expect(problems[0]!.codeDescription?.href).toMatch(/^file:.*\/docs\/problems\/unknown-field\.md$/);
  });

  it('describes a macro of another file', async () => {
    const uri = URI.file(join(folder, 'rules.yaml')).toString();
    await client.open(uri, rules);
    await client.diagnostics(uri, ({ diagnostics }) => diagnostics.length > 0);
    const position = { line: 4, character: 10 };
    const hover = await client.request<Hover>('textDocument/hover', { textDocument: { uri }, position });
    expect(JSON.stringify(hover.contents)).toContain('proc.name = bash');
  });

  it('reads alerts from a packed file of the disk, however much there is', async () => {
    const alert = (i: number) => `{"rule":"Shell","output_fields":{"evt.type":"execve","evt.num":${i}}}\n`;
    const path = join(folder, 'alerts.jsonl.gz');
    writeFileSync(path, gzipSync(Array.from({ length: 9000 }, (_, i) => alert(i)).join('')));
    const { replay } = await client.request<{ replay: number }>('falcoWorkbench/replay/open', {});
    const uri = URI.file(path).toString();
    expect(await client.request('falcoWorkbench/replay/read', { replay, uri })).toEqual({ reads: true });
    let seen: ReplaySeen = { run: -1, rows: 0, oddities: 0, done: false, read: 0 };
    let last: ReplayNews | null = null;
    while (!seen.done) {
      last = await client.request<ReplayNews>('falcoWorkbench/replay/next', { replay, seen });
      const { run, from, rows, done, reading } = last;
      seen = { run, rows: from + rows.length, oddities: 0, done, read: reading.bytes };
    }
    const { size } = statSync(path);
    expect(seen).toMatchObject({ rows: 9000, read: size });
    expect(last).toMatchObject({ alerts: 9000, reading: { bytes: size, total: size } });
    const details = await client.request('falcoWorkbench/replay/details', { replay, alert: 8999 });
    expect(details).toMatchObject({ fields: [expect.anything(), ['evt.num', '8999']] });
  });
});
