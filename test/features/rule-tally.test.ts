import { expect, it } from 'vitest';
import { Replay, type Seen } from '../../server/src/features/replay-news.ts';
import { RuleTally } from '../../server/src/features/rule-tally.ts';
import type { Alert } from '../../server/src/replay/alert.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';

const nothingSeen: Seen = { run: -1, rows: 0, oddities: 0, done: false };
const host = { pace: { now: () => 0, pause: async () => {} }, clock: () => 0 };
const goOn = { stopped: false };

const rule = (name: string, condition: string) =>
  `- rule: ${name}\n  desc: d\n  condition: ${condition}\n  output: o\n  priority: ERROR\n`;
const uri = 'file:///r.yaml';
const rules = rule('Root', 'user.name = root') + rule('Shell', 'proc.name = sh');
const line = (name: string, fields: object) => `${JSON.stringify({ rule: name, output_fields: fields })}\n`;
const alerts = [
  line('Root', { 'user.name': 'root', 'proc.name': 'sh' }),
  line('Root', { 'user.name': 'ann', 'proc.name': 'ls' }),
  line('Root', { 'proc.name': 'ls' }),
  line('Shell', { 'proc.name': 'sh', 'user.name': 'ann' }),
  line('Gone', {}),
].join('');

it('counts alerts by the rule that they name, and on which others fire', () => {
  const tally = new RuleTally();
  const alert = (name: string): Alert => ({ line: 1, rule: name, tags: [], fields: {} });
  const result = { verdict: true, missing: [], othersFire: ['B'], othersUnknown: 0 } as const;
  tally.add(alert('A'), result);
  tally.add(alert('A'), { ...result, verdict: 'unknown', othersFire: [] });
  expect(tally.next).toBe(2);
  const counted = [
    { rule: 'A', verdict: false, alerts: 5 },
    { verdict: 'unnamed', alerts: 3 },
  ] as const;
  expect([...tally.with(counted)]).toEqual([
    ['A', { named: 7, fires: 1, unknown: 1, others: 0 }],
    ['B', { named: 0, fires: 0, unknown: 0, others: 1 }],
  ]);
  expect(tally.with([]).get('A')).toMatchObject({ named: 2 });
});

it('says at the names of rules what alerts say of them, once for each alert', async () => {
  const workspace = new Workspace();
  workspace.setFile(uri, rules);
  const replay = new Replay(workspace.snapshot(), host);
  replay.store.add(alerts, true);
  await replay.news(nothingSeen, goOn);
  await replay.news(nothingSeen, goOn); // asked once more from the first on, as after a reload
  expect(replay.marks()).toEqual([
    { rule: 'Root', named: 3, fires: 1, unknown: 1, others: 0, place: { uri, span: { start: 8, end: 12 } } },
    expect.objectContaining({ rule: 'Shell', named: 1, fires: 1, unknown: 0, others: 1 }),
  ]);
});

it('begins anew with the rules', async () => {
  const workspace = new Workspace();
  workspace.setFile(uri, rules);
  const replay = new Replay(workspace.snapshot(), host);
  replay.store.add(alerts, true);
  await replay.news(nothingSeen, goOn);
  workspace.setFile(uri, rules.replace('root', 'ann'));
  replay.renew(workspace.snapshot());
  expect(replay.marks()).toEqual([]);
  await replay.news(nothingSeen, goOn);
  expect(replay.marks()[0]).toMatchObject({ rule: 'Root', named: 3, fires: 1, others: 1 });
});
