import { describe, expect, it } from 'vitest';
import { createSession, loadRuleset } from '../../../server/src/wazuh/engine.ts';
import { generateWazuhRules } from '../../../server/src/wazuh/generate/generate.ts';
import type { FalcoRuleInput, GenerateOptions } from '../../../server/src/wazuh/generate/input.ts';
import { priorities, readPriority } from '../../../server/src/wazuh/generate/priority.ts';
import { stockIds } from '../../../server/src/wazuh/load/stock-rules.ts';

function rule(name: string, priority = 'NOTICE', tags: readonly string[] = []): FalcoRuleInput {
  return { name, priority, tags };
}

function generate(rules: readonly FalcoRuleInput[], options: GenerateOptions = {}, more = {}) {
  return generateWazuhRules({ rules, options, ...more });
}

/** The text of a rule's element. */
function element(rules: readonly FalcoRuleInput[], options: GenerateOptions = {}): string {
  const { xml, links } = generate(rules, options);
  const { start, end } = links.find((link) => link.rule === rules[0]!.name)!.span;
  return xml.slice(start, end);
}

const codes = (problems: readonly { code: string }[]) => problems.map(({ code }) => code);

describe('the rule of a Falco rule', () => {
  it('is anchored, quoted, described and grouped', () => {
    const tags = ['container', 'T1059', 'mitre_execution', 'PCI_DSS_10.2.5', 'NIST_800-53_AU-10'];
    expect(element([rule('Shell in (x) | container.*', 'WARNING', tags)])).toBe(
      [
        '<rule id="100650" level="8">',
        '    <if_sid>100603</if_sid>',
        '    <field name="rule" type="pcre2">^\\QShell in (x) | container.*\\E$</field>',
        '    <description>Falco: Shell in (x) | container.*</description>',
        '    <mitre><id>T1059</id></mitre>',
        '    <group>container,mitre_execution,pci_dss_10.2.5,nist_800_53_AU.10,</group>',
        '    <options>no_full_log</options>',
        '  </rule>',
      ].join('\n'),
    );
  });

  it.each([
    ['a<b>&c', '^\\Qa\\E\\x3C\\Qb\\E\\x3E\\x26\\Qc\\E$', 'Falco: a(b)+c'],
    ['a\\Eb', '^\\Qa\\E\\x5C\\QEb\\E$', 'Falco: a/Eb'],
    ['$(rule)\n', '^\\Q$(rule)\\E\\x0A$', 'Falco: S(rule)'],
    ['Überfall 😀', '^\\QÜberfall \\E\\xF0\\x9F\\x98\\x80$', 'Falco: Überfall 😀'],
    ['two\n lines', '^\\Qtwo\\E\\x0A\\Q lines\\E$', 'Falco: two lines'],
  ])('%j', (name, pattern, description) => {
    const text = element([rule(name)]);
    expect(text).toContain(`>${pattern}</field>`);
    expect(text).toContain(`<description>${description}</description>`);
  });

  it('is strict about the end where another name is longer by a line feed', () => {
    expect(element([rule('a'), rule('a\n')])).toContain('>^\\Qa\\E\\z</field>');
  });

  it('has a description far below the limit', () => {
    const text = element([rule('é'.repeat(2_000))], {
      descriptionFields: ['output_fields.user.name', '</x>'],
    });
    expect(/<description>(.*)<\/description>/.exec(text)?.[1]).toBe(
      `Falco: ${'é'.repeat(148)}… ($(output_fields.user.name))`,
    );
  });
});

