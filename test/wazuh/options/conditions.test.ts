import { describe, expect, it } from 'vitest';
import { createSession, loadRuleset, type SessionOptions } from '../../../server/src/wazuh/engine.ts';

const lists = { l: 'Foo:v1\n"a:b":x\n1.2.:net\nquoted:"some value"\nnokey\n' };

/** Whether a rule with these elements matches the last of the lines, which arrive one second apart. */
function holds(elements: string, lines: readonly string[], start = 0, options: SessionOptions = {}): boolean {
  const rule = `<rule id="100001" level="5">${elements}<description>d</description></rule>`;
  const { ruleset, messages } = loadRuleset({ 'x.xml': `<group name="g,">${rule}</group>` }, { lists });
  expect(messages).toEqual([]);
  const { evaluate } = createSession(ruleset, options);
  return lines.map((line, i) => evaluate(line, start + i * 1000)).at(-1) !== null;
}

describe('conditions on one event', () => {
  it.each([
    ['<match>foo</match>', '{"a":"Foo"}', true],
    ['<match>Fo</match><match>o|zz</match>', '{"a":"Foo"}', true],
    ['<match negate="yes">foo</match>', '{"a":"Foo"}', false],
    ['<regex>\\d\\d</regex>', '{"a":12}', true],
    ['<regex type="pcre2">^\\{"a":1</regex>', '{"a":12}', true],
    ['<field name="A">^x$</field>', '{"a":"X"}', true],
    ['<field name="a">x</field><field name="a">y</field>', '{"a":"xy"}', true],
    ['<field name="a" negate="yes">x</field>', '{"b":"y"}', false],
    ['<field name="a" type="osmatch">^X$</field>', '{"a":"x"}', true],
    ['<user>bob</user>', '{"dstuser":"alice","srcuser":"bob"}', false],
    ['<user>bob</user>', '{"srcuser":"bob"}', true],
    ['<id>^4</id>', '{"id":"42"}', true],
    ['<action>act</action>', '{"action":"Act"}', false],
    ['<action type="osmatch">act</action>', '{"action":"Act"}', true],
    ['<system_name>s</system_name>', '{"systemname":"s"}', true],
    ['<srcip>1.2.3.0/24</srcip>', '{"srcip":"1.2.3.4"}', true],
    ['<srcip>1.2.3.0/255.255.255.0</srcip>', '{"srcip":"1.2.4.4"}', false],
    ['<srcip>1.2.3.4</srcip><srcip>5.6.7.8</srcip>', '{"srcip":"1.2.3.4"}', true],
    ['<srcip negate="yes">1.2.3.4</srcip>', '{"srcip":"1.2.3.5"}', true],
    ['<srcip negate="yes">1.2.3.4</srcip>', '{"srcip":"no address"}', true],
    ['<srcip>!1.2.3.4</srcip>', '{"srcip":"1.2.3.4"}', true],
    ['<srcip>any</srcip>', '{"srcip":"0.0.0.0"}', false],
    ['<dstip>2001:db8::/32</dstip>', '{"dstip":"2001:db8::1"}', true],
    ['<hostname>^manager$</hostname>', '{"a":1}', true],
    ['<location>events</location>', '{"a":1}', true],
    ['<program_name>x</program_name>', '{"program_name":"x"}', false],
    ['<compiled_rule>is_simple_http_request</compiled_rule>', '{"url":"/x?y"}', false],
    ['<compiled_rule>comp_srcuser_dstuser</compiled_rule>', '{"srcuser":"a","dstuser":"b"}', false],
    ['<compiled_rule>check_id_size</compiled_rule>', '{"id":"0123456789"}', true],
    ['<if_fts/>', '{"a":1}', false],
  ])('%s on %s', (elements, line, wanted) => {
    const options = { location: '(agent) 10.0.0.5->/var/log/falco_events.json' };
    expect(holds(elements, [line], 0, options)).toBe(wanted);
  });
});

