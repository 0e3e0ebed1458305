import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { generateWazuh } from '../../../server/src/features/generate-wazuh.ts';
import { sampleAlerts } from '../../../server/src/replay/sample/sample-alert.ts';
import { type JsonObject, writeJson } from '../../../server/src/text/json.ts';
import { agentLine, createSession, loadRuleset } from '../../../server/src/wazuh/engine.ts';
import { generateWazuhRules } from '../../../server/src/wazuh/generate/generate.ts';
import type { FalcoRuleInput, Profile } from '../../../server/src/wazuh/generate/input.ts';
import { priorities, readPriority } from '../../../server/src/wazuh/generate/priority.ts';
import { type Snapshot, Workspace } from '../../../server/src/workspace/workspace.ts';
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

describe.each(folders)('sample alerts of the rules in %s', (folder) => {
  const snapshot = snapshotOf(folder);
  const samples = [...snapshot.load.compiled.rules.keys()].map((rule) => ({
    rule,
    sample: sampleAlerts(snapshot, rule, { nanoseconds: 1_763_762_400_123_456_789n, hostname: 'node-1' }),
  }));

  it.each<Profile>(['sturdy', 'recipe'])('%s: each finds its own rule and no other', (profile) => {
    const { xml, links } = generateWazuh(snapshot, { options: { profile } });
    const { ruleset, messages } = loadRuleset({ 'falco_rules.xml': xml });
    expect(messages).toEqual([]);
    const { evaluate } = createSession(ruleset);
    const made = samples.flatMap(({ rule, sample }) => (sample.ok ? [{ rule, alert: sample.alert }] : []));
    for (const { rule, alert } of made) {
      const line = agentLine(printed(profile === 'recipe' ? withRecipeField(alert) : alert))!;
      const answer = evaluate(line, 0);
      const { priority } = snapshot.load.compiled.rules.get(rule)!;
      const { level } = priorities.find(({ name }) => name === readPriority(priority))!;
      const { id } = links.find((link) => link.rule === rule)!;
      expect([rule, answer?.id, answer?.level, answer?.alert]).toEqual([rule, String(id), level, true]);
    }
    // Of the official rules two can never fire: they ask for `in ()`, and for a container that is none.
    const never = samples.flatMap(({ sample }) => (sample.ok ? [] : [sample.reason]));
    expect(never.filter((reason) => !reason.startsWith('No event can make'))).toEqual([]);
    expect(never.length).toBeLessThanOrEqual(2);
    console.log(`Wazuh ${profile}: sample alerts of ${made.length} of ${samples.length} rules of ${folder}`);
  });
});

/** The rules files of a folder as Falco loads them, without detections, whose rules come before those of rules. */
function snapshotOf(folder: string): Snapshot {
  const workspace = new Workspace();
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  for (const name of names.filter((each) => /rules.*\.yaml$/.test(each) && !/detections|test/.test(each)))
    workspace.setFile(`file:///${name}`, readFileSync(join(folder, name), 'utf8'));
  return workspace.snapshot();
}

/** The line that Falco writes: what is no text in a buffer is a dot there, while a sample has its bytes. */
function printed(alert: JsonObject): string {
  return writeJson(alert).replace(/\\ud[89a-f][\da-f]{2}/g, '.');
}

/** As the recipe has Falco add it. */
function withRecipeField(alert: JsonObject): JsonObject {
  const fields = alert.output_fields as JsonObject;
  return { ...alert, output_fields: { ...fields, wazuh_integration: 'falco' } };
}

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