describe('priorities', () => {
  it.each([
    ['info', 'Informational'],
    ['INFORMATIONAL', 'Informational'],
    ['Debug', 'Debug'],
    ['high', undefined],
  ])('%s', (word, wanted) => {
    expect(readPriority(word)).toBe(wanted);
  });

  it('have the levels asked for, and the usual one for what is no level', () => {
    const { xml, problems } = generate([], { levels: { Notice: 7, Error: 17, Debug: 0 } });
    const { ruleset } = loadRuleset({ 'falco_rules.xml': xml });
    const levels = priorities.map(({ place }) => ruleset.byId.get(100_600 + place)!.rule.level);
    expect(levels).toEqual([4, 7, 8, 10, 12, 14, 16, 0]);
    expect(codes(problems)).toEqual(['wazuh-level-value', 'wazuh-level-silent']);
  });

  it('are known in old and edited alerts', () => {
    const { ruleset } = loadRuleset({ 'falco_rules.xml': generate([]).xml });
    const fired = ['Info', 'CRITICAL', 'Debug', 'Errors'].map((priority) => {
      const line = JSON.stringify({ output: 'x', priority, rule: 'r' });
      return createSession(ruleset).evaluate(line, 0)?.id;
    });
    expect(fired).toEqual(['100601', '100605', '100608', undefined]);
  });
});

describe('rules that cannot be told', () => {
  it.each([
    [[rule('a', 'high')], ['wazuh-rule-priority']],
    [[rule('')], ['wazuh-rule-name']],
    [[rule('\0a')], ['wazuh-rule-name-cut', 'wazuh-rule-name']],
    [
      [rule('a\0b'), rule('a')],
      ['wazuh-rule-name-cut', 'wazuh-rule-name-repeated'],
    ],
    [[rule('a'), rule('a')], ['wazuh-rule-name-repeated']],
    [[rule('<'.repeat(6_000))], ['wazuh-rule-name']],
    [
      [
        rule(
          'a',
          'INFO',
          Array.from({ length: 300 }, (_, i) => `group-${i}`),
        ),
      ],
      ['wazuh-groups-cut'],
    ],
  ])('%.40j', (rules, wanted) => {
    const { xml, problems } = generate(rules);
    expect(codes(problems)).toEqual(wanted);
    expect(loadRuleset({ 'falco_rules.xml': xml }).messages).toEqual([]);
  });
});

