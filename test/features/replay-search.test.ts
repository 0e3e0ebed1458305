import { describe, expect, it } from 'vitest';
import { Replay } from '../../server/src/features/replay-news.ts';
import { mayHold, searchText } from '../../server/src/features/replay-search.ts';
import { alertOfText, falcoLine } from '../../server/src/replay/falco-line.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import fc from '../support/properties.ts';

const host = { pace: { now: () => 0, pause: async () => {} }, clock: () => 0 };
const goOn = { stopped: false };

const alerts = [
  '{"rule":"Shell","priority":"Warning","hostname":"node-1","output":"A shell was started (user=root)","tags":["T1059"],"output_fields":{"proc.name":"nc","proc.cmdline":"nc -e /bin/sh","fd.num":3}}',
  '{"rule":"Read","output_fields":{"fd.name":"/etc/sh\\u0061dow","proc.name":null,"evt.rawres":9223372036854775807}}',
  '{"rule":"List","output_fields":{"proc.aname":["sh","Bäsh"]}}',
];

function replayOf(lines: readonly string[]): Replay {
  const replay = new Replay(new Workspace().snapshot(), host);
  replay.store.add(lines.map((line) => `${line}\n`).join(''), true);
  return replay;
}

describe('a search through alerts', () => {
  it.each([
    ['nc', [0]],
    ['nc -e /bin/sh', [0]],
    ['proc.name=nc', [0]],
    ['proc.name', [0, 1]],
    ['fd.num=3', [0]],
    ['warning', [0]],
    ['node-1', [0]],
    ['t1059', [0]],
    ['user=root', [0]],
    ['shadow', [1]],
    ['fd.name=/etc/shadow', [1]],
    ['9223372036854775807', [1]],
    ['bäsh', [2]],
    ['sh, bäsh', [2]],
    ['output_fields', []],
    ['null', []],
  ])('finds %j in the alerts %j', async (word, found) => {
    expect(await replayOf(alerts).search([word], 0, goOn)).toEqual({ to: 3, found: [found] });
  });

  it('looks for each word on its own, from where it is told', async () => {
    const { found } = await replayOf(alerts).search(['proc.name', 'sh'], 1, goOn);
    expect(found).toEqual([[1], [1, 2]]);
  });

  it('answers after a while with what it has found by then', async () => {
    let now = 0;
    const slow = { ...host, pace: { now: () => now++, pause: async () => {} } };
    const replay = new Replay(new Workspace().snapshot(), slow);
    replay.store.add(`${alerts[0]}\n`.repeat(1000), true);
    const all: number[] = [];
    let answers = 0;
    for (let from = 0; from < 1000; answers++) {
      const { to, found } = await replay.search(['nc'], from, goOn);
      all.push(...found[0]!);
      from = to;
    }
    expect(answers).toBeGreaterThan(3);
    expect(all).toEqual(Array.from({ length: 1000 }, (_, i) => i));
  });

  it('looks at alerts as they were edited', async () => {
    const replay = replayOf(alerts);
    replay.edit(2, '{"rule":"List","output_fields":{"proc.aname":["zsh"]}}');
    expect((await replay.search(['bäsh', 'zsh'], 0, goOn)).found).toEqual([[], [2]]);
  });

  it('never passes over an alert by a look at its JSON alone', () => {
    const value = fc.oneof(fc.string({ unit: 'binary' }), fc.integer(), fc.boolean());
    const anyAlert = fc.record({
      output: fc.string({ unit: 'binary' }),
      fields: fc.dictionary(fc.string(), value),
    });
    fc.assert(
      fc.property(anyAlert, fc.nat(), fc.nat({ max: 6 }), ({ output, fields }, at, length) => {
        const line = falcoLine({ line: 1, rule: 'R', output, tags: [], fields });
        const text = searchText(alertOfText(line, 1));
        const start = at % text.length;
        const word = text.slice(start, start + 1 + length);
        return word.includes('\n') || mayHold(line, [word]);
      }),
    );
  });
});
