import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Alert, Oddity } from '../../server/src/replay/alert.ts';
import { readAlerts } from '../../server/src/replay/read-alerts.ts';
import { factsAvailable, factsFolder } from '../support/facts.ts';

interface Read {
  alerts: Alert[];
  oddities: Oddity[];
  otherLines: number;
}

function read(...pieces: string[]): Read {
  const result: Read = { alerts: [], oddities: [], otherLines: 0 };
  for (const { alerts, oddities, otherLines } of readAlerts(pieces)) {
    result.alerts.push(...alerts);
    result.oddities.push(...oddities);
    result.otherLines += otherLines;
  }
  return result;
}

/** What was read as `rule` at `line`, in order. */
function found({ alerts }: Read): string[] {
  return alerts.map(({ rule, line }) => `${rule} at ${line}`);
}

const one = '{"rule":"One","priority":"Notice","output_fields":{"proc.name":"sh"}}';
const two = '{"rule":"Two","priority":"Error","output_fields":{"fd.num":3}}';

describe('where alerts are found', () => {
  it.each([
    ['one a line', `${one}\n${two}\n`, ['One at 1', 'Two at 2']],
    ['without a line break at the end', `${one}\n${two}`, ['One at 1', 'Two at 2']],
    ['with the line breaks of Windows', `${one}\r\n${two}\r\n`, ['One at 1', 'Two at 2']],
    ['with empty lines between', `\n${one}\n\n\n${two}\n`, ['One at 2', 'Two at 5']],
    ['after a time and a word', `2026-06-15T08:12:03Z stdout F ${one}`, ['One at 1']],
    ['before other text', `${one} tail`, ['One at 1']],
    ['after braces that are no object', `{a} {b: ${one}`, ['One at 1']],
    ['two on a line', `${one} ${two}`, ['One at 1', 'Two at 1']],
    ['in an array on one line', `[${one},${two}]`, ['One at 1', 'Two at 1']],
    ['in an array over several lines', `[\n${one},\n${two}\n]`, ['One at 2', 'Two at 3']],
    ['written over several lines', JSON.stringify(JSON.parse(one), null, 2), ['One at 1']],
    [
      'in an array written over lines',
      JSON.stringify([JSON.parse(one), JSON.parse(two)], null, 2),
      ['One at 2', 'Two at 9'],
    ],
    ['after one that breaks off', `{"rule":"Cut","output_fields":{"a":"b\n${two}`, ['Cut at 1', 'Two at 2']],
    [
      'in a list of an object over several lines',
      `{"alerts": [\n${one},\n${two}\n]}`,
      ['One at 2', 'Two at 3'],
    ],
    ['behind a byte order mark', `\uFEFF${one}`, ['One at 1']],
  ])('%s', (_, text, expected) => {
    expect(found(read(text))).toEqual(expected);
  });

  it('whatever the pieces are in which the text comes', () => {
    const text = `text\n${one}\n${JSON.stringify(JSON.parse(two), null, 2)}\n${one}`;
    const whole = read(text);
    expect(found(whole)).toEqual(['One at 2', 'Two at 3', 'One at 10']);
    expect(read(...text)).toEqual(whole);
  });

  it('and not where other objects stand', () => {
    expect(read('{"level":"info","msg":"rules loaded"}\nplain text\n')).toMatchObject({
      alerts: [],
      oddities: [],
      otherLines: 2,
    });
  });
});

