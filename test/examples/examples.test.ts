import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { runCommand } from '../cli/command-line.ts';

interface Item {
  rule?: string;
  macro?: string;
  list?: string;
  condition?: string;
  output?: string;
  priority?: string;
  source?: string;
  tags?: string[];
  exceptions?: { fields: string[] }[];
  override?: Record<string, string>;
}

interface Alert {
  hostname: string;
  output: string;
  output_fields: Record<string, string | number | boolean | null>;
  priority: string;
  rule: string;
  source: string;
  tags?: string[];
  time: string;
}

/** What Falco adds to every output by default where the container plugin is loaded. */
const suggestedOutput = [
  'container.id',
  'container.name',
  'container.image.repository',
  'container.image.tag',
  'k8s.pod.name',
  'k8s.ns.name',
]
  .map((field) => ` ${field.replaceAll('.', '_')}=%${field}`)
  .join('');

/** Fields that a rule's condition needs and its alerts lack, so that replay must answer "unknown". */
const missingFields: Record<string, string[]> = {
  'Directory Traversal to System File': ['evt.is_open_read', 'fd.num'],
  'Program Not Part of Container Image': ['proc.is_exe_upper_layer'],
};

const baseItems = readItems('falco_rules.yaml');
const rules = new Map(baseItems.filter((item) => item.rule).map((item) => [item.rule!, item]));
const macros = new Map(baseItems.filter((item) => item.macro).map((item) => [item.macro!, item.condition!]));
const lines = readExample('alerts/alerts.jsonl').trimEnd().split('\n');
const alerts = lines.map((line) => JSON.parse(line) as Alert);
const ruleAlerts = alerts.filter((alert) => alert.source !== 'internal');

describe('example rules', () => {
  it('has a name of its own for every item', () => {
    const names = baseItems.map((item) => item.rule ?? item.macro ?? item.list).filter(Boolean);
    expect(new Set(names).size).toBe(names.length);
  });

  it('stand in two files, the base before the one that tunes it when sorted by name', () => {
    const files = readdirSync(new URL('../../examples/rules', import.meta.url)).sort();
    const rulesFiles = files.filter((name) => !name.endsWith('.detections.yaml'));
    expect(rulesFiles).toEqual(['falco_rules.yaml', 'overrides.yaml']);
  });

  it('overrides only what the base file defines', () => {
    const names = new Set(baseItems.map((item) => item.rule ?? item.macro ?? item.list));
    const overrides = readItems('overrides.yaml').filter((item) => item.override);
    expect(overrides.map((item) => item.rule ?? item.macro ?? item.list)).toHaveLength(3);
    for (const item of overrides) expect(names).toContain(item.rule ?? item.macro ?? item.list);
  });

  it.each([...rules])('%s has tags of the usual form', (_, rule) => {
    expect(rule.tags?.some((tag) => /^mitre_[a-z_]+$/.test(tag))).toBe(true);
    expect(rule.tags?.some((tag) => /^TA?\d{4}(\.\d{3})?$/.test(tag))).toBe(true);
  });
});

