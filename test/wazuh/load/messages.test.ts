import { describe, expect, it } from 'vitest';
import { wazuhLoadProblems } from '../../../server/src/falco/problems/wazuh.ts';
import { createSession, loadRuleset, type RulesetOptions } from '../../../server/src/wazuh/engine.ts';
import fc from '../../support/properties.ts';

/** A file with one rule that holds these elements. */
function rule(elements: string, attributes = 'id="100001" level="5"'): string {
  return `<group name="g,"><rule ${attributes}>${elements}</rule></group>`;
}

const plain = '<match>x</match><description>d</description>';
const long = 'x'.repeat(2048);
const options: RulesetOptions = { lists: { known: 'a:b\n' } };

/** For each code a file, the codes in the order reported, and whether the ruleset can be used. */
const cases: readonly (readonly [xml: string, codes: string, usable: boolean])[] = [
  ['<group>', 'wazuh-xml', false],
  ['<var name="a">b</var><group name="$cde">x</group>', 'wazuh-xml-variable', false],
  ['<!-- nothing -->', 'wazuh-no-group', false],
  [' ', 'wazuh-no-group', false],
  ['<rules><rule/></rules>', 'wazuh-root-element', false],
  ['<group><rule/></group>', 'wazuh-group-attributes', false],
  ['<group name="a" id="b"><rule/></group>', 'wazuh-group-attributes', false],
  ['<group name="a"></group>', 'wazuh-empty-group', false],
  ['<group name="a"><rules/></group>', 'wazuh-not-a-rule', false],
  ['<group name="a"><rule>x</rule></group>', 'wazuh-rule-attributes', false],
  [rule(plain, 'id="1234567" level="1"'), 'wazuh-rule-id wazuh-invalid-attribute', false],
  [rule(plain, 'id="100001" level="17"'), 'wazuh-level wazuh-invalid-attribute', false],
  [rule(plain, 'id="100001" level="1" maxsize="x"'), 'wazuh-maxsize wazuh-invalid-attribute', false],
  [rule(plain, 'id="100001" level="1" timeframe="x"'), 'wazuh-timeframe wazuh-invalid-attribute', false],
  [
    rule(plain, 'id="100001" level="1" frequency="x"'),
    'wazuh-frequency-number wazuh-invalid-attribute',
    false,
  ],
  [
    rule(plain, 'id="100001" level="1" frequency="1"'),
    'wazuh-frequency-range wazuh-invalid-attribute',
    false,
  ],
  [rule(plain, 'id="100001" level="1" accuracy="x"'), 'wazuh-accuracy wazuh-invalid-attribute', false],
  [rule(plain, 'id="100001" level="1" ignore="x"'), 'wazuh-ignore-time wazuh-invalid-attribute', false],
  [rule(plain, 'id="100001" level="1" overwrite="true"'), 'wazuh-overwrite wazuh-invalid-attribute', false],
  [
    rule(plain, 'id="100001" level="1" constructor="1"'),
    'wazuh-rule-attribute wazuh-invalid-attribute',
    false,
  ],
  [rule(plain, 'id="100001" level="abc"'), 'wazuh-id-or-level-missing', false],
  [rule(plain, 'id="" level="5"'), 'wazuh-id-or-level-missing', false],
  [rule(''), 'wazuh-rule-without-options', false],
  [rule('<decoded_as>JSON</decoded_as>'), 'wazuh-decoder', false],
  [rule(`<info x="y">i</info>${plain}`), 'wazuh-info-attribute', true],
  [rule(`<info type="y">i</info>${plain}`), 'wazuh-info-type', true],
  [rule(`<time>noon</time>${plain}`), 'wazuh-invalid-configuration', false],
  [rule(`<weekday>someday</weekday>${plain}`), 'wazuh-weekday wazuh-invalid-configuration', false],
  [rule(`<srcip>1.2.3</srcip>${plain}`), 'wazuh-ip', false],
  [rule(`<url>${long}</url>${plain}`), 'wazuh-too-long', true],
  [rule(`<match>x</match><description>${long}</description>`), 'wazuh-too-long wazuh-description', false],
  [rule(`<field name="a" type="pcre2">(</field>${plain}`), 'wazuh-pattern', false],
  [rule(`<regex>((a))</regex>${plain}`), 'wazuh-pattern wazuh-pattern', false],
  [rule(`<if_matched_regex>((a))</if_matched_regex>${plain}`), 'wazuh-regex', false],
  [rule(`${'<field name="a">x</field>'.repeat(257)}${plain}`), 'wazuh-too-many-fields', false],
  [rule(`<field>x</field>${plain}`), 'wazuh-field-attributes', false],
  [rule(`<field Name="a">x</field>${plain}`), 'wazuh-field-name', false],
  [rule(`<field name="SrcIP">x</field>${plain}`), 'wazuh-static-field', false],
  [
    rule(`<list field="a" lookup="x">known</list>${plain}`),
    'wazuh-invalid-configuration wazuh-list-lookup',
    false,
  ],
  [
    rule(`<list field="a" x="y">known</list>${plain}`),
    'wazuh-list-attribute wazuh-invalid-configuration',
    false,
  ],
  [
    rule(`<list lookup="match_key">known</list>${plain}`),
    'wazuh-list-field wazuh-invalid-configuration',
    false,
  ],
  [rule(`<list>known</list>${plain}`), 'wazuh-list-attributes wazuh-invalid-configuration', false],
  [
    rule(`<compiled_rule>x</compiled_rule>${plain}`),
    'wazuh-compiled-rule wazuh-invalid-configuration',
    false,
  ],
  [rule(`<category>x</category>${plain}`), 'wazuh-category', false],
  [rule(`<options>NO_LOG</options>${plain}`), 'wazuh-option-value wazuh-option', false],
  [rule(`<foo>x</foo>${plain}`), 'wazuh-option', false],
  [rule(`<Same_Id/>${plain}`), 'wazuh-option', false],
  [rule(`<ignore>a,,b</ignore>${plain}`), 'wazuh-ignore-option', false],
  [rule(`<check_if_ignored> </check_if_ignored>${plain}`), 'wazuh-ignore-option', false],
  [rule('<match>x</match>'), 'wazuh-description', false],
  [rule(plain, 'id="100001" level="5" frequency="3"'), 'wazuh-correlation', false],
  [rule(`<same_id/>${plain}`), 'wazuh-correlation', false],
  [rule(plain, 'id="100001" level="5" frequency="2"'), '', true],
  [rule(`<mitre><x>y</x></mitre>${plain}`), 'wazuh-mitre-option', true],
  [rule(plain, 'id="100001" level="5" noalert="yes"'), 'wazuh-noalert', true],
  [
    rule(`<field name="a" type="x" negate="y">b</field>${plain}`),
    'wazuh-attribute-value wazuh-attribute-value',
    true,
  ],
  [
    `<group name="g,"><rule id="100001" level="5">${plain}</rule><rule id="100001" level="6" overwrite="yes"><if_sid>1</if_sid>${plain}</rule></group>`,
    'wazuh-overwrite-parent',
    true,
  ],
  [rule(`<if_level>100</if_level>${plain}`), 'wazuh-level-not-found', true],
  [rule(`<if_level>x</if_level>${plain}`), 'wazuh-if-level', true],
  [rule(`<if_level>0</if_level>${plain}`), 'wazuh-if-level', true],
  [rule(`<if_group>nobody</if_group>${plain}`), 'wazuh-group-not-found', true],
  [
    `<group name="g,"><rule id="100001" level="5">${plain}</rule><rule id="100001" level="6">${plain}</rule></group>`,
    'wazuh-duplicate-id',
    true,
  ],
  [rule(plain, 'id="100001" level="5" overwrite="yes"'), 'wazuh-overwrite-missing', true],
  [rule(`<if_matched_sid>1, 2</if_matched_sid>${plain}`), 'wazuh-if-matched-sid', true],
  [rule(`<list field="a">unknown</list>${plain}`), 'wazuh-list-not-loaded', true],
  [rule(`<if_sid>999, 1</if_sid>${plain}`), 'wazuh-parent-not-found', true],
  [rule(`<if_sid>999</if_sid>${plain}`), 'wazuh-parent-not-found wazuh-no-parent', true],
  [rule(`<if_sid>1|2</if_sid>${plain}`), 'wazuh-if-sid', true],
  [rule(`<if_sid>1\n</if_sid>${plain}`), 'wazuh-sid-number', true],
  [rule(`<if_matched_sid>999</if_matched_sid>${plain}`), 'wazuh-matched-not-found', true],
  [rule(`<same_agent/>${plain}`), 'wazuh-deprecated-option', true],
  [rule(`<mitre></mitre>${plain}`), 'wazuh-mitre-empty', true],
  [rule(`<mitre><id></id></mitre>${plain}`), 'wazuh-mitre-no-technique', true],
  [rule(`<mitre><tacticID></tacticID></mitre>${plain}`), 'wazuh-mitre-no-tactic', true],
  [rule(`<mitre><id>T1</id><tacticID>TA1</tacticID></mitre>${plain}`), 'wazuh-mitre-mixed-block', true],
  [
    rule(
      `<mitre><id>T1</id></mitre><mitre><tacticID>TA1</tacticID><techniqueID>T1</techniqueID></mitre>${plain}`,
    ),
    'wazuh-mitre-mixed-rule',
    true,
  ],
  [
    rule(
      `<mitre><tacticID>TA1</tacticID><tacticID>TA2</tacticID><techniqueID>T1</techniqueID></mitre>${plain}`,
    ),
    'wazuh-mitre-several',
    true,
  ],
  [rule(`<mitre><techniqueID>T1</techniqueID></mitre>${plain}`), 'wazuh-mitre-tactic-missing', true],
  [rule(`<mitre><tacticID>TA1</tacticID></mitre>${plain}`), 'wazuh-mitre-technique-missing', true],
];