describe('what is read of an alert', () => {
  it('is everything that Falco and Falcosidekick write', () => {
    const alert = {
      uuid: 'd5b3',
      rule: 'R',
      priority: 'Informational',
      time: '2026-06-15T08:12:03.418209377Z',
      source: 'syscall',
      hostname: 'node-1',
      output: 'text',
      tags: ['a', 'b'],
      output_fields: { 'proc.name': 'sh', 'proc.pname': null, 'proc.tty': 0, 'evt.is_open_read': true },
    };
    const { alerts, oddities } = read(JSON.stringify(alert));
    const { uuid: _, output_fields: fields, ...rest } = alert;
    expect(alerts).toEqual([{ ...rest, line: 1, fields }]);
    expect(oddities).toEqual([]);
  });

  it.each([
    ['19 digits', '1781511123418209377', 1781511123418209377n],
    ['20 digits', '18446744073709551615', 18446744073709551615n],
    ['a negative one', '-9223372036854775808', -9223372036854775808n],
    ['15 digits', '123456789012345', 123456789012345],
    ['a fraction', '0.1234567890123456789', Number('0.1234567890123456789')],
    ['an exponent', '1e400', Number.POSITIVE_INFINITY],
    ['digits in a text', '"1781511123418209377"', '1781511123418209377'],
    ['digits in a text of JSON', '"{\\"a\\":1781511123418209377}"', '{"a":1781511123418209377}'],
    ['16 digits below 2^53', '9007199254740991', 9007199254740991],
    ['2^53 and one more', '9007199254740993', 9007199254740993n],
    ['20 digits with an exponent', '12345678901234567890e2', Number('12345678901234567890e2')],
    ['a list', '[1781511123418209377,"a"]', [1781511123418209377n, 'a']],
  ])('keeps numbers whole: %s', (_, json, expected) => {
    const line = `{"rule":"R","output_fields":{"x":${json},"evt.time":1781511123418209377}}`;
    const { alerts, oddities } = read(line);
    expect(alerts[0]?.fields).toEqual({ x: expected, 'evt.time': 1781511123418209377n });
    expect(oddities).toEqual([]);
  });

  it('keeps numbers whole behind keys that look alike', () => {
    const line = String.raw`{"rule":"R","n":1781511123418209377,"output_fields":{"n":1781511123418209378,"\u006d":1781511123418209379,"x\"n":1781511123418209380}}`;
    expect(read(line).alerts[0]?.fields).toEqual({
      n: 1781511123418209378n,
      m: 1781511123418209379n,
      'x"n': 1781511123418209380n,
    });
  });

  it('has fields with the names of parts of objects as plain fields', () => {
    const [alert] = read('{"rule":"R","output_fields":{"__proto__":{"a":1},"n":1781511123418209377}}').alerts;
    expect(Object.keys(alert!.fields)).toEqual(['__proto__', 'n']);
    expect(alert!.fields.a).toBeUndefined();
  });
});

