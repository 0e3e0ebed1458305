import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startServer, type TestClient } from './client.ts';

const uri = 'file:///rules.yaml';
const rules =
  '- rule: R\n  desc: d\n  condition: evt.type = open\n  output: "%proc.name %user.name"\n  priority: ERROR\n';
const alert = (user: string) =>
  `{"rule":"R","hostname":"n","output_fields":{"evt.type":"open","proc.name":"cat","user.name":"${user}"}}\n`;

let client: TestClient;

beforeEach(async () => {
  client = await startServer();
  await client.open(uri, rules);
});

afterEach(() => client.close());

describe('noise over the protocol', () => {
  async function replayOf(text: string): Promise<number> {
    const { replay } = await client.ask('falcoWorkbench/replay/open', {});
    await client.ask('falcoWorkbench/replay/add', { replay, text, last: true });
    await expect
      .poll(async () => (await client.ask('falcoWorkbench/noise/show', { replay }))?.done)
      .toBe(true);
    return replay;
  }

  it('counts the alerts of a replay', async () => {
    const replay = await replayOf(alert('a') + alert('a') + alert('b'));
    expect(await client.ask('falcoWorkbench/noise/show', { replay })).toMatchObject({
      done: true,
      alerts: 3,
      withoutTime: 3,
      span: 0,
      talkers: { rule: [{ value: 'R', count: 3 }], host: [{ value: 'n' }], container: [] },
      clusters: [{ rule: 'R', count: 2, id: 0 }],
    });
  });

  it('makes an exception for a cluster, with what it silences', async () => {
    const replay = await replayOf(alert('a') + alert('a') + alert('b'));
    const made = await client.ask('falcoWorkbench/noise/silence', { replay, cluster: 0 });
    expect(made).toMatchObject({ alerts: 3, silenced: 2, beyond: 0, edits: [{ uri }] });
  });

  it('says that there is nothing where there is nothing', async () => {
    expect(await client.ask('falcoWorkbench/noise/show', { replay: 9 })).toBeNull();
    expect(await client.ask('falcoWorkbench/noise/silence', { replay: 9, cluster: 0 })).toHaveProperty(
      'reason',
    );
    const replay = await replayOf(alert('a'));
    expect(await client.ask('falcoWorkbench/noise/silence', { replay, cluster: 0 })).toHaveProperty('reason');
  });
});