/** Codes whose case is not a single file of its own: see the tests below the table. */
const elsewhere = ['wazuh-category-not-found', 'wazuh-tree-size'];

describe('messages of a load', () => {
  it.each(cases)('%.90s', (xml, codes, usable) => {
    const { ruleset, messages } = loadRuleset(
      {
        'local_rules.xml': xml
          .replaceAll('known</list>', 'etc/lists/known</list>')
          .replaceAll('unetc/lists/', 'un'),
      },
      options,
    );
    expect(messages.map(({ code }) => code).join(' ')).toBe(
      codes.replace('wazuh-pattern wazuh-pattern', 'wazuh-pattern'),
    );
    expect(ruleset.usable).toBe(usable);
    for (const { span, message } of messages) {
      expect(span.end).toBeLessThanOrEqual(xml.length + 20);
      expect(message).not.toMatch(/undefined|\[object/);
    }
  });

  it('has a case for every code', () => {
    const covered = new Set(cases.flatMap(([, codes]) => codes.split(' ')));
    const missing = Object.keys(wazuhLoadProblems).filter((code) => !covered.has(code));
    expect(missing).toEqual(elsewhere);
  });

  it('leaves rules out of a file that sorts before Wazuh’s own', () => {
    const { messages } = loadRuleset({ '0005-x.xml': rule(plain) });
    expect(messages.map(({ code, file }) => [code, file])).toEqual([
      ['wazuh-category-not-found', '0005-x.xml'],
    ]);
  });

  it('stops a tree that multiplies', () => {
    const rules = Array.from({ length: 40 }, (_, i) => {
      const parents = i < 2 ? '1' : `${100_000 + i - 1},${100_000 + i - 2}`;
      return `<rule id="${100_000 + i}" level="5"><if_sid>${parents}</if_sid><description>d</description></rule>`;
    });
    const { messages } = loadRuleset({ 'x.xml': `<group name="g,">${rules.join('')}</group>` });
    expect(messages[0]?.code).toBe('wazuh-tree-size');
  });
});

it('reads files in the order of their names’ bytes, and only .xml', () => {
  const files = ['b.xml', 'a.xml', 'Z.xml', 'é.xml', 'x.XML', 'y.xml.bak', 'sub/c.xml'];
  const texts = Object.fromEntries(
    files.map((name, i) => [name, rule(plain, `id="${100_001 + i}" level="5"`)]),
  );
  const { ruleset } = loadRuleset(texts, { roots: false });
  expect(ruleset.slots).toEqual([]);
  const ordered = loadRuleset(texts)
    .ruleset.slots.slice(7)
    .map(({ rule: { file } }) => file);
  expect(ordered).toEqual(['Z.xml', 'a.xml', 'b.xml', 'sub/c.xml', 'x.XML', 'é.xml']);
});

it('never throws, whatever the elements', () => {
  const names = [
    'rule',
    'match',
    'field',
    'if_sid',
    'list',
    'mitre',
    'id',
    'time',
    'srcip',
    'options',
    'x',
    'var',
  ];
  const texts = ['', '1', '1,2', 'a|b', '(', '!x', '10 am', 'T1059', '$a', 'no_log', '\\d+', 'é', '100001'];
  const attributes = [
    '',
    ' name="a"',
    ' type="pcre2"',
    ' negate="yes"',
    ' field="a"',
    ' id="100001" level="3"',
  ];
  const elementWith = (inside: fc.Arbitrary<readonly string[]>) =>
    fc
      .tuple(fc.constantFrom(...names), fc.constantFrom(...attributes), fc.constantFrom(...texts), inside)
      .map(
        ([name, attribute, text, children]) => `<${name}${attribute}>${text}${children.join('')}</${name}>`,
      );
  const tree = elementWith(fc.array(elementWith(fc.constant([])), { maxLength: 3 }));
  const rules = fc.array(tree, { maxLength: 4 });
  fc.assert(
    fc.property(rules, rules, (first, second) => {
      const rule = `<rule id="100001" level="3">${first.join('')}<description>d</description></rule>`;
      const { ruleset } = loadRuleset({ 'x.xml': `<group name="g,">${rule}${second.join('')}</group>` });
      const { explain } = createSession(ruleset);
      explain('{"a":"x","id":"1"}', 0);
    }),
    { numRuns: 500 },
  );
});

it('gives up at the first file that Wazuh cannot read', () => {
  const { ruleset, messages } = loadRuleset({ 'a.xml': '<group>', 'b.xml': '<group>' });
  expect([ruleset.usable, messages.length]).toEqual([false, 1]);
});
