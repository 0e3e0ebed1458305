import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSession, loadRuleset } from '../../server/src/wazuh/engine.ts';
import { startServer, type TestClient } from './client.ts';

const uri = 'file:///falco_rules.yaml';
const ruleNamed = (name: string) =>
  `- rule: ${name}\n  desc: d\n  condition: evt.type = open\n  output: "%user.name"\n  priority: ERROR\n`;

let client: TestClient;

beforeEach(async () => {
  client = await startServer();
});

afterEach(() => client.close());

describe('Wazuh rules over the protocol', () => {
  const rules = async (more: { previous?: string; neighbours?: string[] } = {}) =>
    (await client.ask('falcoWorkbench/wazuh/rules', { profile: 'sturdy', neighbours: [], ...more }))!;
  const idOf = (name: string, xml: string) => {
    const { ruleset } = loadRuleset({ 'falco_rules.xml': xml });
    const alert = JSON.stringify({ output: 'x', priority: 'Error', rule: name, output_fields: {} });
    return createSession(ruleset).evaluate(alert, 0)?.id;
  };

  it('are made for the rules of the workspace as it is now', async () => {
    await client.open(uri, ruleNamed('R'));
    const { text, problems } = await rules();
    expect([idOf('R', text), problems]).toEqual(['100650', []]);
  });

  it('keep their ids and avoid those of other files', async () => {
    await client.open(uri, ruleNamed('R') + ruleNamed('S'));
    const { text: previous } = await rules();
    await client.open('file:///more.yaml', ruleNamed('T'));
    const other = '<group name="g,"><rule id="100652" level="3"><match>x</match></rule></group>';
    const { text } = await rules({ previous, neighbours: [other] });
    expect(['R', 'S', 'T'].map((name) => idOf(name, text))).toEqual(['100650', '100651', '100653']);
  });

  it('say what is wrong at the name of the rule', async () => {
    await client.open(uri, `${ruleNamed('R')}${ruleNamed('"a\\0b"')}`);
    expect((await rules()).problems).toEqual([
      {
        level: 'warning',
        message: expect.stringContaining('zero character'),
        place: { uri, start: { line: 5, character: 9 }, end: { line: 5, character: 13 } },
      },
    ]);
  });
});

describe('the preview of Wazuh rules', () => {
  it('says which part stands for which rule, and where that is', async () => {
    await client.open(uri, ruleNamed('R') + ruleNamed('S'));
    const position = { line: 6, character: 0 };
    const { text, lines, parts } = await client.ask('falcoWorkbench/preview', {
      kind: 'wazuh',
      uri,
      position,
    });
    expect(parts).toMatchObject([
      { rule: 'R', place: { uri, start: { line: 0, character: 8 } } },
      { rule: 'S', place: { uri, start: { line: 5, character: 8 } } },
    ]);
    expect(lines).toEqual({ first: parts![1]!.first, last: parts![1]!.last });
    expect(text.split('\n')[lines!.first]).toBe('  <rule id="100651" level="10">');
  });
});

describe('events for a manager over the protocol', () => {
  it('are made, and both answers are compared', async () => {
    await client.open(uri, ruleNamed('R'));
    const { events } = (await client.ask('falcoWorkbench/wazuh/testEvents', {}))!;
    expect(events).toMatchObject([{ name: 'R', here: { id: '100650' } }]);
    const theirs = { manager: 'm', answers: [null], warnings: [] };
    const { text } = await client.ask('falcoWorkbench/wazuh/compare', { events, ...theirs });
    expect(text).toContain('≠ R (rule)\n    manager  no rule\n');
  });
});

describe('Wazuh integration files over the protocol', () => {
  it('are those of the profile', async () => {
    const asked = { profile: 'recipe', rulesFile: 'mine.xml' } as const;
    const { files, problems } = (await client.ask('falcoWorkbench/wazuh/integration', asked))!;
    const texts = new Map(files.map(({ name, text }) => [name, text]));
    expect([...texts.keys()]).toEqual(['falco_custom.yaml', 'ossec-localfile.xml', 'INSTALL.md']);
    expect(texts.get('falco_custom.yaml')).toContain('wazuh_integration');
    expect(texts.get('INSTALL.md')).toContain('/var/ossec/etc/rules/mine.xml');
    expect(problems).toEqual([]);
  });

  it('are not made for a name that is more than a name', async () => {
    const answer = await client.ask('falcoWorkbench/wazuh/integration', {
      profile: 'sturdy',
      rulesFile: '$(x)',
    });
    expect(answer).toEqual({
      files: [],
      problems: [{ level: 'error', message: expect.stringContaining('$(x)') }],
    });
  });
});
