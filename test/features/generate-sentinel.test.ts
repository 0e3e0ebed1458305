import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type AnalyticsRequest,
  analyticsForms,
  generateAnalyticsRules,
  generateParser,
  isGeneratedForSentinel,
  type SentinelFiles,
} from '../../server/src/features/generate-sentinel.ts';
import { yamlValue } from '../../server/src/kql/deploy/yaml.ts';
import { analyse, makeGlobals } from '../../server/src/kql/kusto/analyse.ts';
import { type KustoLibrary, loadKusto } from '../../server/src/kql/kusto/library.ts';
import { parserForms } from '../../server/src/kql/parser-function/forms.ts';
import { commonSecurityLog, syslog } from '../../server/src/kql/sidekick/tables.ts';
import { type SentinelConnection, usualConnection } from '../../server/src/workspace/sentinel-connection.ts';
import { defaultSettings } from '../../server/src/workspace/settings.ts';
import { type Snapshot, Workspace } from '../../server/src/workspace/workspace.ts';
import { bicepStrings } from '../support/bicep.ts';
import { factsAvailable, factsFolder } from '../support/facts.ts';
import fc from '../support/properties.ts';

let kusto: KustoLibrary;
beforeAll(async () => {
  kusto = await loadKusto();
}, 30_000);

function snapshotOf(
  rules: string | readonly string[],
  connection: Partial<SentinelConnection> = {},
): Snapshot {
  const workspace = new Workspace();
  workspace.setSettings({ ...defaultSettings, sentinel: { ...usualConnection, ...connection } });
  for (const [i, text] of [rules].flat().entries()) workspace.setFile(`file:///${i}.yaml`, text, true);
  return workspace.snapshot();
}

const ruleNamed = (name: string, output = 'Shell (command=%proc.cmdline user=%user.name)', more = '') =>
  `- rule: ${JSON.stringify(name)}\n  desc: A shell.\n  condition: evt.type = execve\n  output: ${JSON.stringify(output)}\n  priority: NOTICE\n${more}`;

/** A text of ARM that begins with `[` and ends with `]` has one `[` more. */
const unescaped = (text: string) => (text.startsWith('[[') && text.endsWith(']') ? text.slice(1) : text);

const generated = (snapshot: Snapshot, more: Partial<AnalyticsRequest> = {}): SentinelFiles =>
  generateAnalyticsRules(snapshot, { kind: 'Scheduled', form: 'rule-yaml', ...more });
const named = ({ files }: SentinelFiles) => files.map(({ name }) => name);

