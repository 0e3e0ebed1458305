import { describe, expect, it } from 'vitest';
import { alertFormats } from '../../server/src/features/alert-formats.ts';
import { cefLine, jsonLine } from '../../server/src/kql/sidekick/line.ts';
import type { Alert } from '../../server/src/replay/alert.ts';
import { AlertReader, type AlertsRead } from '../../server/src/replay/read-alerts.ts';
import fc from '../support/properties.ts';

const sender = { host: 'node-1', pid: 1, sent: '2026-06-15T08:12:03Z' };
const fields = { 'evt.time': 1781511123, 'proc.cmdline': 'nc -e "{[x', 'fd.name': null };

function falco(rule: string): string {
  return JSON.stringify({ hostname: 'n', output: 'o', output_fields: fields, priority: 'Notice', rule });
}

function sidekick(rule: string) {
  const alert = { uuid: 'u', output: 'o', priority: 'Notice', rule, time: sender.sent, source: 'syscall' };
  return { ...alert, tags: [], output_fields: { 'proc.name': 'nc' } };
}

/** Lines of the forms in which alerts come, each with one alert of the rule. */
const forms: readonly ((rule: string) => string)[] = [
  falco,
  (rule) => `${falco(rule)}\r`,
  (rule) => `  ${falco(rule)},`,
  (rule) => `2026-06-15T08:12:03.418209377Z ${falco(rule)}`, // kubectl logs --timestamps
  (rule) => `[pod/falco-x7k2p/falco] ${falco(rule)}`, // kubectl logs --prefix
  (rule) => `[pod/falco-x7k2p/falco] 2026-06-15T08:12:03.418209377Z ${falco(rule)}`,
  (rule) => `2026-06-15T08:12:03.418209377Z stdout F ${falco(rule)}`, // a container runtime's file
  (rule) => `[${falco(rule)}]`,
  (rule) => JSON.stringify(sidekick(rule)),
  (rule) => jsonLine(sidekick(rule), sender),
  (rule) => cefLine(sidekick(rule), sender),
  (rule) =>
    JSON.stringify({
      timestamp: 't',
      rule: { level: 6, id: '100600' },
      agent: {},
      data: JSON.parse(falco(rule)),
    }),
  (rule) => JSON.stringify({ TimeGenerated: 't', SyslogMessage: falco(rule), ProcessName: 'Falco' }),
];

/** Lines of which nothing is known: of any text, and of alerts that were cut off or damaged. */
const junk = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.stringMatching(/^[{}[\]",:\\a1 ]{0,30}$/),
  fc.constantFrom(
    '{',
    '{"a":',
    '{"a":[',
    '{"output_fields":{"a":',
    '[',
    ']',
    '}',
    '{"rule":"x",',
    '"',
    '{}',
    '\u0000',
  ),
  fc
    .tuple(fc.constantFrom(...forms), fc.nat(400), fc.boolean())
    .map(([form, at, isHead]) => (isHead ? form('cut').slice(0, at) : form('cut').slice(at))),
  fc
    .tuple(fc.constantFrom(...forms), fc.nat(400), fc.string({ maxLength: 3 }))
    .map(([form, at, text]) => form('damaged').slice(0, at) + text + form('damaged').slice(at + text.length)),
);

const lines = fc.array(
  fc.oneof(
    junk.map((text) => ({ text })),
    fc.constantFrom(...forms).map((form) => ({ form })),
  ),
  {
    maxLength: 12,
  },
);

describe('alerts among anything', () => {
  it('are read with their lines, whatever stands around them and however the text is cut', () => {
    fc.assert(
      fc.property(lines, fc.integer({ min: 1, max: 300 }), (all, size) => {
        // A header of CSV makes rows of all lines: that is a file of its own.
        const written = all.map((each, i) =>
          'form' in each ? each.form(`Rule ${i + 1}.`) : each.text.replace(/\n/g, ' '),
        );
        const text = `start\n${written.join('\n')}`;
        const { alerts, oddities } = read(text, size);
        const found = alerts
          .filter(({ rule }) => rule?.startsWith('Rule '))
          .map(({ rule, line }) => `${rule} ${line}`);
        const expected = all.flatMap((each, i) => ('form' in each ? [`Rule ${i + 1}. ${i + 2}`] : []));
        expect(found, text).toEqual(expected);
        for (const { line } of oddities) expect(line >= 1 && line <= all.length + 1, text).toBe(true);
        expect(alerts.map(({ line }) => line)).toEqual(alerts.map(({ line }) => line).sort((a, b) => a - b));
      }),
      { numRuns: 2000 },
    );
  });

  it('are read from the rows of CSV around one that breaks off', () => {
    const row = (rule: string) =>
      [falco(rule), 'two\nlines, "quoted"'].map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',');
    const plain = (rule: string) => row(rule).replace('two\nlines', 'one line');
    fc.assert(
      fc.property(fc.nat(200), fc.nat(3), fc.integer({ min: 1, max: 90 }), (at, before, size) => {
        const cut = row('Cut').slice(0, at).replace(/\n.*/s, '');
        const rules = Array.from({ length: 4 }, (_, i) => `Rule ${i + 1}.`);
        const rows = rules.map((rule, i) => (i < before ? row(rule) : plain(rule)));
        const all = [...rows.slice(0, before), cut, ...rows.slice(before)];
        const { alerts, oddities } = read(`SyslogMessage,Note\r\n${all.join('\r\n')}\r\n`, size);
        expect(alerts.map(({ rule }) => rule).filter((rule) => rule !== 'Cut')).toEqual(rules);
        const isOpen = (cut.match(/"/g)?.length ?? 0) % 2 === 1;
        const line = 2 + 2 * before;
        if (isOpen) expect(oddities).toContainEqual({ line, message: expect.stringContaining('breaks off') });
      }),
      { numRuns: 300 },
    );
  });

  it('are read in time that grows with the text alone', () => {
    const hostile = ['{"a":', '[{"a":[', '{"rule":"x","output_fields":{"a":', '{"a":"\\', '{"a":[1,'];
    for (const line of hostile) {
      const { alerts } = read(`${`${line}\n`.repeat(5_000)}${falco('last')}\n`, 65_536);
      expect(alerts.at(-1)?.rule, line).toBe('last');
    }
  });
});

function read(text: string, size: number) {
  const reader = new AlertReader(alertFormats);
  const result = { alerts: [] as Alert[], oddities: [] as AlertsRead['oddities'][number][] };
  const take = ({ alerts, oddities }: AlertsRead) => {
    result.alerts.push(...alerts);
    result.oddities.push(...oddities);
  };
  for (let at = 0; at < text.length; at += size) take(reader.read(text.slice(at, at + size)));
  take(reader.finish());
  return result;
}
