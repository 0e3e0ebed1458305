import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ReplayFormat, ReplaySetup, ReplayStagesNews, StagesSeen } from '../../server/src/protocol.ts';
import { kqlInProcess } from '../support/kql-worker.ts';
import { startServer, type TestClient } from './client.ts';

const rulesUri = 'file:///falco_rules.yaml';
const rules = `\
- rule: Shell in container
  desc: A shell is started in a container.
  condition: evt.type = execve and proc.name = sh
  output: "a shell (name=%proc.name user=%user.name)"
  priority: WARNING
`;
const detectionsUri = 'file:///shells.detections.yaml';
const detections = `\
- detection: Shell of root
  rule: Shell in container
  where: user.name = root
`;
const xmlUri = 'file:///wazuh/local_rules.xml';
const xml = `\
<group name="local,">
  <rule id="100500" level="14">
    <if_sid>100601</if_sid>
    <field name="output_fields.user.name">^ann$</field>
    <description>Ann is at it again</description>
  </rule>
</group>
`;
const nothing: StagesSeen = { run: -1, rows: 0, done: false };

let client: TestClient;
let replay: number;

function alert(user: string, name = 'sh'): string {
  const fields = { 'evt.type': 'execve', 'proc.name': name, 'user.name': user };
  const output = `a shell (name=${name} user=${user})`;
  return `${JSON.stringify({ rule: 'Shell in container', priority: 'Warning', output, output_fields: fields, time: '2026-06-15T08:00:00Z', source: 'syscall', hostname: 'node-1', tags: [] })}\n`;
}

async function stages(seen: StagesSeen = nothing): Promise<ReplayStagesNews> {
  const news = (await client.ask('falcoWorkbench/replay/stages', { replay, seen }))!;
  if (news.done) return news;
  const next = await stages({ run: news.run, rows: news.from + news.rows.length, done: false });
  return next.run === news.run ? { ...news, ...next, rows: [...news.rows, ...next.rows] } : next;
}

async function set(setup: ReplaySetup): Promise<void> {
  await client.ask('falcoWorkbench/replay/setup', { replay, setup });
}

beforeEach(async () => {
  client = await startServer({}, { kqlWorker: () => kqlInProcess });
  await client.open(rulesUri, rules);
  await client.open(detectionsUri, detections);
  ({ replay } = await client.ask('falcoWorkbench/replay/open', {}));
  await client.ask('falcoWorkbench/replay/add', { replay, text: alert('root') + alert('ann'), last: true });
});

afterEach(() => client.close());

it('gives what Sentinel and Wazuh make of each alert', async () => {
  const news = await stages();
  expect(news.sentinel).toEqual({
    transports: ['json'],
    queries: [
      { kind: 'rule', name: 'Shell in container', rule: 'Shell in container' },
      { kind: 'detection', name: 'Shell of root', rule: 'Shell in container' },
    ],
  });
  expect(news.rows).toMatchObject([
    { sentinel: [{ isParsed: true, returnedBy: [0, 1] }], wazuh: { level: 8, alert: true } },
    { sentinel: [{ isParsed: true, returnedBy: [0] }], wazuh: { level: 8, alert: true } },
  ]);
});

it('sends alerts as it is told, and runs queries of files', async () => {
  const uri = 'file:///hunting/ann.kql';
  await set({
    transport: 'both',
    queries: { [uri]: 'FalcoContainerSecurity\n| where user == "ann"\n| project user\n' },
  });
  const news = await stages();
  expect(news.sentinel).toMatchObject({
    transports: ['json', 'cef'],
    queries: [{}, {}, { kind: 'file', name: 'ann.kql' }],
  });
  expect(news.rows.map(({ sentinel }) => sentinel.map(({ returnedBy }) => returnedBy.includes(2)))).toEqual([
    [false, false],
    [true, true],
  ]);
  const steps = await client.ask('falcoWorkbench/replay/query', {
    replay,
    alert: 0,
    transport: 'json',
    query: 2,
  });
  expect(steps).toMatchObject({
    droppedBy: 1,
    steps: [
      { rows: 1 },
      {
        text: 'where user == "ann"',
        rows: 0,
        row: null,
        place: { uri, start: { line: 1, character: 2 } },
      },
      { text: 'project user', rows: 0 },
    ],
  });
});

