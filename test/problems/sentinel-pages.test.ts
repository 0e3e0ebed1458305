import { describe, expect, it } from 'vitest';
import { type SentinelCode, sentinelProblems } from '../../server/src/falco/problems/sentinel.ts';
import {
  type SentinelProblem as Found,
  generateAnalyticsRules,
} from '../../server/src/features/generate-sentinel.ts';
import { checkAnalyticsRule } from '../../server/src/kql/analytics-rule/check-rule.ts';
import { queryInspector } from '../../server/src/kql/analytics-rule/inspect-query.ts';
import { ruleYaml } from '../../server/src/kql/analytics-rule/print.ts';
import type { AnalyticsRule } from '../../server/src/kql/analytics-rule/rule.ts';
import { withVersion } from '../../server/src/kql/deploy/version.ts';
import { yamlValue } from '../../server/src/kql/deploy/yaml.ts';
import { loadKusto } from '../../server/src/kql/kusto/library.ts';
import { parserOptions } from '../../server/src/kql/parser-function/options.ts';
import type { SentinelProblem } from '../../server/src/kql/sentinel-problem.ts';
import { usualConnection } from '../../server/src/workspace/sentinel-connection.ts';
import { defaultSettings } from '../../server/src/workspace/settings.ts';
import { type Snapshot, Workspace } from '../../server/src/workspace/workspace.ts';
import { pageText } from './example.ts';

const kusto = await loadKusto();
const inspect = queryInspector(kusto, parserOptions(usualConnection, []).options);

/** An analytics rule of which nothing is wrong; an example says what is different. */
const sound: AnalyticsRule = {
  id: '0d1f6c3e-5a55-5f0a-9d5b-8a53c4f7a001',
  name: 'Shell in a container',
  description: 'A shell was started in a container.',
  severity: 'Low',
  requiredDataConnectors: [{ connectorId: 'SyslogAma', dataTypes: ['Syslog'] }],
  queryFrequency: '5m',
  queryPeriod: '5m',
  triggerOperator: 'gt',
  triggerThreshold: 0,
  tactics: ['Execution'],
  relevantTechniques: ['T1059'],
  query: 'FalcoContainerSecurity | where Activity == "Shell in a container"',
  entityMappings: [
    { entityType: 'Host', fieldMappings: [{ identifier: 'HostName', columnName: 'hostname' }] },
  ],
  kind: 'Scheduled',
};

const checked = (different: object): readonly SentinelProblem[] => {
  const rule = { ...sound, ...different };
  const { columns, problems } = inspect(rule.query);
  return [...problems, ...checkAnalyticsRule(rule, columns)];
};

/** A workspace whose alerts come in both formats. */
function overBoth(yaml: string): Snapshot {
  const workspace = new Workspace();
  workspace.setSettings({ ...defaultSettings, sentinel: { ...usualConnection, transport: 'both' } });
  workspace.setFile('file:///rules.yaml', yaml, true);
  return workspace.snapshot();
}

function ours({ code, level, message }: Found): readonly SentinelProblem[] {
  return code in sentinelProblems ? [{ code: code as SentinelCode, level: level as 'error', message }] : [];
}

/** What the examples of a page are, by the first word of their comment. */
const finders: Readonly<Record<string, (yaml: string) => readonly SentinelProblem[]>> = {
  rule: (yaml) => checked(yamlValue(yaml) as object),
  generate: (yaml) =>
    generateAnalyticsRules(overBoth(yaml), { kind: 'Scheduled', form: 'rule-yaml' }).problems.flatMap(ours),
  previous: (yaml) => withVersion(ruleYaml(sound), yaml).problems,
  setting: (yaml) => parserOptions({ ...usualConnection, ...(yamlValue(yaml) as object) }, []).problems,
};

/** Codes without an example that fires: why, and what gives such a problem all the same. */
const withoutExample: Readonly<Partial<Record<SentinelCode, () => readonly SentinelProblem[]>>> = {
  // It takes thousands of characters.
  'sentinel-description': () => checked({ description: 'x'.repeat(5001) }),
  // It is about settings, which are no file.
  'sentinel-setting': () => parserOptions({ ...usualConnection, syslogTable: 'a | b' }, []).problems,
};

it.each(Object.entries(withoutExample))('%s has no example, but occurs', (code, find) => {
  expect(find().find((each) => each.code === code)?.message).toMatch(/\w.*\.$/);
});

describe.each(Object.keys(sentinelProblems) as SentinelCode[])('%s', (code) => {
  const page = pageText(code);
  const marked = /<!-- (\w+), (fires|silent) -->\n```yaml\n([\s\S]*?)```/g;
  const examples = [...page.matchAll(marked)].map(([, kind = '', word, yaml = '']) => ({
    fires: word === 'fires',
    found: finders[kind]!(yaml).filter((each) => each.code === code),
  }));

  it('says its name and its level', () => {
    const level = `Level: ${sentinelProblems[code].level} · said of files for Sentinel`;
    expect(page.split('\n').slice(0, 3)).toEqual([`# ${code}`, '', level]);
  });

  it('has an example that fires and one that stays silent', () => {
    expect(examples.map(({ fires }) => fires)).toEqual(code in withoutExample ? [false] : [true, false]);
    expect(examples.map(({ found }) => found.length > 0)).toEqual(examples.map(({ fires }) => fires));
  });

  it('quotes its message', () => {
    const message = examples[0]?.found[0]?.message;
    if (message !== undefined) expect(page).toContain(`\n> ${message}\n`);
  });
});

it('nothing is wrong with the rule that the examples begin with', () => expect(checked({})).toEqual([]));
