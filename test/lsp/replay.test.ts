import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ReplaySeen } from '../../server/src/protocol.ts';
import { startServer, type TestClient } from './client.ts';

const uri = 'file:///falco_rules.yaml';
const rules = (user: string) => `\
- rule: R
  desc: d
  condition: >
    evt.type = open
    and user.name = ${user}
  output: "%user.name"
  priority: ERROR
`;
const alert = '{"rule":"R","output_fields":{"evt.type":"open","user.name":"root"}}\n';
const nothing: ReplaySeen = { run: -1, rows: 0, oddities: 0, done: false };

let client: TestClient;

beforeEach(async () => {
  client = await startServer();
  await client.open(uri, rules('root'));
});

afterEach(() => client.close());

describe('a replay over the protocol', () => {
  async function openWith(text: string): Promise<number> {
    const { replay } = await client.ask('falcoWorkbench/replay/open', {});
    expect(await client.ask('falcoWorkbench/replay/add', { replay, text, last: true })).toEqual({
      stopped: false,
    });
    return replay;
  }

  it('gives rows, then waits for an edit of the rules and gives them anew', async () => {
    const replay = await openWith(alert);
    const first = await client.ask('falcoWorkbench/replay/next', { replay, seen: nothing });
    expect(first).toMatchObject({ rows: [{ rule: 'R', verdict: true }], alerts: 1, done: true });

    const seen = { run: first!.run, rows: 1, oddities: 0, done: true };
    const next = client.ask('falcoWorkbench/replay/next', { replay, seen });
    await client.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version: 2 },
      contentChanges: [{ text: rules('ann') }],
    });
    expect(await next).toMatchObject({ from: 0, rows: [{ verdict: false }], done: true });
  });

  it('tells what the rules say of an alert, and why, with places in the file', async () => {
    const replay = await openWith(alert);
    await client.ask('falcoWorkbench/replay/next', { replay, seen: nothing });
    const details = await client.ask('falcoWorkbench/replay/details', { replay, alert: 0 });
    expect(details).toMatchObject({
      fields: [
        ['evt.type', 'open'],
        ['user.name', 'root'],
      ],
      rules: [{ name: 'R', verdict: true, named: true, place: { uri, start: { line: 0, character: 8 } } }],
    });
    const explanation = await client.ask('falcoWorkbench/replay/explain', { replay, alert: 0, rule: 'R' });
    expect(explanation?.parts[1]).toMatchObject({
      check: { left: 'user.name', value: '"root"' },
      place: { uri, start: { line: 4, character: 8 }, end: { line: 4, character: 24 } },
    });
  });

  it('tells at the rules what alerts say of them, and finds words in the alerts', async () => {
    const replay = await openWith(alert);
    await client.ask('falcoWorkbench/replay/next', { replay, seen: nothing });
    expect(await client.ask('falcoWorkbench/replay/marks', { replay })).toMatchObject({
      marks: [{ rule: 'R', named: 1, fires: 1, place: { uri, start: { line: 0, character: 8 } } }],
    });
    const asked = { replay, words: ['ROOT', 'ann'], from: 0 };
    expect(await client.ask('falcoWorkbench/replay/search', asked)).toEqual({ to: 1, found: [[0], []] });
    expect(await client.ask('falcoWorkbench/replay/search', { ...asked, replay: 99 })).toBeNull();
  });

  it('replays against the project that is chosen', async () => {
    const values = 'file:///values.yaml';
    const inner = rules('ann').replace(/^/gm, '      ');
    await client.open(values, `customRules:\n  own_rules.yaml: |-\n${inner}`);
    const { projects } = await client.ask('falcoWorkbench/replay/projects', { document: values });
    expect(projects).toEqual([
      { home: '', files: 1, isMain: true, isAsked: false },
      { home: values, files: 2, isMain: false, isAsked: true },
    ]);
    const replay = await openWith(alert);
    await client.ask('falcoWorkbench/replay/setup', { replay, setup: { project: values } });
    const news = await client.ask('falcoWorkbench/replay/next', { replay, seen: nothing });
    expect(news).toMatchObject({ rows: [{ verdict: false }] });
  });

  it('takes up edits of alerts that are still to be read', async () => {
    const { replay } = await client.ask('falcoWorkbench/replay/open', {});
    const edits = [{ alert: 0, text: alert.replace('root', 'ann') }];
    await client.ask('falcoWorkbench/replay/setup', { replay, setup: { edits } });
    await client.ask('falcoWorkbench/replay/add', { replay, text: alert, last: true });
    const news = await client.ask('falcoWorkbench/replay/next', { replay, seen: nothing });
    expect(news).toMatchObject({ rows: [{ verdict: false }] });
    expect(await client.ask('falcoWorkbench/replay/details', { replay, alert: 0 })).toMatchObject({
      isEdited: true,
    });
    await client.ask('falcoWorkbench/replay/setup', { replay, setup: {} });
    const again = await client.ask('falcoWorkbench/replay/next', { replay, seen: nothing });
    expect(again).toMatchObject({ rows: [{ verdict: true }] });
  });

  it('answers null for alerts, rules and replays that are not there', async () => {
    const replay = await openWith(alert);
    expect(await client.ask('falcoWorkbench/replay/details', { replay, alert: 7 })).toBeNull();
    expect(await client.ask('falcoWorkbench/replay/explain', { replay, alert: 0, rule: 'S' })).toBeNull();
    expect(await client.ask('falcoWorkbench/replay/details', { replay: 99, alert: 0 })).toBeNull();
    expect(await client.ask('falcoWorkbench/replay/next', { replay: 99, seen: nothing })).toBeNull();
    expect(await client.ask('falcoWorkbench/replay/add', { replay: 99, text: '', last: true })).toEqual({
      stopped: true,
    });
  });

  it('lets go of who waits when it is closed', async () => {
    const replay = await openWith(alert);
    const { run } = (await client.ask('falcoWorkbench/replay/next', { replay, seen: nothing }))!;
    const seen = { run, rows: 1, oddities: 0, done: true };
    const waiting = client.ask('falcoWorkbench/replay/next', { replay, seen });
    await client.ask('falcoWorkbench/replay/close', { replay });
    expect(await waiting).toBeNull();
  });
});