it('explains what is sent, with the row that it becomes', async () => {
  await stages();
  const sent = await client.ask('falcoWorkbench/replay/sent', { replay, alert: 0 });
  expect(sent!.lines).toMatchObject([
    { transport: 'json', line: expect.stringContaining('"output_fields":{') },
  ]);
  expect(Object.fromEntries(sent!.lines[0]!.row!)).toMatchObject({
    Activity: 'Shell in container',
    Computer: 'node-1',
  });
  expect(sent!.agentLine).toContain('"hostname":"node-1"');
  expect(sent!.places).toMatchObject([
    { uri: rulesUri, start: { line: 0, character: 8 } },
    { uri: detectionsUri, start: { line: 0, character: 13 } },
  ]);
});

it('explains the rules that Wazuh tried, those of the workspace among them', async () => {
  await client.open(xmlUri, xml, 'xml');
  const first = await client.ask('falcoWorkbench/replay/wazuh', { replay, alert: 0 });
  const id = first!.steps.find(({ of }) => of === 'Shell in container')!.id;
  await client.open(xmlUri, xml.replace('100601', String(id)), 'xml');
  await expect
    .poll(() => stages().then(({ rows }) => rows[1]!.wazuh), { timeout: 5000 })
    .toMatchObject({ id: '100500' });

  const trace = await client.ask('falcoWorkbench/replay/wazuh', { replay, alert: 0 });
  expect(trace!.answer).toMatchObject({ level: 8 });
  expect(trace!.steps.find(({ id: each }) => each === 100500)).toMatchObject({
    matched: false,
    failed: { subject: 'output_fields.user.name', wanted: '^ann$', actual: 'root' },
    place: { uri: xmlUri, start: { line: 1 } },
  });
  expect(trace!.steps.find(({ of }) => of === 'Shell in container')).toMatchObject({
    matched: true,
    place: { uri: rulesUri, start: { line: 0, character: 8 } },
  });
});

it('assumes values for fields that alerts lack', async () => {
  const { replay: other } = await client.ask('falcoWorkbench/replay/open', {});
  await client.ask('falcoWorkbench/replay/add', {
    replay: other,
    text: '{"rule":"Shell in container","output_fields":{"evt.type":"execve"}}\n',
    last: true,
  });
  const seen = { run: -1, rows: 0, oddities: 0, done: false };
  const verdict = async () =>
    (await client.ask('falcoWorkbench/replay/next', { replay: other, seen }))!.rows[0]!.verdict;
  expect(await verdict()).toBe('unknown');
  await client.ask('falcoWorkbench/replay/setup', {
    replay: other,
    setup: { assumed: [{ field: 'proc.name', value: 'sh' }] },
  });
  expect(await verdict()).toBe(true);
});

it('replays an alert as it was edited, until it is reset', async () => {
  await stages();
  const { text } = (await client.ask('falcoWorkbench/replay/text', { replay, alert: 0 }))!;
  expect(JSON.parse(text)).toMatchObject({
    rule: 'Shell in container',
    output_fields: { 'user.name': 'root' },
  });
  const edit = (changed: string | null) =>
    client.ask('falcoWorkbench/replay/edit', { replay, alert: 0, text: changed });
  expect(await edit('{ "rule": ')).toMatchObject({ reason: expect.stringContaining('no JSON') });
  expect(await edit('[]')).toMatchObject({ reason: expect.stringContaining('JSON object') });
  expect(await edit('{"rule":"R"}')).toMatchObject({ reason: expect.stringContaining('output_fields') });
  expect(await edit(text.replaceAll('root', 'bob'))).toEqual({});
  expect((await stages()).rows[0]).toMatchObject({ sentinel: [{ returnedBy: [0] }] });
  expect(await client.ask('falcoWorkbench/replay/details', { replay, alert: 0 })).toMatchObject({
    isEdited: true,
  });
  expect(await edit(null)).toEqual({});
  expect((await stages()).rows[0]).toMatchObject({ sentinel: [{ returnedBy: [0, 1] }] });
});

