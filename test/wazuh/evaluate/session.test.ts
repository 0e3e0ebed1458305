import { describe, expect, it } from 'vitest';
import {
  answerPatternRequest,
  answerWazuhRequest,
  createSession,
  loadRuleset,
  type RulesetOptions,
  type SessionOptions,
} from '../../../server/src/wazuh/engine.ts';

const json = '<decoded_as>json</decoded_as>';

/** A rule; `elements` without a description get one. */
function rule(id: number, level: number, elements: string, attributes = ''): string {
  return `<rule id="${id}" level="${level}" ${attributes}>${elements}<description>rule ${id}</description></rule>`;
}

function session(rules: string, options: RulesetOptions & SessionOptions = {}) {
  const { ruleset, messages } = loadRuleset({ 'x.xml': `<group name="g,">${rules}</group>` }, options);
  expect(messages).toEqual([]);
  return createSession(ruleset, options);
}

/** The ids that lines end on, an alert marked by `!`; a line is one second after the one before it. */
function ids(rules: string, lines: readonly string[], options: SessionOptions = {}): string {
  const { evaluate } = session(rules, options);
  const answers = lines.map((line, i) => evaluate(line, i * 1000));
  return answers
    .map((answer) => (answer === null ? '-' : `${answer.id}${answer.alert ? '!' : ''}`))
    .join(' ');
}

const line = '{"a":"x"}';
const parent = rule(100_000, 3, json);

describe('the tree', () => {
  it.each([
    ['level 0 before all', rule(100_001, 16, json) + rule(100_002, 0, json), '100002'],
    ['then the highest level', rule(100_001, 3, json) + rule(100_002, 9, json), '100002!'],
    ['equal levels in order', rule(100_001, 3, json) + rule(100_002, 3, json), '100001!'],
    ['accuracy 0 after all', rule(100_001, 9, json, 'accuracy="0"') + rule(100_002, 1, json), '100002'],
    ['a child before its parent', parent + rule(100_001, 2, '<if_sid>100000</if_sid>'), '100001'],
    ['a child that fails', parent + rule(100_001, 2, '<if_sid>100000</if_sid><match>zz</match>'), '100000!'],
    ['noalert goes on', rule(100_000, 9, json, 'noalert="1"') + rule(100_001, 3, json), '100001!'],
    [
      'a group',
      rule(100_000, 0, `${json}<group>web,</group>`) + rule(100_001, 3, '<if_group>WEB</if_group>'),
      '100001!',
    ],
    ['a level', parent + rule(100_001, 9, '<if_level>3</if_level><match>x</match>'), '100001!'],
    [
      'an if_sid that ends in a comma hangs under the root too',
      rule(100_000, 3, '<match>zz</match>') + rule(100_001, 3, '<if_sid>100000,</if_sid>'),
      '100001!',
    ],
    [
      'overwriting keeps the place',
      rule(100_001, 5, json) + rule(100_002, 7, json) + rule(100_001, 9, json, 'overwrite="yes"'),
      '100002!',
    ],
    ['a root of its own', rule(9, 5, json), '9!'],
    [
      'a category that JSON events do not have',
      rule(100_001, 5, '<category>ids</category><match>x</match>'),
      '-',
    ],
  ])('%s', (_, rules, wanted) => {
    expect(ids(rules, [line])).toBe(wanted);
  });
});

