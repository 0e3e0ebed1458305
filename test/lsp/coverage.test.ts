import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RequestsToServer } from '../../server/src/protocol.ts';
import { checkLayer } from '../features/coverage/layer-format.ts';
import { startServer, type TestClient } from './client.ts';

const uri = 'file:///falco_rules.yaml';
const rules = (tags: string) =>
  `- rule: R\n  desc: d\n  condition: evt.type = open\n  output: o\n  priority: ERROR\n  tags: [${tags}]\n`;
const alert = '{"rule":"R","time":"2026-01-01T00:00:00Z","hostname":"n","output_fields":{}}\n';

let client: TestClient;

function ask<Method extends keyof RequestsToServer>(
  method: Method,
  params: RequestsToServer[Method]['params'],
): Promise<RequestsToServer[Method]['result']> {
  return client.request(method, params);
}

beforeEach(async () => {
  client = await startServer();
  await client.open(uri, rules('mitre_execution, T1059'));
});

afterEach(() => client.close());

describe('the coverage of ATT&CK over the protocol', () => {
  it('has the rules with their places, the alerts that came in pieces, and follows edits', async () => {
    const { coverage } = await ask('falcoWorkbench/coverage/open', {});
    await ask('falcoWorkbench/coverage/add', { coverage, text: alert.slice(0, 20), last: false });
    await ask('falcoWorkbench/coverage/add', { coverage, text: `${alert.slice(20)}${alert}`, last: true });
    const shown = await ask('falcoWorkbench/coverage/show', { coverage, filter: {} });
    expect(shown).toMatchObject({
      version: '17.1',
      alerts: 2,
      items: [{ kind: 'rule', name: 'R', place: { uri, start: { line: 0, character: 8 } } }],
      paths: [{ host: 'n', tactics: ['execution'], steps: [{ rule: 'R', count: 2, place: { uri } }] }],
    });
    expect(shown?.tactics[3]).toMatchObject({ title: 'Execution', techniques: [{ id: 'T1059', alerts: 2 }] });

    await client.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version: 2 },
      contentChanges: [{ text: rules('T1611') }],
    });
    const after = await ask('falcoWorkbench/coverage/show', { coverage, filter: { enabled: true } });
    expect(after?.tactics[3]?.techniques).toEqual([]);
    expect(after?.paths[0]?.tactics).toEqual(['privilege_escalation']);
  });

  it('counts the alerts of an open replay, as they were edited there', async () => {
    const { replay } = await ask('falcoWorkbench/replay/open', {});
    await ask('falcoWorkbench/replay/add', { replay, text: alert.repeat(3), last: true });
    const edited = alert.replace('"hostname":"n"', '"hostname":"m"');
    await ask('falcoWorkbench/replay/edit', { replay, alert: 1, text: edited });
    const { coverage } = await ask('falcoWorkbench/coverage/open', {});
    expect(await ask('falcoWorkbench/coverage/replay', { coverage, replay })).toEqual({ alerts: 3 });
    const shown = await ask('falcoWorkbench/coverage/show', { coverage, filter: {} });
    expect(shown).toMatchObject({ alerts: 3, items: [{ name: 'R', alerts: 3 }] });
    expect(shown?.paths.map(({ host, steps }) => [host, steps[0]?.count])).toEqual([
      ['n', 2],
      ['m', 1],
    ]);
    expect(await ask('falcoWorkbench/coverage/replay', { coverage, replay: 99 })).toBeNull();
  });

  it('puts all projects together where that is wanted', async () => {
    const values = (name: string) =>
      `customRules:\n  r.yaml: |\n${rules('T1611').replace('rule: R', `rule: ${name}`).replace(/^/gm, '    ')}\n`;
    await client.open('file:///a/values.yaml', values('A'));
    await client.open('file:///b/values.yaml', values('B'));
    const { coverage } = await ask('falcoWorkbench/coverage/open', { project: 'file:///a/values.yaml' });
    const namesFor = async (filter: { allProjects?: boolean }) =>
      (await ask('falcoWorkbench/coverage/show', { coverage, filter }))?.items.map(({ name }) => name);
    expect(await namesFor({})).not.toContain('B');
    expect(await namesFor({ allProjects: true })).toEqual(['R', 'A', 'B']);
    const shown = await ask('falcoWorkbench/coverage/show', { coverage, filter: { allProjects: true } });
    expect(shown).toMatchObject({
      rules: 3,
      items: [{ place: { uri } }, { place: { uri: 'file:///a/values.yaml' } }, {}],
    });
    expect(shown?.projects).toBeGreaterThan(1);
  });

  it('gives a layer for the Navigator', async () => {
    const { coverage } = await ask('falcoWorkbench/coverage/open', { project: uri });
    const layer = await ask('falcoWorkbench/coverage/layer', { coverage, filter: {} });
    expect(checkLayer(JSON.parse(layer!.text))).toEqual([]);
  });

  it('answers null where there is no such set of alerts any more', async () => {
    const { coverage } = await ask('falcoWorkbench/coverage/open', {});
    await ask('falcoWorkbench/coverage/close', { coverage });
    expect(await ask('falcoWorkbench/coverage/show', { coverage, filter: {} })).toBeNull();
    expect(await ask('falcoWorkbench/coverage/layer', { coverage, filter: {} })).toBeNull();
    expect(await ask('falcoWorkbench/coverage/add', { coverage, text: alert, last: true })).toBeNull();
  });
});