describe('example alerts', () => {
  it('are twelve, in the order of their times, the last from Falco itself', () => {
    const times = alerts.map((alert) => alert.time);
    expect(alerts).toHaveLength(12);
    expect(times).toEqual([...times].sort());
    expect(alerts.at(-1)).toMatchObject({ rule: 'Falco internal: syscall event drop', source: 'internal' });
    expect(alerts.at(-1)).not.toHaveProperty('tags');
  });

  it.each(lines)('has its keys sorted and no blanks between them: %.60s', (line) => {
    const alert = JSON.parse(line) as Alert;
    for (const object of [alert, alert.output_fields]) {
      expect(Object.keys(object)).toEqual(Object.keys(object).sort());
    }
    // JSON.stringify rounds the nanoseconds, so they are put back from the line.
    expect(JSON.stringify(alert).replace(/("evt\.time":)\d+/, `$1${nanoseconds(line)}`)).toBe(line);
  });

  it.each(ruleAlerts)('$rule at $time agrees with its rule', (alert) => {
    const rule = rules.get(alert.rule)!;
    expect(alert.priority.toUpperCase()).toBe(rule.priority);
    expect(alert.source).toBe(rule.source ?? 'syscall');
    expect(alert.tags).toEqual([...rule.tags!].sort());
  });

  it.each(ruleAlerts)('$rule at $time shows its output rendered', (alert) => {
    const { text, used } = render(rules.get(alert.rule)!.output! + suggestedOutput, alert.output_fields);
    const clock = alert.time.slice('2026-06-15T'.length, -1);
    expect(alert.output).toBe(`${clock}: ${alert.priority} ${text}`);
    const extras = alert.hostname === 'k3s-node-1' ? ['wazuh_integration'] : [];
    expect(Object.keys(alert.output_fields)).toEqual([...used, 'evt.time', ...extras].sort());
  });

  it.each(lines.slice(0, -1))('has one time in three places: %.60s', (line) => {
    const { time } = JSON.parse(line) as Alert;
    const seconds = BigInt(Date.parse(`${time.slice(0, 19)}Z`)) / 1000n;
    expect(nanoseconds(line)).toBe(`${seconds}${time.slice(20, 29)}`);
  });

  it.each(ruleAlerts)('$rule at $time holds the fields of its condition', (alert) => {
    const lacking = conditionFields(rules.get(alert.rule)!).filter(
      (field) => !(field in alert.output_fields),
    );
    expect(lacking).toEqual(missingFields[alert.rule] ?? []);
  });
});

describe('example tests', () => {
  it('pass in all three engines, and make every rule fire', async () => {
    const args = ['test', 'examples/rules', 'examples/tests', '--coverage', '--format', 'json'];
    const { output, errors, status } = await runCommand(args);
    expect([status, errors]).toEqual([0, '']);
    const { failed, tests, coverage } = JSON.parse(output);
    expect([failed, tests.length > 30]).toEqual([0, true]);
    expect(
      coverage.filter(({ fired, silent }: { fired: number; silent: number }) => !fired || !silent),
    ).toEqual([]);
  });
});

function readExample(path: string): string {
  return readFileSync(new URL(`../../examples/${path}`, import.meta.url), 'utf8');
}

function readItems(file: string): Item[] {
  return parse(readExample(`rules/${file}`)) as Item[];
}

function nanoseconds(line: string): string | undefined {
  return /"evt\.time":(\d+)/.exec(line)?.[1];
}

/** Puts the value of the longest field name after each `%` in its place; a field without value is `<NA>`. */
function render(template: string, fields: Alert['output_fields']): { text: string; used: Set<string> } {
  const names = Object.keys(fields).sort((a, b) => b.length - a.length);
  const used = new Set<string>();
  const parts = template.split('%').map((part, index) => {
    if (index === 0) return part;
    const name = names.find((candidate) => part.startsWith(candidate));
    if (name === undefined) throw new Error(`No value for %${part}`);
    used.add(name);
    return `${fields[name] ?? '<NA>'}${part.slice(name.length)}`;
  });
  return { text: parts.join(''), used };
}

/** Names before an operator in the condition with its macros put in, and in the exceptions; sorted. */
function conditionFields(rule: Item): string[] {
  let condition = rule.condition!;
  for (const [name, body] of [...macros].reverse()) {
    condition = condition.replace(new RegExp(`\\b${name}\\b`, 'g'), `(${body})`);
  }
  const compared =
    /([a-z]\w*(?:\.\w+)+)\s*(?:[=!<>]|(?:in|contains|startswith|endswith|glob|regex|exists)\b)/g;
  const names = [...condition.matchAll(compared)].map((match) => match[1]!);
  return [...new Set([...names, ...(rule.exceptions ?? []).flatMap((exception) => exception.fields)])].sort();
}
