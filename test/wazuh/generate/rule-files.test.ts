import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { createSession, loadRuleset } from '../../../server/src/wazuh/engine.ts';
import { generateWazuhRules } from '../../../server/src/wazuh/generate/generate.ts';
import type { FalcoRuleInput, Profile } from '../../../server/src/wazuh/generate/input.ts';
import { priorities, readPriority } from '../../../server/src/wazuh/generate/priority.ts';
import { factsAvailable, factsFolder } from '../../support/facts.ts';

const examples = join(dirname(fileURLToPath(import.meta.url)), '../../../examples');
const official = factsAvailable('Wazuh rules of the official files')
  ? join(factsFolder()!, 'corpus/official')
  : undefined;
const folders = [examples, ...(official === undefined ? [] : [official])];

describe.each(folders)('every rule in %s', (folder) => {
  it.each<Profile>(['sturdy', 'recipe'])(
    '%s: its alert finds its own rule at its level, the others’ do not',
    (profile) => {
      const rules = rulesIn(folder);
      const { xml, links, problems } = generateWazuhRules({ rules, options: { profile } });
      expect(problems.filter(({ level }) => level !== 'info' && profile === 'sturdy')).toEqual([]);
      expect(XMLValidator.validate(xml)).toBe(true);
      const { ruleset, messages } = loadRuleset({ 'falco_rules.xml': xml });
      expect(messages).toEqual([]);
      const { evaluate } = createSession(ruleset);
      for (const rule of rules) {
        const answer = evaluate(alertOf(rule), 0);
        const { level } = priorities.find(({ name }) => name === readPriority(rule.priority))!;
        const { id } = links.find((link) => link.rule === rule.name)!;
        expect([answer?.id, answer?.level, answer?.alert]).toEqual([String(id), level, true]);
      }
      console.log(`Wazuh ${profile}: ${rules.length} rules of ${folder}`);
      expect(rules.length).toBeGreaterThan(5);
    },
  );
});

/** The rules of the YAML files of a folder that have a priority, each name once. */
function rulesIn(folder: string): readonly FalcoRuleInput[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.ya?ml$/.test(name),
  );
  const items = files.flatMap((name) => {
    const content: unknown = parse(readFileSync(join(folder, name), 'utf8'));
    return Array.isArray(content) ? (content as { rule?: string; priority?: string; tags?: string[] }[]) : [];
  });
  const rules = items.flatMap(({ rule, priority, tags }) => {
    return rule === undefined || priority === undefined ? [] : [{ name: rule, priority, tags: tags ?? [] }];
  });
  return [...new Map(rules.map((rule) => [rule.name, rule])).values()];
}

function alertOf({ name, priority }: FalcoRuleInput): string {
  return JSON.stringify({
    output: `10:41:37.893812358: ${name}`,
    output_fields: { 'evt.time': 1, wazuh_integration: 'falco' },
    priority: readPriority(priority),
    rule: name,
    time: '2025-09-09T10:41:37.893812358Z',
  });
}
