import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { collectProblems } from '../../server/src/checks/collect.ts';
import { checkCondition } from '../../server/src/falco/condition/check.ts';
import { parseCondition } from '../../server/src/falco/condition/parse.ts';
import { longestReference } from '../../server/src/falco/tables/field-reference.ts';
import { createFieldTables, syscallSource } from '../../server/src/falco/tables/fields.ts';
import { priorities } from '../../server/src/falco/tables/operators.ts';
import { severities } from '../../server/src/workspace/detections/detection.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';

interface Snippet {
  prefix: string;
  description: string;
  body: string[];
}

const file = new URL('../../snippets/falco-rules.json', import.meta.url);
const snippets = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Snippet>;
const tables = createFieldTables(['container']);
const table = tables.forSource(syscallSource)!;
const text: unknown = expect.any(String);
const list: unknown = expect.arrayContaining([expect.any(String)]);

describe('each snippet', () => {
  const shapes: [name: string, keys: Record<string, unknown>][] = [
    ['Rule', { rule: text, desc: text, condition: text, output: text, priority: 'WARNING', tags: list }],
    ['Macro', { macro: text, condition: text }],
    ['List', { list: text, items: list }],
    ['Rule override', { rule: text, condition: text, override: { condition: 'append' } }],
    ['List append', { list: text, items: list, override: { items: 'append' } }],
    ['Macro override', { macro: text, condition: text, override: { condition: 'replace' } }],
    [
      'Detection',
      { detection: text, rule: text, where: text, description: text, severity: 'High', level: 12 },
    ],
    ['Required engine version', { required_engine_version: expect.stringMatching(/^\d+\.\d+\.\d+$/) }],
    ['Test', { test: text, alert: { from: text, with: { 'proc.name': text } }, expect: { fires: list } }],
    ['Required plugin versions', { required_plugin_versions: [{ name: text, version: text }] }],
  ];

  it.each(shapes)('%s expands to one item with its keys, in order', (name, keys) => {
    const items = parse(expand(name)) as Record<string, unknown>[];
    expect(items).toEqual([keys]);
    expect(Object.keys(items[0]!)).toEqual(Object.keys(keys));
  });

  it('Exception expands to the key of a rule, with as many comparisons and values as fields', () => {
    const { exceptions } = parse(expand('Exception')) as { exceptions: Record<string, unknown[]>[] };
    expect(exceptions).toEqual([{ name: text, fields: list, comps: list, values: [list] }]);
    const { fields, comps, values } = exceptions[0]!;
    expect(comps).toHaveLength(fields!.length);
    expect(values![0]).toHaveLength(fields!.length);
    for (const field of fields!) expect(table.find(String(field))).toBeDefined();
  });

  it('is one of those above', () => {
    expect(Object.keys(snippets).sort()).toEqual([...shapes.map(([name]) => name), 'Exception'].sort());
  });

  it.each(Object.entries(snippets))('%s has its own prefix, a description and stops without gaps', (name) => {
    const { prefix, description, body } = snippets[name]!;
    expect(Object.values(snippets).filter((other) => other.prefix === prefix)).toHaveLength(1);
    expect(prefix).toMatch(/^falco-[a-z-]+$/);
    expect(description).not.toBe('');
    // A stop that comes twice is filled in at both places at once.
    const numbers = [...body.join('\n').matchAll(/\$\{?(\d)/g)].map((match) => Number(match[1]));
    const stops = [...new Set(numbers)];
    expect(stops).toEqual([...stops.keys()].map((index) => (index + 1) % stops.length));
  });

  const withCondition = ['Rule', 'Macro', 'Rule override', 'Macro override'];

  it.each(withCondition)('%s has a condition that the engine would compile', (name) => {
    const [{ condition }] = parse(expand(name)) as [{ condition: string }];
    // What an override appends stands behind another condition.
    const whole = condition.startsWith('and ') ? `evt.type = open ${condition}` : condition;
    const { tree, problems } = parseCondition(whole);
    expect(problems).toEqual([]);
    expect(checkCondition(tree, { table, asyncEvents: tables.asyncEvents })).toEqual([]);
  });

  it('Rule has an output of fields that exist', () => {
    const [rule] = parse(expand('Rule')) as { output: string }[];
    const references = rule!.output.split('%').slice(1);
    expect(references.map((reference) => longestReference(table, reference))).toEqual(
      references.map(() => expect.objectContaining({ field: expect.anything(), length: expect.any(Number) })),
    );
  });

  it('Detection is about the alerts of the rule that the other snippet writes, and has no problem', () => {
    const workspace = new Workspace();
    workspace.setFile('file:///rules.yaml', expand('Rule'));
    workspace.setFile('file:///my.detections.yaml', expand('Detection'));
    const now = workspace.snapshot();
    expect(collectProblems(now, now.files.get('file:///my.detections.yaml')!)).toEqual([]);
  });

  it('Detection offers every severity', () => {
    const line = snippets.Detection!.body.find((each) => each.includes('severity'))!;
    expect(/\|([^|}]*)\|\}/.exec(line)![1]!.split(',')).toEqual([...severities]);
  });

  it('Rule offers every priority in every spelling', () => {
    const offered = /\|([^|}]*)\|\}/.exec(
      snippets.Rule!.body.find((line) => line.includes('priority'))!,
    )![1]!;
    const names = priorities.flatMap(({ name, alias }) => (alias === undefined ? [name] : [name, alias]));
    expect(offered.split(',').sort()).toEqual(names.map((name) => name.toUpperCase()).sort());
  });
});

/** The text that the snippet leaves behind when every placeholder keeps its default. */
function expand(name: string): string {
  return snippets[name]!.body.join('\n')
    .replace(/\$\{\d\|([^,|]*)[^|]*\|\}/g, '$1')
    .replace(/\$\{\d:([^}]*)\}/g, '$1')
    .replace(/\$\d/g, '');
}