describe('analytics rules', () => {
  it('are made for all enabled rules, each in a file of its own', () => {
    const rules =
      ruleNamed('Shell in a Container') + ruleNamed('Shell #2') + ruleNamed('Off', 'x', '  enabled: false\n');
    expect(named(generated(snapshotOf(rules)))).toEqual(['shell-in-a-container.yaml', 'shell-2.yaml']);
  });

  it('are made for the chosen rules, and for none that there is not', () => {
    const subjects = [{ of: 'rule', name: 'B' } as const, { of: 'rule', name: 'C' } as const];
    expect(named(generated(snapshotOf(ruleNamed('A') + ruleNamed('B')), { subjects }))).toEqual(['b.yaml']);
  });

  it('get names that differ where the words of their names do not', () => {
    const names = named(generated(snapshotOf(ruleNamed('A b') + ruleNamed('A-B') + ruleNamed('規則'))));
    expect(names).toEqual([
      expect.stringMatching(/^a-b-[0-9a-f]{8}\.yaml$/),
      expect.stringMatching(/^a-b-[0-9a-f]{8}\.yaml$/),
      expect.stringMatching(/^[0-9a-f]{8}\.yaml$/),
    ]);
    expect(new Set(names).size).toBe(3);
  });

  it.each([
    ['arm', 'falco-analytics-rules.json'],
    ['bicep', 'falco-analytics-rules.bicep'],
  ] as const)('are one template in %s', (form, name) => {
    expect(named(generated(snapshotOf(ruleNamed('A') + ruleNamed('B')), { form }))).toEqual([name]);
  });

  it.each(analyticsForms)('keep their version in %s until their content changes', (form) => {
    const [first] = generated(snapshotOf(ruleNamed('A')), { form }).files;
    const previous = { [first!.name]: first!.text };
    expect(generated(snapshotOf(ruleNamed('A')), { form, previous }).files).toEqual([first]);
    const [changed] = generated(snapshotOf(ruleNamed('A', 'Other (file=%fd.name)')), {
      form,
      previous,
    }).files;
    expect(changed!.text).not.toBe(first!.text);
    if (form !== 'query') expect(changed!.text).toMatch(/1\.0\.1/);
    expect(isGeneratedForSentinel(changed!.text)).toBe(true);
  });

  it('with an error are left out, and the error stands at the name of the rule', () => {
    const rules = ruleNamed('A') + ruleNamed('x'.repeat(300));
    const result = generated(snapshotOf(rules));
    expect(named(result)).toEqual(['a.yaml']);
    expect(result.problems).toEqual([
      expect.objectContaining({
        code: 'sentinel-name',
        place: {
          uri: 'file:///0.yaml',
          span: { start: rules.indexOf('xxx'), end: rules.indexOf('xxx') + 300 },
        },
      }),
    ]);
  });

  it('take no network connection for a file', () => {
    const mapped = (output: string) =>
      (
        yamlValue(generated(snapshotOf(ruleNamed('A', output))).files[0]!.text) as {
          entityMappings: { entityType: string }[];
        }
      ).entityMappings.map(({ entityType }) => entityType);
    expect(mapped('x (file=%fd.name)')).toContain('File');
    expect(mapped('x (connection=%fd.name)')).not.toContain('File');
  });

  it('show the columns of the settings', () => {
    const connection = { clusterField: 'cluster', columns: { team: 'team' } };
    const { query } = yamlValue(
      generated(snapshotOf(ruleNamed('A'), connection), { kusto }).files[0]!.text,
    ) as {
      query: string;
    };
    expect(query).toContain('    ["team"],\n    ClusterName,\n    outputfields\n');
  });

  it.each([
    [{ cefTable: 'a | b' }, 'sentinel.cefTable'],
    [{ syslogTable: '' }, 'sentinel.syslogTable'],
    [{ columns: { Computer: 'x' } }, 'sentinel.columns'],
    [{ columns: { 'a b': 'x' } }, 'sentinel.columns'],
  ])('say which setting cannot be used: %j', (connection, setting) => {
    const { problems } = generated(snapshotOf(ruleNamed('A'), connection), { kusto });
    expect(problems).toEqual([
      expect.objectContaining({ code: 'sentinel-setting', message: expect.stringContaining(setting) }),
    ]);
  });

  it('say the same in all forms, whatever the rule is called', () => {
    const name = fc.string({
      unit: fc.oneof(
        fc.constantFrom("'", '"', '\\', '${', '[', ']', '\n', '{{', '}}', '#', '規', '\u2028'),
        fc.string({ maxLength: 2 }),
      ),
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(name, (text) => {
        const snapshot = snapshotOf(ruleNamed(text), { transport: 'json' });
        const [yaml] = generated(snapshot).files;
        const [arm] = generated(snapshot, { form: 'arm' }).files;
        const [bicep] = generated(snapshot, { form: 'bicep' }).files;
        if (yaml === undefined) {
          expect(text.trim()).toBe('');
          return;
        }
        const rule = yamlValue(yaml.text) as { name: string; query: string };
        const { properties } = JSON.parse(arm!.text).resources[0];
        const texts = bicepStrings(bicep!.text).map(({ value }) => value);
        expect(rule.name).toBe([...snapshot.load.collector.rules.keys()][0]);
        expect(properties.query).toBe(rule.query);
        expect(unescaped(properties.displayName)).toBe(rule.name);
        expect(texts).toEqual(expect.arrayContaining([rule.name, rule.query]));
      }),
      { numRuns: 60 },
    );
  });
});

describe('analytics rules for detections', () => {
  const detections = (more: string, where = 'user.name = www') =>
    `- detection: Web shell\n  rule: A\n  where: ${where}\n${more}`;
  const made = (text: string, kind: AnalyticsRequest['kind'] = 'Scheduled') => {
    const workspace = new Workspace();
    workspace.setFile('file:///rules.yaml', ruleNamed('A', undefined, '  tags: [mitre_execution]\n'), true);
    workspace.setFile('file:///my.detections.yaml', text, true);
    const snapshot = workspace.snapshot();
    const subjects = [{ of: 'detection', name: 'Web shell' } as const];
    const { files, problems } = generated(snapshot, { subjects, kusto, kind });
    return { rule: files[0] && yamlValue(files[0].text), problems, all: named(generated(snapshot)) };
  };

  it('stand beside those for rules, with the query of the detection', () => {
    const { rule, problems, all } = made(detections(''));
    expect(all).toEqual(['a.yaml', 'web-shell.yaml']);
    expect(problems).toEqual([]);
    expect(rule).toMatchObject({
      name: 'Web shell',
      severity: 'Low',
      tactics: ['Execution'],
      queryFrequency: '5m',
    });
    expect((rule as { query: string }).query).toContain('| where Activity == "A"\n| where user == "www"\n');
  });

  it('are what the detection says', () => {
    const more =
      '  description: d\n  severity: High\n  tags: [T1505.003]\n  sentinel: {frequency: 1h, period: 1d, threshold: 3}\n';
    expect(made(detections(more)).rule).toMatchObject({
      description: 'd',
      severity: 'High',
      tactics: ['Persistence'],
      relevantTechniques: ['T1505.003'],
      queryFrequency: '1h',
      queryPeriod: '1d',
      triggerThreshold: 3,
      kind: 'Scheduled',
    });
    expect(made(detections('  sentinel: {kind: NRT}\n')).rule).toMatchObject({ kind: 'NRT' });
    expect(made(detections(''), 'NRT').rule).toMatchObject({ kind: 'NRT' });
  });

  it('are not made where KQL cannot say the detection, and the place says so', () => {
    const text = detections('', 'proc.cmdline < 5');
    const { rule, problems } = made(text);
    expect(rule).toBeUndefined();
    const span = { start: text.indexOf('proc.cmdline <'), end: text.indexOf('proc.cmdline <') + 16 };
    expect(problems).toEqual([
      expect.objectContaining({
        code: 'kql-cannot-express',
        place: { uri: 'file:///my.detections.yaml', span },
      }),
    ]);
  });
});

describe('the parser function', () => {
  const rules = ruleNamed(
    'A',
    'x | where=%fd.name ssh_client=%fd.cip proc-name=%proc.name Computer=%proc.pid',
  );

  it('has the columns of the workspace', () => {
    const { text } = generateParser(snapshotOf(rules), 'kql', '2026-11-21').files[0]!;
    expect(text).toContain('["ssh_client"] = tostring(shown["fd.cip"])');
    expect(text).not.toContain('proc-name');
    expect(text).not.toContain('Computer = tostring(shown');
  });

  it.each(['cef', 'json', 'both'] as const)(
    'is understood by Kusto over %s, deployed and as a prelude',
    (transport) => {
      const snapshot = snapshotOf(rules, {
        transport,
        cefTable: 'Falco_CL',
        clusterField: 'cluster',
        columns: { team: 'team' },
      });
      const textOf = (form: 'kql' | 'let') => generateParser(snapshot, form, '2026-11-21').files[0]!.text;
      const tables = [{ ...commonSecurityLog, name: 'Falco_CL' }, syslog];
      const stored = { name: 'FalcoContainerSecurity', parameters: '()', body: `{${textOf('kql')}\n}` };
      const query = 'FalcoContainerSecurity | where team == "a" and ClusterName == "b" and ssh_client != ""';
      expect(analyse(kusto, query, makeGlobals(kusto, tables, [stored])).diagnostics).toEqual([]);
      expect(analyse(kusto, `${textOf('let')}${query}`, makeGlobals(kusto, tables, [])).diagnostics).toEqual(
        [],
      );
    },
  );

  it('holds the same query in every form', () => {
    const texts = new Map(
      parserForms.map((form) => [form, generateParser(snapshotOf(rules), form, '2026-11-21').files[0]!.text]),
    );
    const query = texts.get('kql')!.split('\n').slice(2).join('\n');
    const yaml = yamlValue(texts.get('yaml')!) as { FunctionQuery: string };
    expect(yaml).toMatchObject({
      Function: { Version: '1.0.0', LastUpdated: '2026-11-21' },
      FunctionName: 'FalcoContainerSecurity',
      FunctionAlias: 'FalcoContainerSecurity',
    });
    expect(yaml.FunctionQuery).toBe(query);
    const [saved] = JSON.parse(texts.get('arm')!).resources;
    expect(saved).toMatchObject({
      type: 'Microsoft.OperationalInsights/workspaces/savedSearches',
      properties: { functionAlias: 'FalcoContainerSecurity', query },
    });
    expect(bicepStrings(texts.get('bicep')!).map(({ value }) => value)).toContain(query);
  });

  it('says what CEF loses, where there is CEF', () => {
    const textOf = (transport: 'cef' | 'json') =>
      generateParser(snapshotOf(rules, { transport }), 'kql', '2026-11-21').files[0]!.text;
    expect(textOf('cef')).toContain('modelled on one field observation');
    expect(textOf('json')).not.toContain('CEF');
  });

  it('is no other one the day after', () => {
    const [first] = generateParser(snapshotOf(rules), 'yaml', '2026-11-21').files;
    const previous = { [first!.name]: first!.text };
    expect(generateParser(snapshotOf(rules), 'yaml', '2026-11-22', previous).files).toEqual([first]);
    const [other] = generateParser(
      snapshotOf(rules, { transport: 'cef' }),
      'yaml',
      '2026-11-22',
      previous,
    ).files;
    expect(yamlValue(other!.text)).toMatchObject({
      Function: { Version: '1.0.1', LastUpdated: '2026-11-22' },
    });
  });
});

const available = factsAvailable('analytics rules for the official files');
const officialNames = ['falco_rules.yaml', 'falco-incubating_rules.yaml', 'falco-sandbox_rules.yaml'];
const workspaces: Readonly<Record<string, () => readonly string[]>> = {
  'the examples': () =>
    ['falco_rules.yaml', 'overrides.yaml'].map((name) => readFileSync(`examples/rules/${name}`, 'utf8')),
  ...(available && {
    'the official files': () =>
      officialNames.map((name) => readFileSync(join(factsFolder()!, 'corpus/official', name), 'utf8')),
  }),
};

describe.each(Object.keys(workspaces))('of %s', (name) => {
  it.each(['cef', 'json', 'both'] as const)(
    'every query over %s is one that Kusto has nothing against',
    (transport) => {
      const snapshot = snapshotOf(workspaces[name]!(), { transport });
      const all = [...snapshot.load.collector.rules.keys()].map(
        (rule) => ({ of: 'rule', name: rule }) as const,
      );
      const { files, problems } = generated(snapshot, { subjects: all, kusto });
      console.log(`analytics rules over ${transport}: ${files.length} of ${all.length}`);
      expect(files).toHaveLength(all.length);
      expect(problems.filter(({ level }) => level === 'error')).toEqual([]);
      const [parser] = generateParser(snapshot, 'let', '2026-11-21').files;
      const globals = makeGlobals(kusto, [commonSecurityLog, syslog], []);
      expect(analyse(kusto, `${parser!.text}FalcoContainerSecurity`, globals).diagnostics).toEqual([]);
    },
  );
});