describe('counting rules', () => {
  const counting = (extra: string, attributes = 'frequency="3" timeframe="60"') =>
    parent + rule(100_001, 10, `<if_matched_sid>100000</if_matched_sid>${extra}`, attributes);

  it.each([
    [
      'every third',
      counting(''),
      [line, line, line, line, line, line],
      '100000! 100000! 100001! 100000! 100000! 100001!',
    ],
    ['from the second without frequency', counting('', ''), [line, line, line], '100000! 100001! 100001!'],
    [
      'only inside the timeframe',
      counting('', 'frequency="3" timeframe="1"'),
      [line, line, line],
      '100000! 100000! 100000!',
    ],
    [
      'the same field',
      counting('<same_field>a</same_field>'),
      [line, '{"a":"y"}', line, line],
      '100000! 100000! 100000! 100001!',
    ],
    [
      'a field that is missing',
      counting('<same_field>zz</same_field>'),
      [line, line, line],
      '100000! 100000! 100000!',
    ],
    [
      'a different field',
      counting('<different_field>a</different_field>'),
      [line, line, '{"a":"y"}'],
      '100000! 100000! 100001!',
    ],
    [
      'the same address',
      counting('<same_srcip/>'),
      ['{"srcip":"1"}', '{"srcip":"2"}', '{"srcip":"1"}', '{"srcip":"1"}'],
      '100000! 100000! 100000! 100001!',
    ],
    [
      'different users',
      counting('<different_user/>'),
      ['{"user":"a"}', '{"user":"a"}', '{"user":"b"}'],
      '100000! 100000! 100001!',
    ],
    [
      'a group',
      rule(100_000, 3, `${json}<group>mg,</group>`) +
        rule(100_001, 10, '<if_matched_group>mg</if_matched_group>', 'frequency="2"'),
      [line, line],
      '100000! 100001!',
    ],
    [
      'level 0 is not remembered',
      rule(100_000, 0, json) + rule(100_001, 10, '<if_matched_sid>100000</if_matched_sid>'),
      [line, line],
      '100000 100000',
    ],
    [
      'logs that match',
      parent + rule(100_001, 10, '<if_sid>100000</if_sid><if_matched_regex>y</if_matched_regex>'),
      [line, '{"a":"y"}', line],
      '100000! 100000! 100001!',
    ],
  ] as const)('%s', (_, rules, lines, wanted) => {
    expect(ids(rules, lines)).toBe(wanted);
  });

  it('forgets an event when 8,192 newer ones have come', () => {
    const rules =
      parent +
      rule(
        100_001,
        10,
        '<if_matched_sid>100000</if_matched_sid><same_field>a</same_field>',
        'timeframe="99999"',
      );
    const { evaluate } = session(rules);
    evaluate('{"a":"first"}', 0);
    for (let i = 0; i < 8192; i++) evaluate(`{"a":"${i}"}`, 0);
    expect(evaluate('{"a":"first"}', 0)?.id).toBe('100000');
  });
});

describe('rules with ignore', () => {
  const rules = parent + rule(100_001, 9, '<if_sid>100000</if_sid>', 'ignore="2"');

  it('show the parent instead on a manager', () => {
    expect(ids(rules, [line, line, line, line])).toBe('100001! 100000! 100001! 100000!');
  });

  it('show no alert in the test interface', () => {
    expect(ids(rules, [line, line, line, line], { like: 'logtest' })).toBe('100001! 100001 100001! 100001!');
  });
});

describe('alerts', () => {
  it.each([
    ['level 2', rule(100_001, 2, json), '100001', '100001'],
    ['level 3', rule(100_001, 3, json), '100001!', '100001!'],
    ['log_alert', rule(100_001, 2, `${json}<options>log_alert</options>`), '100001!', '100001'],
    ['no_log', rule(100_001, 5, `${json}<options>no_log</options>`), '100001', '100001!'],
  ])('%s', (_, rules, manager, logtest) => {
    expect([ids(rules, [line]), ids(rules, [line], { like: 'logtest' })]).toEqual([manager, logtest]);
  });

  it('carry what a panel shows', () => {
    const mitre = '<mitre><id>T1059</id><id>T1059</id></mitre><group>x,pci_dss_10.2,</group>';
    const answer = session(rule(100_001, 12, json + mitre)).evaluate(line, 0);
    expect(answer).toMatchObject({
      groups: ['g', 'x'],
      compliance: { pci_dss: ['10.2'] },
      mail: true,
      mitre: [{ technique: 'T1059' }],
      firedTimes: 1,
      decoder: 'json',
    });
  });
});

