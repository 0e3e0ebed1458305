import { describe, expect, it } from 'vitest';
import { decode } from '../../../server/src/wazuh/evaluate/decode.ts';
import { agentLine, agentRefusal } from '../../../server/src/wazuh/json/agent-line.ts';
import { fieldNumber, printedNumber } from '../../../server/src/wazuh/json/number.ts';
import fc from '../../support/properties.ts';

/** The dynamic fields of a line, and its static ones behind `|`. */
function fields(line: string, maxFields = 256): string {
  const event = decode(line, 0, maxFields);
  const dynamic = event.fields.map(({ name, value }) => `${name}=${value}`);
  const statics = Object.entries(event.statics).map(([name, value]) => `${name}=${value}`);
  return `${dynamic.join(' ')}${statics.length > 0 ? `|${statics.join(' ')}` : ''}`;
}

describe('the fields of a JSON line', () => {
  it.each([
    ['{"a":"x","o":{"proc.name":"sh","n":{"k":1}}}', 'a=x o.proc.name=sh o.n.k=1'],
    ['{"a":true,"b":false,"c":null}', 'a=true b=false c=null'],
    ['{"a":[],"b":{},"c":["x",1,null]}', 'a=[] c=["x", 1, null]'],
    ['{"a":[{"k":"v","l":[2]},{}]}', 'a=[{\n\t\t"k":\t"v",\n\t\t"l":\t[2]\n\t}, {\n\t}]'],
    ['{"a":["\\u0001\\"\\\\/"]}', 'a=["\\u0001\\"\\\\/"]'],
    [
      '{"srcip":"1","id":"a","id":"b","systemname":"s","system_name":"t"}',
      'system_name=t|srcip=1 id=b system_name=s',
    ],
    ['{"user":"a"}', '|dstuser=a'],
    ['{"dstuser":"a","user":"b"}', 'user=b|dstuser=a'],
    ['{"user":"a","dstuser":"b"}', '|dstuser=b'],
    ['{"o":{"srcip":"1"}}', 'o.srcip=1'],
    ['{"a":"x\\u0000y","k\\u0000z":1}', 'a=x k=1'],
    ['{"":"x","o":{"":"y"}}', '=x o.=y'],
    ['{"a":"\\uD83D\\uDE00\\u00e9"}', 'a=\xf0\x9f\x98\x80\xc3\xa9'],
    ['{"a":"\\uZZZZ"}', 'a='],
    ['{"a":1} trailing', 'a=1'],
    ['{"a":01}', 'a=1'],
    ['{"a":1.}', 'a=1'],
    ['{"a":"raw\ttab"}', 'a=raw\ttab'],
    ['{"a":"\\q"}', ''],
    ['{"a":"\\ud800"}', ''],
    ['{"a":1,}', ''],
    ['{"a":1', ''],
    [`{"a":${'['.repeat(1000)}${']'.repeat(1000)}}`, ''],
  ])('%.60s', (line, wanted) => {
    expect(fields(line)).toBe(wanted);
  });

  it('drops what is beyond the limit', () => {
    expect(fields('{"a":1,"b":2,"srcip":"x","c":3}', 2)).toBe('a=1 b=2|srcip=x');
  });

  it('drops null for Microsoft Graph', () => {
    expect(fields('{"a":null,"integration":"ms-graph"}')).toBe('integration=ms-graph');
  });
});

describe('the decoder of a line', () => {
  it.each([
    ['{"a":1}', 'json'],
    ['{  "a":1}', 'json'],
    ['{"broken', 'json'],
    [' {"a":1}', undefined],
    ['{\t"a":1}', undefined],
    ['[{"a":1}]', undefined],
    ['x', undefined],
    ['{"x":{"integration":"ms-graph"}}', 'json-msgraph'],
    ['Dec 10 01:02:03 host falco: {"a":1}', undefined],
    ['Dec 10 01:02:03 host {"a":1}', 'json'],
  ])('%s', (line, decoder) => {
    expect(decode(line, 0, 256).decoder).toBe(decoder);
  });

  it.each([
    ['Dec 10 01:02:03 web-1 sshd[12]: hello', 'web-1', 'sshd', 'hello'],
    ['2015 Dec 10 01:02:03 web-1 sshd: hello', 'web-1', 'sshd', 'hello'],
    ['2009-05-22T09:36:46.214994-07:00 web-1 su: hello', 'web-1', 'su', 'hello'],
    ['Dec 10 01:02:03 cron: hello', 'manager', 'cron', 'hello'],
    ['Dec 10 01:02:03 web-1 hello', 'web-1', undefined, 'hello'],
    ['Dec 10 01:02:03 web-1 app: [ID 7 auth.info] hello', 'web-1', 'app', 'hello'],
    ['hello', 'manager', undefined, 'hello'],
  ])('%s', (line, hostname, programName, log) => {
    const event = decode(line, 0, 256);
    expect([event.hostname, event.programName, event.log]).toEqual([hostname, programName, log]);
  });
});

