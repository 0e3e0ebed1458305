import { describe, expect, it } from 'vitest';
import { billedSize } from '../../../server/src/features/noise/billed-size.ts';
import { Histogram } from '../../../server/src/features/noise/histogram.ts';
import { NoiseTally } from '../../../server/src/features/noise/noise-tally.ts';
import { silence } from '../../../server/src/features/noise/silence.ts';
import { withEdits } from '../../../server/src/features/refactor/refactoring.ts';
import type { Alert } from '../../../server/src/replay/alert.ts';
import fc from '../../support/properties.ts';
import { question } from '../question.ts';

const second = 1000;
const day = 86_400 * second;

describe('a histogram', () => {
  const of = (times: readonly number[]) => {
    const histogram = new Histogram();
    for (const time of times) histogram.add(time);
    return histogram;
  };

  it.each([
    [0, second],
    [119 * second, second],
    [120 * second, 5 * second],
    [day, 900 * second],
    [29 * day, 21_600 * second],
    [3 * 365 * day, 4 * 7 * day],
  ])('chooses buckets for a span of %d ms: %d ms', (span, width) => {
    expect(of([0, span]).width).toBe(width);
  });

  it('counts from the first to the last, empty buckets too', () => {
    expect(of([2500, 500, 700]).counts()).toEqual({ start: 0, width: second, counts: [2, 0, 1] });
  });

  it('is laid on the buckets of another, of which it is a part', () => {
    const all = of([0, 1000, 150 * second]);
    expect(of([1000]).counts(all)).toMatchObject({ width: 5000, counts: [1, ...new Array(30).fill(0)] });
  });

  it('loses nothing and stays small, whatever the times', () => {
    const time = fc.integer({ min: -8.64e15, max: 8.64e15 });
    fc.assert(
      fc.property(fc.array(time, { minLength: 1, maxLength: 50 }), (times) => {
        const { counts } = of(times).counts();
        expect(counts.length).toBeLessThanOrEqual(120);
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(times.length);
      }),
    );
  });
});

describe('the size that is billed', () => {
  const alert = {
    uuid: 'u',
    output: 'o',
    priority: 'Notice',
    rule: 'R',
    time: '2026-01-01T00:00:00Z',
    source: 'syscall',
    tags: [],
    output_fields: { 'proc.name': 'a' },
  };
  const longer = (value: string) => ({ ...alert, output_fields: { 'proc.name': value } });

  it.each(['cef', 'json'] as const)('grows with a value by its bytes in UTF-8, over %s', (transport) => {
    const [one, four] = [billedSize(longer('a'), transport), billedSize(longer('aaaa'), transport)];
    expect(four - one).toBe(3);
    expect(billedSize(longer('€'), transport) - one).toBe(2);
    expect(billedSize(longer('😀'), transport) - one).toBe(3);
  });

  it('is that of the values, and the message is most of it', () => {
    const size = billedSize(alert, 'json');
    const message = JSON.stringify(alert).length;
    expect(size).toBeGreaterThan(message);
    expect(size).toBeLessThan(message + 250);
  });
});

const rules = `- rule: R
  desc: d
  condition: evt.type = open and proc.name = cat
  output: "%proc.name %proc.pname %user.name"
  priority: INFO
`;

const alertOf = (i: number, more: Alert['fields'] = {}, rule = 'R'): Alert => ({
  line: i + 1,
  rule,
  time: new Date(i * 60_000).toISOString(),
  hostname: `n${i % 2}`,
  tags: [],
  fields: { 'evt.type': 'open', 'proc.name': 'cat', 'proc.pname': 'sh', 'user.name': `u${i % 3}`, ...more },
});

const tallyOf = (alerts: readonly Alert[]) => {
  const tally = new NoiseTally();
  for (const alert of alerts) tally.add(alert);
  return tally;
};