describe('what is strange and read all the same', () => {
  const cases: [string, string, Partial<Alert>, string[]][] = [
    ['no rule', '{"output_fields":{}}', {}, ['The alert does not say which rule it is from.']],
    [
      'a rule that is null',
      '{"rule":null,"output_fields":{}}',
      {},
      ['"rule" is null.', 'The alert does not say which rule it is from.'],
    ],
    [
      'no output fields',
      '{"rule":"R","priority":"Error"}',
      { rule: 'R', fields: {} },
      ['The alert has no "output_fields", so nothing can be said about any condition.'],
    ],
    [
      'output fields that are null',
      '{"rule":"R","output_fields":null}',
      { fields: {} },
      ['The alert has no "output_fields", so nothing can be said about any condition.'],
    ],
    [
      'a priority in small letters',
      '{"rule":"R","priority":"warning","output_fields":{}}',
      { priority: 'Warning' },
      ['The priority "warning" was read as Warning.'],
    ],
    [
      'a short priority',
      '{"rule":"R","priority":"Info","output_fields":{}}',
      { priority: 'Informational' },
      ['The priority "Info" was read as Informational.'],
    ],
    [
      'a priority that Falco does not have',
      '{"rule":"R","priority":"High","output_fields":{}}',
      { priority: undefined },
      ['Falco has no priority "High".'],
    ],
    [
      'a time that is none',
      '{"rule":"R","time":"today","output_fields":{}}',
      { time: 'today' },
      ['The time "today" is no date.'],
    ],
    [
      'a host that is a number',
      '{"rule":"R","hostname":7,"output_fields":{}}',
      { hostname: undefined },
      ['"hostname" is no text and was not read.'],
    ],
    [
      'tags that are a text',
      '{"rule":"R","tags":"a","output_fields":{}}',
      { tags: [] },
      ['"tags" is no list of texts and was not read.'],
    ],
    [
      'a value that is an object',
      '{"rule":"R","output_fields":{"a":{"b":[1]}}}',
      { fields: { a: '{"b":[1]}' } },
      ['The value of "a" is an object; its JSON text was taken.'],
    ],
    [
      'a line that breaks off in a text',
      '{"rule":"R","output_fields":{"a":1,"b":"x',
      { fields: { a: 1 } },
      ['The alert breaks off; what stands before the break was read.'],
    ],
    [
      'a line that breaks off after a value',
      '{"rule":"R","output_fields":{"a":"x"',
      { fields: { a: 'x' } },
      ['The alert breaks off; what stands before the break was read.'],
    ],
    [
      'a line that breaks off in an escape',
      '{"rule":"R","output_fields":{"a":1,"b":"\\',
      { fields: { a: 1 } },
      ['The alert breaks off; what stands before the break was read.'],
    ],
    [
      'a line that breaks off in a list',
      '{"rule":"R","output_fields":{"a":[1,2',
      { fields: { a: [1] } },
      ['The alert breaks off; what stands before the break was read.'],
    ],
  ];
  it.each(cases)('%s', (_, line, alert, messages) => {
    const { alerts, oddities } = read(`${line}\n${two}\n`);
    expect(alerts).toHaveLength(2);
    expect(alerts[0]).toMatchObject(alert);
    expect(oddities).toEqual(messages.map((message) => ({ line: 1, message })));
  });

  it.each([
    [
      'an alert that is no JSON',
      '{"rule":"R",,"output_fields":{}}',
      'The alert is not valid JSON and cannot be read.',
    ],
    [
      'an alert in plain text',
      '08:12:03.418209377: Warning Netcat (user=root)',
      'This alert is plain text. Set json_output in falco.yaml: replay needs the output fields.',
    ],
  ])('%s', (_, line, message) => {
    const { alerts, oddities } = read(`${line}\n${two}\n`);
    expect(alerts).toHaveLength(1);
    expect(oddities).toEqual([{ line: 1, message }]);
  });
});

describe('hostile text', () => {
  it.each([
    ['braces', '{'.repeat(200_000)],
    ['beginnings of objects', '{"'.repeat(100_000)],
    ['beginnings of objects, one a line', '{"\n'.repeat(50_000)],
    ['nested lists', `{"rule":"R","output_fields":{"a":${'['.repeat(100_000)}`],
    [
      'nested lists, closed',
      `{"rule":"R","output_fields":{"n":1781511123418209377,"a":${'['.repeat(9000)}${']'.repeat(9000)}}}`,
    ],
    ['an object over many lines', `{"rule":"R","output_fields":{\n${'"a":1,\n'.repeat(50_000)}`],
    ['quotes', '{"rule"'.concat('"\\'.repeat(100_000))],
  ])('is read in reasonable time: %s', (_, text) => {
    const started = performance.now();
    expect(found(read(`${text}\n${two}`)).at(-1)).toMatch(/^Two at /);
    expect(performance.now() - started).toBeLessThan(3000);
  });
});

describe('real alerts', () => {
  const available = factsAvailable('real alerts');
  it.skipIf(!available)('are all read', () => {
    const text = readFileSync(join(factsFolder()!, 'corpus/alerts/alerts.jsonl'), 'utf8');
    const { alerts, oddities } = read(text);
    console.log(`real alerts: ${alerts.length} read, ${oddities.length} oddities`);
    expect(alerts).toHaveLength(text.split('\n').filter((line) => line.trim() !== '').length);
    expect(alerts.filter(({ rule }) => rule === undefined)).toEqual([]);
  });
});