describe('ids', () => {
  const ids = (result: ReturnType<typeof generate>) => result.links.map(({ id }) => id).slice(9);

  it('stay when rules come, go and come back', () => {
    const first = generate([rule('a'), rule('b')]);
    const second = generate([rule('c'), rule('b')], {}, { previous: first.xml });
    const third = generate([rule('a'), rule('b'), rule('c')], {}, { previous: second.xml });
    expect([ids(first), ids(second), ids(third)]).toEqual([
      [100_650, 100_651],
      [100_652, 100_651],
      [100_650, 100_651, 100_652],
    ]);
  });

  it('stay when the file was saved with other line ends', () => {
    const first = generate([rule('a'), rule('b')]);
    const second = generate([rule('b')], {}, { previous: first.xml.replaceAll('\n', '\r\n') });
    expect(ids(second)).toEqual([100_651]);
  });

  it('avoid those of other files, and move away from them', () => {
    const first = generate([rule('a')], {}, { usedIds: [100_650] });
    const second = generate([rule('a')], {}, { previous: first.xml, usedIds: [100_650, 100_651] });
    expect([ids(first), ids(second)]).toEqual([[100_651], [100_652]]);
    expect(second.problems[0]?.message).toContain('`a` had the id 100651');
  });

  it('give the base and the ladder another place where theirs is taken', () => {
    const { links, problems } = generate([rule('a')], {}, { usedIds: [100_605] });
    expect([links[0]!.id, links[9]!.id, problems]).toEqual([100_650, 100_700, []]);
  });

  it('go on above the range, and say so', () => {
    const rules = Array.from({ length: 3 }, (_, i) => rule(`r${i}`));
    const result = generate(rules, { firstId: 119_940, lastId: 119_991 });
    expect(ids(result)).toEqual([119_990, 119_991, 119_992]);
    expect(codes(result.problems)).toEqual(['wazuh-id-range']);
    expect(codes(generate([], { firstId: 5_000 }).problems)).toEqual(['wazuh-id-convention']);
  });

  it('end at six digits', () => {
    const { xml, problems } = generate([rule('a'), rule('b')], { firstId: 999_949, lastId: 999_999 });
    expect(codes(problems)).toContain('wazuh-id-none');
    expect(loadRuleset({ 'x.xml': xml }).messages).toEqual([]);
  });

  it('are never those of Wazuh itself, whatever range or earlier list asks for them', () => {
    const stock = new Set(stockIds());
    for (const firstId of [0, 1, 5_700, 60_100]) {
      const all = generate([rule('a'), rule('b')], { firstId }).links.map(({ id }) => id);
      expect(all.filter((id) => id < 10 || stock.has(id))).toEqual([]);
    }
    const previous = '<!-- falco-workbench ids\n5700 base\n5716 "a"\n3 "b"\n100700 "c"\n-->';
    const result = generate([rule('a'), rule('b'), rule('c')], {}, { previous });
    expect(ids(result)).toEqual([100_650, 100_651, 100_700]);
    expect(codes(result.problems)).toEqual(['wazuh-id-moved', 'wazuh-id-moved', 'wazuh-id-moved']);
  });

  it.each([
    ['a base so high that its ladder has too many digits', '999995 base'],
    ['a base in the middle of the rules', '100600 base\n100604 "b"'],
    ['one id for two', '100600 base\n100600 "a"\n100601 "b"'],
    ['ids of no digits, or too many', 'x base\n1000000 "a"\n-5 "b"\n1e5 "a"\n 0x10 "a"'],
    ['names that are no text', '100650 "\\u12"\n100650 ""\n100651 "a" "b"\n100652 {"a":1}'],
    ['names of things that objects have', '100650 "__proto__"\n100651 "constructor"\n100652 "a"'],
    ['an end within a name', '100650 "a-->"\n100651 "b"'],
    ['two bases', '100600 base\n100700 base\n100750 "a"'],
  ])('load without a message after a hostile list: %s', (_what, list) => {
    const previous = `<!-- falco-workbench ids\n${list}\n-->`;
    const { xml, links } = generate([rule('a'), rule('b'), rule('__proto__')], {}, { previous });
    const { ruleset, messages } = loadRuleset({ 'falco_rules.xml': xml });
    expect(messages).toEqual([]);
    expect(links.every(({ id }) => ruleset.byId.has(id))).toBe(true);
    expect(new Set(links.map(({ id }) => id)).size).toBe(9 + 3);
  });

  it('survive a list that was edited', () => {
    const previous = '<!-- falco-workbench ids\n100600 base\n100700 "a"\nnonsense\n100700 "b"\n-->';
    const result = generate([rule('a'), rule('b')], {}, { previous });
    expect(ids(result)).toEqual([100_700, 100_650]);
    expect(codes(result.problems)).toEqual(['wazuh-lock-line']);
  });
});

describe('the recipe', () => {
  it('has the ids, levels and discriminator that were published', () => {
    const { xml, problems } = generate([], { profile: 'recipe' });
    const { ruleset } = loadRuleset({ 'falco_rules.xml': xml });
    const levels = Array.from({ length: 8 }, (_, i) => ruleset.byId.get(100_600 + i)!.rule.level);
    expect(levels).toEqual([0, 4, 6, 8, 10, 12, 14, 16]);
    expect(ruleset.byId.get(100_600)!.rule.conditions.map(({ subject }) => subject)).toEqual([
      'decoder',
      'output_fields.wazuh_integration',
    ]);
    expect(codes(problems).filter((code) => code.startsWith('wazuh-recipe'))).toHaveLength(7);
  });

  it('keeps its ids and says which are taken', () => {
    const { links, problems } = generate([], { profile: 'recipe', firstId: 110_000 }, { usedIds: [100_603] });
    expect(links[0]!.id).toBe(100_600);
    expect(codes(problems)).toContain('wazuh-recipe-id-taken');
  });
});