describe('a report', () => {
  const hostile = '=cmd|<img src=x onerror=alert(1)>,"[x](javascript:alert(1))';

  async function report(format: ReplayFormat): Promise<string> {
    const { text } = (await client.ask('falcoWorkbench/replay/text', { replay, alert: 1 }))!;
    const alert = { ...JSON.parse(text), hostname: hostile };
    await client.ask('falcoWorkbench/replay/edit', { replay, alert: 1, text: JSON.stringify(alert) });
    await stages();
    return (await client.ask('falcoWorkbench/replay/report', { replay, format, alerts: [1, 0] }))!.text;
  }

  it('is JSON with everything that is known', async () => {
    expect(JSON.parse(await report('json'))).toMatchObject([
      { line: 2, falco: 'fires', host: hostile, edited: true, wazuh: { level: 8 } },
      { line: 1, sentinel: [{ transport: 'json', returnedBy: ['Shell in container', 'Shell of root'] }] },
    ]);
  });

  it('says that CEF is modelled', async () => {
    const says = 'How a line of CEF lands is modelled on one field observation.';
    for (const format of ['json', 'markdown', 'html'] as const)
      expect(await report(format)).not.toContain(says);
    await set({ transport: 'both' });
    for (const format of ['json', 'markdown', 'html'] as const) expect(await report(format)).toContain(says);
    expect(await report('csv')).toContain('cef (modelled): Shell in container');
  });

  it('is CSV in which no cell is a formula', async () => {
    const lines = (await report('csv')).split('\r\n');
    expect(lines[0]).toBe('Line,Time,Rule,Priority,Host,Falco,Missing,Sentinel,Wazuh,Remarks');
    expect(lines[1]).toContain(`,"'=cmd|<img src=x onerror=alert(1)>,""[x](javascript:alert(1))",fires,`);
    expect(lines).toHaveLength(4);
  });

  it('is Markdown in which texts stay texts', async () => {
    const text = await report('markdown');
    expect(text).toContain(
      String.raw`=cmd\|&lt;img src=x onerror=alert\(1\)&gt;,"\[x\]\(javascript:alert\(1\)\)`,
    );
    expect(text.split('\n').filter((line) => line.startsWith('| '))).toHaveLength(4);
  });

  it('is an HTML page in which texts stay texts', async () => {
    const text = await report('html');
    expect(text).toContain('=cmd|&lt;img src=x onerror=alert(1)&gt;');
    expect(text).not.toContain('<img');
    expect(text).toContain('<td class="yes">fires</td>');
  });
});

it('says so where there is no Kusto', async () => {
  const other = await startServer();
  await other.open(rulesUri, rules);
  const { replay: own } = await other.request<{ replay: number }>('falcoWorkbench/replay/open', {});
  await other.request('falcoWorkbench/replay/add', { replay: own, text: alert('root'), last: true });
  const news = await other.request<ReplayStagesNews>('falcoWorkbench/replay/stages', {
    replay: own,
    seen: nothing,
  });
  expect(news).toMatchObject({
    sentinel: { failure: expect.stringContaining('Kusto') },
    rows: [{ sentinel: [] }],
  });
  await other.close();
});

it('answers null for what is not there', async () => {
  expect(await client.ask('falcoWorkbench/replay/text', { replay, alert: 9 })).toBeNull();
  expect(
    await client.ask('falcoWorkbench/replay/report', { replay: 99, format: 'csv', alerts: [] }),
  ).toBeNull();
  expect(await client.ask('falcoWorkbench/replay/stages', { replay: 99, seen: nothing })).toBeNull();
  expect(await client.ask('falcoWorkbench/replay/sent', { replay, alert: 9 })).toBeNull();
  expect(await client.ask('falcoWorkbench/replay/wazuh', { replay, alert: 9 })).toBeNull();
  expect(
    await client.ask('falcoWorkbench/replay/query', { replay, alert: 0, transport: 'json', query: 9 }),
  ).toBeNull();
});