describe('alerts on their way into a replay', () => {
  const seen = { ...nothing, read: 0 };
  const next = (replay: number) => client.ask('falcoWorkbench/replay/next', { replay, seen });

  /** The news when all is read. */
  async function finalNews(replay: number) {
    let news = await next(replay);
    while (news?.done === false) news = await next(replay);
    return news!;
  }

  it('come as the bytes of a file, gzip too', async () => {
    const { replay } = await client.ask('falcoWorkbench/replay/open', {});
    const file = gzipSync(alert.repeat(3));
    const [one, other] = [file.subarray(0, 20), file.subarray(20)].map((part) => part.toString('base64'));
    const total = file.length;
    const add = (bytes: string, last: boolean) =>
      client.ask('falcoWorkbench/replay/add', { replay, bytes, total, last });
    expect(await add(one!, false)).toEqual({ stopped: false });
    expect(await add(other!, true)).toEqual({ stopped: false });
    expect(await finalNews(replay)).toMatchObject({ alerts: 3, reading: { bytes: total, total } });
  });

  it('are no longer taken once the reading is stopped; what was read stays', async () => {
    const { replay } = await client.ask('falcoWorkbench/replay/open', {});
    const piece = { replay, text: alert, last: false };
    expect(await client.ask('falcoWorkbench/replay/add', piece)).toEqual({ stopped: false });
    await client.ask('falcoWorkbench/replay/stop', { replay });
    expect(await client.ask('falcoWorkbench/replay/add', piece)).toEqual({ stopped: true });
    const news = await finalNews(replay);
    expect(news).toMatchObject({ alerts: 1, reading: { bytes: alert.length } });
    expect(news.reading.failure).toMatch(/stopped/);
  });

  it('tell what is wrong with them', async () => {
    const { replay } = await client.ask('falcoWorkbench/replay/open', {});
    const bytes = gzipSync(alert).subarray(0, -9).toString('base64');
    await client.ask('falcoWorkbench/replay/add', { replay, bytes, last: true });
    expect((await finalNews(replay)).reading.failure).toMatch(/gzip data breaks off/);
  });

  it('are read by the client where the server cannot', async () => {
    const { replay } = await client.ask('falcoWorkbench/replay/open', {});
    expect(await client.ask('falcoWorkbench/replay/read', { replay, uri: 'vscode-vfs:/a' })).toEqual({
      reads: false,
    });
  });
});

describe('a preview over the protocol', () => {
  it('is made for the rule at the cursor', async () => {
    const position = { line: 3, character: 6 };
    const kql = await client.ask('falcoWorkbench/preview', { kind: 'kql', uri, position });
    const query = kql.text.split('\n').slice(kql.lines!.first, kql.lines!.last);
    expect(query.filter((line) => line.startsWith('|') && line.includes('where'))).toEqual([
      '| where Activity == "R"',
    ]);
    const wazuh = await client.ask('falcoWorkbench/preview', { kind: 'wazuh', uri, position });
    const { first, last } = wazuh.lines!;
    const part = wazuh.text.split('\n').slice(first, last + 1);
    expect(part[0]).toMatch(/^ {2}<rule id=/);
    expect(part.at(-1)).toBe('  </rule>');
  });

  it('says so where there is no such file', async () => {
    const asked = { kind: 'kql', uri: 'file:///other.yaml', position: { line: 0, character: 0 } } as const;
    expect(await client.ask('falcoWorkbench/preview', asked)).toEqual({
      text: '// This file holds no Falco rules.\n',
      noRules: true,
    });
  });
});
