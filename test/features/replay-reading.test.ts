import { describe, expect, it } from 'vitest';
import { Replay, type Seen } from '../../server/src/features/replay-news.ts';
import { ReplayReading } from '../../server/src/features/replay-reading.ts';
import { AlertStore } from '../../server/src/replay/alert-store.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';

const pace = { now: () => 0, pause: async () => {} };
const host = { pace, clock: () => 0 };
const nothingSeen: Seen = { run: -1, rows: 0, oddities: 0, done: false, read: 0 };

const rule = (condition: string) =>
  `- rule: R\n  desc: d\n  condition: ${condition}\n  output: o\n  priority: ERROR\n`;
const line = (user: string) => `{"rule":"R","output_fields":{"user.name":"${user}"}}\n`;

function workspaceWith(condition: string): Workspace {
  const workspace = new Workspace();
  workspace.setFile('file:///r.yaml', rule(condition));
  return workspace;
}

async function* pieces(...texts: readonly (string | (() => void))[]): AsyncGenerator<string> {
  for (const text of texts) {
    if (typeof text === 'string') yield text;
    else text();
  }
}

/** A reading whose store keeps two alerts. */
function smallReading(workspace: Workspace) {
  const store = new AlertStore([], { alerts: 2, bytes: 1e9, oddities: 9 });
  const rules = { snapshot: workspace.snapshot(), setup: {}, run: 0 };
  return { store, rules, reading: new ReplayReading(store, () => rules) };
}

describe('the reading of alerts', () => {
  it('tells how far it is, and that it is at the end', async () => {
    const replay = new Replay(workspaceWith('user.name = root').snapshot(), host);
    const { reading } = replay;
    reading.total = 9;
    let told = 0;
    const text = pieces(line('root'), () => reading.advance(9));
    await reading.read(text, pace, () => told++);
    expect(told).toBeGreaterThan(0);
    expect(replay.hasNews({ run: 0, rows: 1, oddities: 0, done: true, read: 0 })).toBe(true);
    expect(replay.hasNews({ run: 0, rows: 1, oddities: 0, done: true, read: 9 })).toBe(false);
    const news = await replay.news(nothingSeen, { stopped: false });
    expect(news).toMatchObject({ alerts: 1, done: true, reading: { bytes: 9, total: 9 } });
    expect(news).not.toHaveProperty('counted');
    expect(news.reading).not.toHaveProperty('failure');
  });

  it('keeps what was read before something went wrong, and says what', async () => {
    const { store, reading } = smallReading(workspaceWith('user.name = root'));
    const fail = () => {
      throw new Error('The file became shorter while it was read.');
    };
    await reading.read(pieces(line('root'), '{"rule":"Cut","output_fields":{"a":1,', fail), pace, () => {});
    expect(reading.failure).toBe('The file became shorter while it was read.');
    expect(store.isComplete).toBe(true);
    expect([...store.alerts.range(0, 9)].map((alert) => alert.rule)).toEqual(['R', 'Cut']);
  });

  it('is stopped between two pieces', async () => {
    const { store, reading } = smallReading(workspaceWith('user.name = root'));
    await reading.read(
      pieces(line('root'), () => reading.stop(), line('ann')),
      pace,
      () => {},
    );
    expect(store.alerts.length).toBe(1);
    expect(reading.failure).toMatch(/stopped/);
  });

  it('counts what is not kept, by the rules of the moment', async () => {
    const workspace = workspaceWith('user.name = root');
    const { store, reading, rules } = smallReading(workspace);
    const edit = () => {
      workspace.setFile('file:///r.yaml', rule('user.name = ann'));
      Object.assign(rules, { snapshot: workspace.snapshot(), run: 1 });
    };
    const text = pieces(line('root').repeat(4), line('ann'), edit, line('ann'));
    const outdated: boolean[] = [];
    await reading.read(text, pace, () => outdated.push(reading.isOutdated));
    expect(store.alerts.length).toBe(2);
    expect(reading.counted.alerts).toBe(4);
    expect(reading.counted.list()).toEqual([
      { rule: 'R', verdict: true, alerts: 3 },
      { rule: 'R', verdict: false, alerts: 1 },
    ]);
    expect(outdated[0]).toBe(false);
    expect(reading.isOutdated).toBe(true);
  });

  it('pauses after each stretch of work', async () => {
    const { reading } = smallReading(workspaceWith('user.name = root'));
    let time = 0;
    let pauses = 0;
    const slow = { now: () => time++, pause: async () => void pauses++ };
    await reading.read(pieces(line('root').repeat(100)), slow, () => {});
    expect(pauses).toBeGreaterThan(5);
    expect(pauses).toBeLessThan(25);
  });

  it('loses nothing where the rules change while the file comes in', async () => {
    const workspace = workspaceWith('user.name = root');
    const replay = new Replay(workspace.snapshot(), host);
    const edit = () => {
      workspace.setFile('file:///r.yaml', rule('user.name = ann'));
      replay.renew(workspace.snapshot());
    };
    const text = pieces(line('root').repeat(3), edit, line('ann').repeat(3));
    const reading = replay.reading.read(text, pace, () => {});
    const first = await replay.news(nothingSeen, { stopped: false });
    await reading;
    const seen = { ...nothingSeen, run: first.run, rows: first.rows.length };
    const second = await replay.news(seen, { stopped: false });
    expect(second).toMatchObject({ run: 1, from: 0, done: true });
    expect(second.rows.map(({ verdict }) => verdict)).toEqual([false, false, false, true, true, true]);
  });
});
