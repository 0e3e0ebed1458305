import { XMLValidator } from 'fast-xml-parser';
import { expect, it } from 'vitest';
import { createSession, loadRuleset } from '../../../server/src/wazuh/engine.ts';
import { generateWazuhRules } from '../../../server/src/wazuh/generate/generate.ts';
import type { FalcoRuleInput, Profile } from '../../../server/src/wazuh/generate/input.ts';
import { priorities } from '../../../server/src/wazuh/generate/priority.ts';
import fc from '../../support/properties.ts';

const nasty = fc.constantFrom(
  ...[
    '<',
    '>',
    '&',
    '"',
    "'",
    '\\',
    '\\E',
    '\\Q',
    '$(rule)',
    '$',
    '-->',
    '!>',
    ']]>',
    '&lt;',
    '\n',
    '\r',
    '\t',
  ],
  ...['^', '|', '(', ')', '*', 'é', '漢', '😀', ' ', 'a', 'A', 'Shell', '\u0085', '\u2028', '\ufffe', '\x01'],
);
const name = fc
  .oneof(
    fc.array(nasty, { minLength: 1, maxLength: 8 }).map((parts) => parts.join('')),
    fc.string({ unit: 'grapheme' }),
  )
  .filter((text) => text !== '' && !text.includes('\0') && !/\p{Cs}/u.test(text));
const rule = fc.record({
  name,
  priority: fc.constantFrom(...priorities.map((priority) => priority.name), 'INFO', 'debug'),
  tags: fc.array(fc.oneof(nasty, fc.constantFrom('T1059', 'container', 'mitre_execution', 'PCI_DSS_10.2.5'))),
});
const rules = fc.uniqueArray(rule, { selector: (one) => one.name, minLength: 1, maxLength: 6 });
const profile = fc.constantFrom<Profile>('sturdy', 'recipe');

it('writes XML that Wazuh and real parsers take, in which each rule’s alert finds its own rule alone', () => {
  fc.assert(
    fc.property(rules, profile, (inputs, which) => {
      const { xml, links } = generateWazuhRules({ rules: inputs, options: { profile: which } });
      expect(XMLValidator.validate(xml)).toBe(true);
      const { ruleset, messages } = loadRuleset({ 'falco_rules.xml': xml });
      expect(messages).toEqual([]);
      for (const input of inputs) {
        const answer = createSession(ruleset).evaluate(alertOf(input), 0);
        const link = links.find((one) => one.rule === input.name);
        expect(answer?.id).toBe(String(link?.id));
        expect(answer?.level).toBe(ruleset.byId.get(link!.id)!.rule.level);
        expect(answer?.description).not.toContain('$(');
      }
    }),
    { numRuns: 500 },
  );
});

it('keeps every id when the file is generated again from other rules', () => {
  fc.assert(
    fc.property(rules, rules, profile, (before, after, which) => {
      const first = generateWazuhRules({ rules: before, options: { profile: which } });
      const second = generateWazuhRules({ rules: after, options: { profile: which }, previous: first.xml });
      const third = generateWazuhRules({ rules: before, options: { profile: which }, previous: second.xml });
      expect(idsOf(third)).toEqual(idsOf(first));
      const all = new Map([...idsOf(first), ...idsOf(second)]);
      expect(new Set(all.values()).size).toBe(all.size);
    }),
    { numRuns: 200 },
  );
});

it('links every rule to its own element', () => {
  fc.assert(
    fc.property(rules, profile, (inputs, which) => {
      const { xml, links } = generateWazuhRules({ rules: inputs, options: { profile: which } });
      for (const { id, span } of links) {
        const text = xml.slice(span.start, span.end);
        expect(text.startsWith(`<rule id="${id}" `) && text.endsWith('</rule>')).toBe(true);
      }
    }),
    { numRuns: 100 },
  );
});

function alertOf({ name: ruleName, priority }: FalcoRuleInput): string {
  const known = priorities.find((one) => one.name.toLowerCase() === priority.toLowerCase());
  return JSON.stringify({
    output: `10:41:37.893812358: something happened (${ruleName})`,
    output_fields: { 'evt.time': 1, 'proc.name': 'sh', wazuh_integration: 'falco' },
    priority: known?.name ?? 'Informational',
    rule: ruleName,
    time: '2025-09-09T10:41:37.893812358Z',
  });
}

function idsOf({ links }: ReturnType<typeof generateWazuhRules>): Map<string, number> {
  return new Map(links.flatMap(({ rule: owner, id }) => (owner === undefined ? [] : [[owner, id] as const])));
}