describe('lists', () => {
  it.each([
    ['field="a"', 'Foo', true],
    ['field="a"', 'foo', false],
    ['field=" a x"', 'Foo', true],
    ['field="a"', 'a:b', true],
    ['field="a"', 'nokey', false],
    ['field="a" lookup="not_match_key"', 'bar', true],
    ['field="zz" lookup="not_match_key"', 'bar', false],
    ['field="a" lookup="match_key_value" check_value="^v"', 'Foo', true],
    ['field="a" lookup="match_key_value" check_value="some"', 'quoted', true],
    ['field="a" lookup="match_key_value"', 'Foo', false],
    ['field="a" lookup="address_match_key"', '1.2.3.4', true],
    ['field="a" lookup="not_address_match_key"', '9.2.3.4', true],
    ['field="a" lookup="address_match_key_value" check_value="net"', '1.2.3.4', false],
    ['field="a" lookup="address_match_key_value" check_value="zzz"', '1.2.3.4', true],
    ['field="a" lookup="address_match_key_value" check_value="net"', '9.9.9.9', true],
  ])('%s for %s', (attributes, value, wanted) => {
    expect(holds(`<list ${attributes}>etc/lists/l</list>`, [JSON.stringify({ a: value })])).toBe(wanted);
  });

  it('counts only the last two of three', () => {
    const list = (field: string) => `<list field="${field}">etc/lists/l</list>`;
    expect(holds(list('b') + list('a') + list('a'), ['{"a":"Foo","b":"zz"}'])).toBe(true);
    expect(holds(list('b') + list('a'), ['{"a":"Foo","b":"zz"}'])).toBe(false);
  });
});

describe('time', () => {
  /** Thursday, 1 January 1970, at this time of the day. */
  const at = (hour: number, minute = 0) => (hour * 60 + minute) * 60_000;

  it.each([
    ['<time>08:00-17:00</time>', at(8), true],
    ['<time>08:00-17:00</time>', at(17, 1), false],
    ['<time>!08:00-17:00</time>', at(18), true],
    ['<time>6 pm - 8:30 am</time>', at(19), true],
    ['<time>6 pm - 8:30 am</time>', at(12), false],
    ['<time>12 am - 1 am</time>', at(0, 30), true],
    ['<weekday>thursday</weekday>', at(0), true],
    ['<weekday>weekends</weekday>', at(0), false],
    ['<weekday>!mon, tue</weekday>', at(0), true],
    ['<weekday>weekdays sat</weekday>', at(0), true],
  ])('%s', (elements, start, wanted) => {
    expect(holds(elements, ['{"a":1}'], start)).toBe(wanted);
  });
});

describe('conditions with a memory', () => {
  it.each([
    [['{"a":1}'], false],
    [['{"a":1}', '{"a":1}'], false],
    [['{"a":1}', '{"a":2}'], true],
  ])('check_diff after %j', (lines, wanted) => {
    expect(holds('<match>a</match><check_diff/>', lines)).toBe(wanted);
  });

  it('check_if_ignored knows what ignore has noted', () => {
    const fields = '<ignore>srcip, x</ignore><check_if_ignored>srcip, x</check_if_ignored>';
    expect(holds(fields, ['{"srcip":"1","x":"y"}'])).toBe(true);
    expect(holds(fields, ['{"srcip":"1","x":"y"}', '{"srcip":"1","x":"y"}'])).toBe(false);
    expect(holds(fields, ['{"srcip":"1","x":"y"}', '{"srcip":"1","x":"z"}'])).toBe(true);
  });
});

it('maxsize asks for a log of at least so many bytes', () => {
  const xml =
    '<group name="g,"><rule id="100001" level="5" maxsize="10"><match>a</match><description>d</description></rule></group>';
  const { evaluate } = createSession(loadRuleset({ 'x.xml': xml }).ruleset);
  expect([evaluate('{"a":123}', 0)?.id, evaluate('{"a":1234}', 0)?.id]).toEqual([undefined, '100001']);
});
