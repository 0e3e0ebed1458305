import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startServer, type TestClient } from './client.ts';

const uri = 'file:///falco_rules.yaml';
const rule = (name: string, condition: string) =>
  `- rule: ${name}\n  desc: d\n  condition: ${condition}\n  output: "%user.name"\n  priority: ERROR\n`;
const text = rule('Netcat', 'evt.type = execve and proc.name = nc') + rule('Never', 'proc.name in ()');

let client: TestClient;

beforeEach(async () => {
  client = await startServer();
  await client.open(uri, text);
});

afterEach(() => client.close());

describe('sample alerts over the protocol', () => {
  it('list the rules and the one at the cursor', async () => {
    expect(await client.ask('falcoWorkbench/sample/rules', {})).toEqual({ rules: ['Netcat', 'Never'] });
    const position = { line: 7, character: 3 };
    expect(await client.ask('falcoWorkbench/sample/rules', { uri, position })).toMatchObject({
      current: 'Never',
    });
  });

  it('give an alert and its near misses, each with the check that it breaks', async () => {
    const made = await client.ask('falcoWorkbench/sample/alerts', { rule: 'Netcat' });
    const lines = 'text' in made ? made.text.trim().split('\n') : [];
    expect(lines.map((line) => [JSON.parse(line).rule, JSON.parse(line).note])).toEqual([
      ['Netcat', undefined],
      ['Netcat', 'near miss: not `evt.type = execve`'],
      ['Netcat', 'near miss: not `proc.name = nc`'],
    ]);
  });

  it('are made for the rule of the document, where another project has one of its name', async () => {
    const values = 'file:///values.yaml';
    const inner = rule('Netcat', 'evt.type = execve and proc.name = socat').replace(/^/gm, '    ');
    await client.open(values, `customRules:\n  own_rules.yaml: |-\n${inner}`);
    const made = await client.ask('falcoWorkbench/sample/alerts', { rule: 'Netcat', uri: values });
    expect('text' in made && made.text).toContain('socat');
  });

  it('say why there is none', async () => {
    const problem = 'No event can make `proc.name in ()` true.';
    expect(await client.ask('falcoWorkbench/sample/alerts', { rule: 'Never' })).toEqual({ problem });
  });
});