describe('the tally of noise', () => {
  it('counts by rule, host and container, the loudest first', () => {
    const alerts = [alertOf(0), alertOf(1), alertOf(2), alertOf(3, { 'container.name': 'c' }, 'S')];
    const tally = tallyOf(alerts);
    const count = (dimension: 'rule' | 'host' | 'container') =>
      tally.talkers(dimension, 9).map((each) => `${each.value} ${each.count}`);
    expect(count('rule')).toEqual(['R 3', 'S 1']);
    expect(count('host')).toEqual(['n0 2', 'n1 2']);
    expect(count('container')).toEqual(['c 1']);
    expect(tally.span).toEqual({ from: 0, to: 180_000 });
    const json = tally.talkers('rule', 9).map(({ bytes }) => bytes.json);
    expect(json[0]! + json[1]!).toBe(tally.bytes.json);
  });

  it('puts together alerts with the same rule and values', () => {
    const alerts = [alertOf(0, { 'proc.pname': 'x' }), alertOf(1), alertOf(2), alertOf(3, {}, 'S')];
    const fields = [
      ['proc.name', 'cat'],
      ['proc.pname', 'sh'],
    ];
    expect(tallyOf(alerts).topClusters(5)).toEqual([{ rule: 'R', fields, count: 2, id: 1, example: 1 }]);
  });

  it('is bounded where every alert is another', () => {
    const others = (i: number) => ({ ...alertOf(i, { 'proc.pname': `p${i}` }), hostname: `h${i}` });
    const tally = tallyOf(Array.from({ length: 2500 }, (_, i) => others(i)));
    expect([tally.different('host'), tally.alerts]).toEqual([2000, 2500]);
  });

  it('counts alerts that are not kept too, their sizes by similar ones', () => {
    const alerts = Array.from({ length: 40 }, (_, i) => alertOf(i));
    const tally = tallyOf(alerts.slice(0, 20));
    for (const alert of alerts.slice(20)) tally.addBeyond(alert);
    expect(tally).toMatchObject({ alerts: 40, kept: 20, beyond: 20 });
    const exact = tallyOf(alerts);
    expect(tally.over).toEqual(exact.over);
    expect(tally.talkers('host', 2).map(({ count }) => count)).toEqual([20, 20]);
    expect(Math.abs(tally.bytes.json / exact.bytes.json - 1)).toBeLessThan(0.02);
    expect(tally.topClusters(1)).toMatchObject([{ count: 40, example: 0 }]);
  });

  it('keeps an example of alerts that are not kept', () => {
    const tally = tallyOf([]);
    const alert = alertOf(7);
    for (let i = 0; i < 2; i++) tally.addBeyond(alert);
    expect(tally.topClusters(1)).toMatchObject([{ count: 2, example: alert }]);
  });

  it('counts what has no time', () => {
    const { time: _time, ...timeless } = alertOf(0);
    expect(tallyOf([timeless, alertOf(1)]).withoutTime).toBe(1);
  });
});

describe('an exception for a cluster', () => {
  const pace = { now: () => 0, pause: async () => {} };
  const silenced = (alerts: readonly Alert[], text = rules) => {
    const { snapshot } = question(text);
    const [cluster] = tallyOf(alerts).topClusters(1);
    return silence(snapshot, cluster!, alerts[cluster!.example as number]!, alerts, pace, { stopped: false });
  };

  it('says how many alerts it silences, and how they differ otherwise', async () => {
    const alerts = [0, 1, 2, 3].map((i) => alertOf(i));
    const result = await silenced([...alerts, alertOf(4, { 'proc.pname': 'other' }), alertOf(5, {}, 'S')]);
    expect(result).toMatchObject({
      alerts: 5,
      silenced: 4,
      beyond: 0,
      differing: [{ field: 'user.name', values: ['u0', 'u1', 'u2'], more: false }],
    });
  });

  it('is an edit of the rule', async () => {
    const result = await silenced([alertOf(0), alertOf(1)]);
    if (result === undefined || 'reason' in result) throw new Error('There should be an exception');
    const { snapshot } = question(rules);
    const [file] = withEdits(snapshot, result.edits).loadOrder;
    expect(file?.text).toContain('    - name: proc_name_proc_pname\n');
  });

  it('is refused where the rule is not here', async () => {
    const result = await silenced([alertOf(0, {}, 'S'), alertOf(1, {}, 'S')]);
    expect(result).toMatchObject({ reason: expect.stringContaining('“S”') });
  });

  it('ends early where nobody wants it any more', async () => {
    const alerts = [alertOf(0), alertOf(1)];
    const [cluster] = tallyOf(alerts).topClusters(1);
    let now = 0;
    const tick = () => {
      now += 20;
      return now;
    };
    const { snapshot } = question(rules);
    const slow = { now: tick, pause: async () => {} };
    const result = await silence(snapshot, cluster!, alerts[0]!, alerts, slow, { stopped: true });
    expect(result).toBeUndefined();
  });
});