describe('numbers', () => {
  it.each([
    [0, '0'],
    [-0, '0'],
    [2_147_483_647, '2147483647'],
    [2_147_483_648, '2147483648.000000'],
    [-2_147_483_648, '-2147483648'],
    [Number('1757414497893812358'), '1757414497893812480.000000'],
    [0.0078125, '0.007812'],
    [0.0234375, '0.023438'],
    [-0.0078125, '-0.007812'],
    [1.5, '1.500000'],
    [1e22, '10000000000000000000000.000000'],
    [Number.POSITIVE_INFINITY, 'inf'],
    [Number.NEGATIVE_INFINITY, '-inf'],
  ])('field %d', (value, wanted) => {
    expect(fieldNumber(value)).toBe(wanted);
  });

  it.each([
    [7, '7'],
    [0.5, '0.5'],
    [Number('1757414497893812358'), '1.7574144978938125e+18'],
    [0.30000000000000004, '0.3'],
    [1e22, '1e+22'],
    [1e-7, '1e-07'],
    [2_147_483_648, '2147483648'],
    [Number.POSITIVE_INFINITY, 'null'],
  ])('printed %d', (value, wanted) => {
    expect(printedNumber(value)).toBe(wanted);
  });
});

describe('what an agent sends', () => {
  it.each([
    ['{"b": 1, "a": [1.5, {"c": null}]}', '{"b":1,"a":[1.5,{"c":null}]}'],
    ['{"t":1757414497893812358}', '{"t":1.7574144978938125e+18}'],
    ['{"a":"\\u00e9\\/"}', '{"a":"é/"}'],
    ['{"a":1} x', '{"a":1}'],
    ['[1]', undefined],
    ['x', undefined],
    ['{"a":"\0"}', undefined],
    [`{"a":"${'x'.repeat(65_279)}"}`, undefined],
  ])('%.40s', (line, wanted) => {
    expect(agentLine(line)).toBe(wanted);
  });

  it.each([
    ['{"a":1}', 'env', 'prod', '{"a":1,"env":"prod"}'],
    ['{"a":1}', 'x.y.z', 'v', '{"a":1,"x":{"y":{"z":"v"}}}'],
    ['{"x":{"Y":1}}', 'x.y', 'v', '{"x":{"Y":1}}'],
    ['{"x":1}', 'x.y', 'v', '{"x":1}'],
    ['{"x":1}', 'l', '["a"]', '{"x":1,"l":["a"]}'],
  ])('%s with label %s=%s', (line, key, value, wanted) => {
    expect(agentLine(line, [{ key, value }])).toBe(wanted);
  });

  it.each([
    ['{"a":1}', undefined],
    ['{"a":"\\ud83d\\ude00"}', undefined],
    ['[1]', 'it is no JSON object that Wazuh can read'],
    ['{"a":', 'it is no JSON object that Wazuh can read'],
    ['{"a":"\0"}', 'it holds a zero byte'],
    ['{"a":"\\ud83dx"}', 'Wazuh reads no JSON with \\ud83d, half a character'],
    ['{"a":"\\uDCCA\\udcfe"}', 'Wazuh reads no JSON with \\uDCCA, half a character'],
    ['{"a":"\\ud83d\\ude00\\ude00"}', 'Wazuh reads no JSON with \\ude00, half a character'],
  ])('says why an agent drops %s', (line, reason) => {
    expect(agentRefusal(line)).toEqual(reason === undefined ? undefined : expect.stringContaining(reason));
    expect(agentLine(line) === undefined).toBe(reason !== undefined);
  });

  it('says the same of every JSON object as JSON itself', () => {
    const value = fc.dictionary(
      fc.string(),
      fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer(), fc.boolean()),
    );
    fc.assert(
      fc.property(value, (object) => {
        const text = JSON.stringify(object);
        fc.pre(!/\\u0000|\\ud/.test(text));
        expect(agentLine(text)).toBe(text.replaceAll('\x7f', '\x7f'));
      }),
    );
  });
});
