import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { kqlInProcess } from '../support/kql-worker.ts';
import { startServer, type TestClient } from './client.ts';

const uri = 'file:///falco_rules.yaml';
const ruleNamed = (name: string) =>
  `- rule: ${JSON.stringify(name)}\n  desc: d\n  condition: evt.type = open\n  output: "%user.name"\n  priority: ERROR\n`;

let client: TestClient;

beforeEach(async () => {
  client = await startServer({}, { kqlWorker: () => kqlInProcess });
});

afterEach(() => client.close());

describe('files for Sentinel over the protocol', () => {
  it('are made for the rules of the workspace as it is now', async () => {
    await client.open(uri, ruleNamed('A rule'));
    const { subjects } = await client.ask('falcoWorkbench/sentinel/subjects', {});
    expect(subjects).toEqual([{ of: 'rule', name: 'A rule' }]);
    const made = await client.ask('falcoWorkbench/sentinel/rules', {
      subjects,
      kind: 'NRT',
      form: 'rule-yaml',
    });
    expect(made?.files.map(({ name }) => name)).toEqual(['a-rule.yaml']);
    expect(made?.files[0]?.text).toContain('\nkind: NRT\n');
    expect(made?.problems).toEqual([]);
  });

  it('say what is wrong at the name of the rule', async () => {
    await client.open(uri, ruleNamed('x'.repeat(300)));
    const { subjects } = await client.ask('falcoWorkbench/sentinel/subjects', {});
    const made = await client.ask('falcoWorkbench/sentinel/rules', {
      subjects,
      kind: 'Scheduled',
      form: 'arm',
    });
    expect(made).toEqual({
      files: [],
      problems: [
        {
          level: 'error',
          message: expect.stringContaining('300 characters'),
          place: { uri, start: { line: 0, character: 9 }, end: { line: 0, character: 309 } },
        },
      ],
    });
  });

  it('are the parser function and the settings on the way', async () => {
    const parser = await client.ask('falcoWorkbench/sentinel/parser', { form: 'yaml', date: '2026-11-21' });
    expect(parser?.files[0]?.text).toContain('LastUpdated: 2026-11-21');
    const shipping = await client.ask('falcoWorkbench/sentinel/shipping', {
      host: 'log.example.org',
      format: 'cef',
    });
    expect(shipping?.files.map(({ name }) => name)).toContain('INSTALL.md');
    const refused = await client.ask('falcoWorkbench/sentinel/shipping', { host: '$(x)', format: 'cef' });
    expect(refused?.problems).toEqual([
      { level: 'error', message: expect.stringContaining('$(x)'), code: 'sentinel-setting' },
    ]);
  });
});
