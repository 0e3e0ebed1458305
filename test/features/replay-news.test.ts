import { describe, expect, it } from 'vitest';
import { Replay, type Seen } from '../../server/src/features/replay-news.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';

const nothingSeen: Seen = { run: -1, rows: 0, oddities: 0, done: false };
const host = { pace: { now: () => 0, pause: async () => {} }, clock: () => 0 };
const goOn = { stopped: false };

const rule = (condition: string) =>
  `- rule: R\n  desc: d\n  condition: ${condition}\n  output: o\n  priority: ERROR\n`;
const line = (user: string) => `{"rule":"R","output_fields":{"user.name":"${user}"}}\n`;

function workspaceWith(condition: string): Workspace {
  const workspace = new Workspace();
  workspace.setFile('file:///r.yaml', rule(condition));
  return workspace;
}

describe('a replay', () => {
  it('tells of alerts as they come, and when they are all there', async () => {
    const replay = new Replay(workspaceWith('user.name = root').snapshot(), host);
    replay.store.add(line('root'), false);
    const first = await replay.news(nothingSeen, goOn);
    expect(first).toMatchObject({ run: 0, from: 0, alerts: 1, done: false, rows: [{ verdict: true }] });

    const seen = { run: 0, rows: 1, oddities: 0, done: false };
    expect(replay.hasNews(seen)).toBe(false);
    replay.store.add(line('ann'), true);
    expect(replay.hasNews(seen)).toBe(true);
    const second = await replay.news(seen, goOn);
    expect(second).toMatchObject({ from: 1, done: true, rows: [{ verdict: false, line: 2 }] });
    expect(replay.hasNews({ ...seen, rows: 2, done: true })).toBe(false);
  });

  it('begins anew when the rules change', async () => {
    const workspace = workspaceWith('user.name = root');
    const replay = new Replay(workspace.snapshot(), host);
    replay.store.add(line('ann'), true);
    const seen = { run: 0, rows: 1, oddities: 0, done: true };
    expect(replay.hasNews(seen)).toBe(false);
    workspace.setFile('file:///r.yaml', rule('user.name = ann'));
    replay.renew(workspace.snapshot());
    expect(replay.hasNews(seen)).toBe(true);
    expect(await replay.news(seen, goOn)).toMatchObject({ run: 1, from: 0, rows: [{ verdict: true }] });
  });

  it('tells of oddities once', async () => {
    const replay = new Replay(workspaceWith('user.name = root').snapshot(), host);
    replay.store.add('{"rule":"R","priority":"loud","output_fields":{}}\n', true);
    const { oddities } = await replay.news(nothingSeen, goOn);
    expect(oddities).toEqual([{ line: 1, message: 'Falco has no priority "loud".' }]);
    const seen = { run: 0, rows: 1, oddities: 1, done: true };
    expect((await replay.news(seen, goOn)).oddities).toEqual([]);
  });

  it('gives many alerts in several answers', async () => {
    const replay = new Replay(workspaceWith('user.name = root').snapshot(), host);
    replay.store.add(line('root').repeat(12_000), true);
    const sizes: number[] = [];
    for (let seen = nothingSeen; !seen.done; ) {
      const { run, from, rows, done } = await replay.news(seen, goOn);
      sizes.push(rows.length);
      seen = { run, rows: from + rows.length, oddities: 0, done };
    }
    expect(sizes).toEqual([5000, 5000, 2000]);
  });
});
