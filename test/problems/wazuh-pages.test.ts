import { describe, expect, it } from 'vitest';
import {
  wazuhLoadProblems,
  wazuhProblems,
  wazuhTrapProblems,
} from '../../server/src/falco/problems/wazuh.ts';
import { loadRuleset } from '../../server/src/wazuh/engine.ts';
import { generateWazuhRules } from '../../server/src/wazuh/generate/generate.ts';
import { generateIntegrationFiles } from '../../server/src/wazuh/generate/integration.ts';
import { pageText } from './example.ts';
import { type WazuhFound, wazuhExamplesOf, wazuhFound } from './wazuh-example.ts';

type Code = keyof typeof wazuhProblems;

/** Codes without an example that fires: why, and what gives such a problem all the same. */
const withoutExample: Readonly<
  Partial<Record<Code, { readonly why: string; readonly find: () => readonly WazuhFound[] }>>
> = {
  'wazuh-too-long': {
    why: 'it takes thousands of characters',
    find: () => inRule(`<url>${'x'.repeat(2048)}</url>`),
  },
  'wazuh-too-many-fields': {
    why: 'it takes hundreds of fields',
    find: () => inRule('<field name="a">x</field>'.repeat(257)),
  },
  'wazuh-tree-size': {
    why: 'it takes many rules',
    find: () => loadRuleset({ 'x.xml': doubling() }).messages,
  },
  'wazuh-rule-priority': {
    why: 'Falco does not load such a rule',
    find: () => ofRule('Shell', 'HIGH', []),
  },
  'wazuh-rule-name': {
    why: 'it takes thousands of characters',
    find: () => ofRule('<'.repeat(6000), 'NOTICE', []),
  },
  'wazuh-groups-cut': {
    why: 'it takes hundreds of tags',
    find: () =>
      ofRule(
        'Shell',
        'NOTICE',
        Array.from({ length: 300 }, (_, i) => `group-${i}`),
      ),
  },
  'wazuh-where-too-long': {
    why: 'it takes thousands of characters',
    find: () => withLongWhere(),
  },
  'wazuh-path': {
    why: 'it is about a path',
    find: () => generateIntegrationFiles({ alertFile: '/var/log/"x' }).problems,
  },
};

/** What must not be there is too long, and so is the field's name: no way of splitting it helps. */
function withLongWhere(): readonly WazuhFound[] {
  const field = 'x'.repeat(2000);
  const test = { field, list: false, inField: '^a', inLine: '"a', findsNull: false };
  const conjunctions = [{ has: [], other: [], lacks: [test] }];
  const rules = [{ name: 'R', priority: 'NOTICE', tags: [] }];
  return generateWazuhRules({ rules, detections: [{ name: 'D', rule: 'R', conjunctions }] }).problems;
}

function inRule(elements: string): readonly WazuhFound[] {
  const rule = `<rule id="100001" level="5">${elements}<description>d</description></rule>`;
  return loadRuleset({ 'local_rules.xml': `<group name="local,">${rule}</group>` }).messages;
}

/** Rules that each hang under the two before them. */
function doubling(): string {
  const rules = Array.from({ length: 40 }, (_, i) => {
    const parents = i < 2 ? '1' : `${100_000 + i - 1},${100_000 + i - 2}`;
    return `<rule id="${100_000 + i}" level="5"><if_sid>${parents}</if_sid><description>d</description></rule>`;
  });
  return `<group name="g,">${rules.join('')}</group>`;
}

function ofRule(name: string, priority: string, tags: readonly string[]): readonly WazuhFound[] {
  return generateWazuhRules({ rules: [{ name, priority, tags }] }).problems;
}

it.each(Object.entries(withoutExample))('%s has no example, but occurs', (code, { find }) => {
  expect(find().find((each) => each.code === code)?.message).toMatch(/\w.*\.$/);
});

describe.each(Object.keys(wazuhProblems) as Code[])('%s', (code) => {
  const page = pageText(code);
  const examples = wazuhExamplesOf(page);
  const found = examples.map((example) => wazuhFound(example).filter((each) => each.code === code));
  const first = found.flat()[0];

  it('says its name, its level and how Wazuh takes it', () => {
    const log = code in withoutExample ? 'ERROR' : first?.log?.split(':')[0];
    const silently =
      code === 'wazuh-tree-size' ? 'Wazuh itself has no such limit' : 'Wazuh itself says nothing';
    const loading = log === undefined || code === 'wazuh-tree-size' ? silently : `Wazuh: \`${log}\``;
    const others = code in wazuhTrapProblems ? 'only this tool says so' : 'said of generated Wazuh rules';
    const how = code in wazuhLoadProblems ? loading : others;
    const level = `Level: ${wazuhProblems[code].level} · ${how}`;
    expect(page.split('\n').slice(0, 3)).toEqual([`# ${code}`, '', level]);
  });

  it('has an example that fires and one that stays silent', () => {
    expect(examples.map(({ fires }) => fires)).toEqual(code in withoutExample ? [false] : [true, false]);
  });

  it('fires where it says so, and stays silent where it says so', () => {
    expect(found.map((each) => each.length > 0)).toEqual(examples.map(({ fires }) => fires));
  });

  it('quotes its message and that of Wazuh', () => {
    if (first === undefined) return;
    expect(page).toContain(`\n> ${first.message}\n`);
    expect(/^Wazuh says: `(.*)`$/m.exec(page)?.[1]).toBe(first.log);
  });
});
