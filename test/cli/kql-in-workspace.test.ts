import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { runInWorkspace } from '../../server/src/cli/kql-in-workspace.ts';
import type { Terminal } from '../../server/src/cli/terminal.ts';
import {
  fakeCredential,
  type LogAnalyticsService,
  startLogAnalytics,
  tableAnswer,
  workspaceId,
} from '../support/log-analytics.ts';
import { runCommand } from './command-line.ts';

const rules = `- rule: Shell in a container
  desc: A shell was started in a container.
  condition: evt.type = execve
  output: Shell started (command=%proc.cmdline)
  priority: NOTICE
`;
const rows = tableAnswer({ command: 'string', n: 'long' }, '[["bash -i",9007199254740993]]');

let folder: string;
let service: LogAnalyticsService;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'falco-workbench-'));
  writeFileSync(join(folder, 'rules.yaml'), rules);
  writeFileSync(join(folder, 'shells.kql'), 'FalcoContainerSecurity | where command has "sh"\n');
});
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(async () => {
  service = await startLogAnalytics(rows);
});
afterEach(() => service.close());

async function run(files: readonly string[], different: object = {}) {
  const told = { output: '', errors: '' };
  const terminal = {
    write: (text: string) => {
      told.output += text;
    },
    warn: (text: string) => {
      told.errors += text;
    },
  } as unknown as Terminal;
  const options = {
    as: 'query',
    form: 'kql',
    kind: 'Scheduled',
    transport: 'json',
    workspace: workspaceId,
    range: '7d',
    endpoint: service.endpoint,
    format: 'json',
    ...different,
  } as const;
  const paths = files.map((name) => join(folder, name));
  return { status: await runInWorkspace(paths, options, terminal, fakeCredential()), ...told };
}

it('runs a file of KQL as it stands', async () => {
  const { status, output } = await run(['shells.kql']);
  expect([status, output]).toEqual([0, expect.stringContaining('9007199254740993')]);
  expect(service.asked).toMatchObject([
    { query: 'FalcoContainerSecurity | where command has "sh"\n', timespan: 'P7D' },
  ]);
});

it('runs each query of a file, and names the line of a fault in it', async () => {
  writeFileSync(join(folder, 'two.kql'), 'Syslog | count\n\n// second\nSyslog | cnt\n');
  const error = { code: 'SyntaxError', message: 'Not so', line: 2, pos: 9 };
  service.answers = [rows, { status: 400, body: JSON.stringify({ error }) }];
  const { status, errors } = await run(['two.kql']);
  expect(service.asked.map(({ query }) => query)).toEqual([
    'Syslog | count\n\n',
    '// second\nSyslog | cnt\n',
  ]);
  expect(status).toBe(1);
  expect(errors).toMatch(/two\.kql:4:10: .*Not so/);
});

it('runs the queries of rules', async () => {
  const { status, output } = await run(['rules.yaml'], { format: 'csv', rule: ['Shell in a container'] });
  expect([status, output]).toEqual([0, expect.stringContaining('bash -i')]);
  expect(service.asked[0]?.query).toContain('| where Activity == "Shell in a container"');
});

it('says what is wrong, with the place in the file', async () => {
  service.answers = [
    {
      status: 400,
      body: '{"error":{"code":"x","message":"Not this","innererror":{"message":"No such thing","line":1,"pos":4}}}',
    },
  ];
  const { status, errors } = await run(['shells.kql']);
  expect([status, errors]).toEqual([
    1,
    `error: ${join(folder, 'shells.kql')}:1:5: Log Analytics refuses the query: No such thing.\n`,
  ]);
});

it.each([
  ['without a workspace', { workspace: '' }, 'No workspace is named'],
  ['for a rule that is not there', { rule: ['No rule'] }, 'No rule or detection is called "No rule"'],
  ['with another service', { endpoint: 'https://example.org' }, 'no service of Log Analytics'],
])('asks nobody %s', async (_what, different, words) => {
  const { status, errors } = await run(['rules.yaml'], different);
  expect([status, errors, service.asked]).toEqual([1, expect.stringContaining(words), []]);
});

it('is an option of the command line', async () => {
  const { status, errors } = await runCommand(['kql', '~/q.kql', '--run'], { files: { 'q.kql': 'print 1' } });
  expect([status, errors]).toEqual([1, expect.stringContaining('No workspace is named')]);
});
