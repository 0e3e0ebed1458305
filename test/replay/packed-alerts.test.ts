import { describe, expect, it } from 'vitest';
import { alertFormats } from '../../server/src/features/alert-formats.ts';
import { AlertStore } from '../../server/src/replay/alert-store.ts';
import { PackedAlerts } from '../../server/src/replay/packed-alerts.ts';
import { readAlerts } from '../../server/src/replay/read-alerts.ts';
import fc from '../support/properties.ts';

/** The alerts of a text as they are read, and as a store gives them back. */
function readAndKept(text: string) {
  const read = [...readAlerts([text], alertFormats)].flatMap(({ alerts }) => alerts);
  const store = new AlertStore(alertFormats);
  store.add(text, true);
  return { read, kept: [...store.alerts.range(0, read.length)] };
}

const whole =
  '{"rule":"Größe 🐚","priority":"informational","time":"2026-06-15T08:12:03Z","tags":["a"],"output_fields":{"evt.time":1781511123418209377,"fd.num":3,"a":null,"b":{"c":1}}}';

describe('alerts that are kept as bytes', () => {
  it.each([
    ['a line', whole],
    ['several lines', JSON.stringify({ rule: 'R', output_fields: { a: ['b', 1] } }, null, 2)],
    ['a line among text', `12:00 ${whole} tail`],
    ['an array on a line', `[${whole},${whole}]`],
    ['a line that breaks off', whole.slice(0, -30)],
    ['CEF', 'CEF:0|Falco|Falco|1.0|Falco Event|R|8|uuid=x priority=Notice rule=R outputfields={"a":"b"}'],
    [
      'an alert of Wazuh',
      '{"rule":{"level":3},"data":{"rule":"R","priority":"Notice","output":"o","output_fields":{"proc.name":"sh"}}}',
    ],
    ['no output fields', '{"rule":"R","output":"o","priority":7}'],
  ])('are the same when they are asked for: %s', (_, text) => {
    const { read, kept } = readAndKept(text);
    expect(kept).toEqual(read);
  });

  it('are the same for fields of any kind', () => {
    const alert = fc.record({
      rule: fc.string({ unit: 'grapheme' }),
      output_fields: fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 })),
    });
    fc.assert(
      fc.property(fc.array(alert, { maxLength: 4 }), (alerts) => {
        const { read, kept } = readAndKept(alerts.map((each) => JSON.stringify(each)).join('\n'));
        expect(kept).toEqual(read);
      }),
      { numRuns: 200 },
    );
  });

  it('go on in further blocks, long ones in blocks of their own', () => {
    const packed = new PackedAlerts();
    const lengths = [10, 20_000, 30_000, 2_000_000, 10, 15_000];
    const text = (length: number) => `{"rule":"${'ä'.repeat(length)}","output_fields":{}}`;
    for (const [i, length] of lengths.entries()) packed.push(text(length), i + 1);
    expect([...packed.range(0, 9)].map(({ rule, line }) => [rule?.length, line])).toEqual(
      lengths.map((length, i) => [length, i + 1]),
    );
    expect(packed.at(1)?.rule).toHaveLength(20_000);
    expect(packed.length).toBe(6);
    expect(packed.at(6)).toBeUndefined();
    expect(packed.bytes).toBeLessThan(300_000);
  });
});