describe('descriptions', () => {
  it.each([
    ['$(a)', 'x'],
    ['$(A)$(zz)|', 'x|'],
    ['$(srcip) $(user)', '1.2.3.4 '],
    ['$(dstuser)', 'bob'],
    ['$(hostname)', 'manager'],
    ['$(o.k)', 'é'],
    ['open $(a', 'open $(a'],
    ['$($(a))', ')'],
    [`${'y'.repeat(1020)}$(a)`, `${'y'.repeat(1020)}x`],
    [`${'y'.repeat(1021)}$(a)`, `${'y'.repeat(1021)}$(a)`],
  ])('%.30s', (template, wanted) => {
    const rules = `<rule id="100001" level="5">${json}<description>${template}</description></rule>`;
    const event = '{"a":"x","srcip":"1.2.3.4","user":"bob","o":{"k":"é"}}';
    expect(session(rules).evaluate(event, 0)?.description).toBe(wanted);
  });
});

describe('the way to an answer', () => {
  it('names every rule tried and the condition that failed', () => {
    const rules =
      rule(100_000, 0, json) +
      rule(100_001, 9, '<if_sid>100000</if_sid><field name="a">^y</field>') +
      rule(100_002, 5, '<if_sid>100000</if_sid><field name="b" negate="yes">y</field>') +
      rule(100_003, 3, '<if_sid>100000</if_sid>');
    const { answer, trace } = session(rules).explain(line, 0);
    const steps = trace.map(({ id, depth, failed }) => [
      id,
      depth,
      failed?.option,
      failed?.subject,
      failed?.actual,
    ]);
    expect(answer?.id).toBe('100003');
    expect(steps).toEqual([
      [1, 0, undefined, undefined, undefined],
      [100_000, 1, undefined, undefined, undefined],
      [100_001, 2, 'field', 'a', 'x'],
      [100_002, 2, 'field', 'b', undefined],
      [100_003, 2, undefined, undefined, undefined],
    ]);
  });

  it('counts for a counting rule', () => {
    const counting = rule(100_001, 9, '<if_matched_sid>100000</if_matched_sid>', 'frequency="4"');
    const { explain, evaluate } = session(parent + counting);
    evaluate(line, 0);
    const failed = explain(line, 1000).trace.find(({ id }) => id === 100_001)?.failed;
    expect([failed?.option, failed?.wanted, failed?.actual]).toEqual(['if_matched_sid', '3 in 360 s', '1']);
  });

  it('says where a pattern is beyond it', () => {
    const rules = rule(100_001, 9, `${json}<field name="a" type="pcre2">(x)\\1</field>`);
    const { answer, trace } = session(rules).explain('{"a":"xx"}', 0);
    expect(answer).toBeNull();
    expect(trace.at(-1)?.failed?.unsupported).toBe('references to groups');
  });
});

describe('the conformance port', () => {
  it('gives no results where the ruleset cannot be used', () => {
    const answer = answerWazuhRequest({ wazuh: { rules: { 'x.xml': '<group>' } }, logs: [line, line] });
    expect(answer.results).toEqual([null, null]);
    expect(answer.messages.at(-1)).toBe('ERROR: (7311): Failure to initializing session');
  });

  it('gives no results where an error did not stop the load', () => {
    const rules = {
      'x.xml': `<group name="g,">${rule(100_001, 5, `${json}<mitre><x>y</x></mitre>`)}</group>`,
    };
    const answer = answerWazuhRequest({ wazuh: { rules }, logs: [line] });
    expect(answer).toEqual({ results: [null], messages: ["ERROR: Invalid option 'x' for rule '100001'"] });
  });

  it.each([
    ['osmatch', 'a', 'xax', { compile: true, match: true }],
    ['osregex', '\\q', '', { compile: false, match: null, reason: 'OSRegex has no \\q' }],
    ['pcre2', '(a)\\1', 'aa', { compile: true, match: null, reason: 'references to groups' }],
    ['pcre2', '^.$', 'é', { compile: true, match: false }],
  ] as const)('%s %s', (type, pattern, str, wanted) => {
    expect(answerPatternRequest({ pattern: { type, pattern, str } })).toEqual(wanted);
  });
});
