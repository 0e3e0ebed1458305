import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type {
  NotificationsToClient,
  RequestsToServer,
  TestFile,
  TestOutcome,
} from '../../server/src/protocol.ts';
import { kqlInProcess } from '../support/kql-worker.ts';
import { startServer, type TestClient } from './client.ts';

const rules = `- rule: Netcat
  desc: d
  condition: evt.type = execve and proc.name = nc
  output: Netcat (command=%proc.cmdline user=%user.name)
  priority: ERROR
`;
const tests = `- test: First
  alert: { from: Netcat }
  expect: { fires: [Netcat], sentinel: { returned-by: [Netcat] } }
- test: Second
  alert: { from: Netcat, with: { proc.name: sh } }
  expect: { fires: [Netcat] }
`;
const uri = 'file:///w/a.falco-test.yaml';

let client: TestClient;
let lists: TestFile[][];
let outcomes: TestOutcome[];

function ask<Method extends keyof RequestsToServer>(
  method: Method,
  params: RequestsToServer[Method]['params'],
): Promise<RequestsToServer[Method]['result']> {
  return client.request(method, params);
}

beforeEach(async () => {
  lists = [];
  outcomes = [];
  client = await startServer(
    { initializationOptions: { tests: true } },
    { kqlWorker: () => kqlInProcess },
    (connection) => {
      connection.onNotification(
        'falcoWorkbench/tests/list',
        ({ files }: NotificationsToClient['falcoWorkbench/tests/list']) => {
          lists.push([...files]);
        },
      );
      connection.onNotification('falcoWorkbench/tests/result', (outcome: TestOutcome) => {
        outcomes.push(outcome);
      });
    },
  );
  await client.open('file:///w/rules.yaml', rules);
  await client.open(uri, tests);
});

afterEach(() => client.close());

const both = [
  { uri, index: 0 },
  { uri, index: 1 },
];

describe('tests over the protocol', () => {
  it('find files of KQL of the workspace by their names', async () => {
    const text = tests.replace('returned-by: [Netcat]', 'returned-by: [q.kql], not-returned-by: [none.kql]');
    await client.open('file:///w/b.falco-test.yaml', text);
    const queries = {
      'file:///w/kql/q.kql': 'FalcoContainerSecurity | where Activity == "Netcat"',
      'file:///w/kql/none.kql': 'FalcoContainerSecurity | where false',
    };
    await ask('falcoWorkbench/tests/run', {
      run: 1,
      tests: [{ uri: 'file:///w/b.falco-test.yaml', index: 0 }],
      coverage: false,
      queries,
    });
    expect(outcomes).toMatchObject([{ index: 0, failures: [] }]);
  });

  it('are listed with their places', async () => {
    await expect.poll(() => lists.at(-1)).toBeDefined();
    const [file] = lists.at(-1)!;
    expect(file!.tests.map(({ name, range }) => [name, range.start])).toEqual([
      ['First', { line: 0, character: 8 }],
      ['Second', { line: 3, character: 8 }],
    ]);
  });

  it('are run, each result told by itself, and give coverage', async () => {
    const result = await ask('falcoWorkbench/tests/run', { run: 7, tests: both, coverage: true });
    expect(outcomes).toEqual([
      { run: 7, uri, index: 0, failures: [] },
      {
        run: 7,
        uri,
        index: 1,
        failures: [
          {
            message: 'The rule "Netcat" should fire, but it is silent.',
            expected: 'fires',
            actual: 'silent',
            reasons: ['`proc.name = nc` is false: it is "sh"'],
            place: { uri, start: { line: 5, character: 20 }, end: { line: 5, character: 26 } },
          },
        ],
      },
    ]);
    const at = (start: number, end: number) => ({
      uri: 'file:///w/rules.yaml',
      start: { line: 2, character: start },
      end: { line: 2, character: end },
    });
    expect(result!.checks).toEqual([
      { place: at(13, 30), true: 2, false: 0, unknown: 0 },
      { place: at(35, 49), true: 1, false: 1, unknown: 0 },
    ]);
    expect(result!.rules.map(({ name, fired }) => [name, fired])).toEqual([['Netcat', 1]]);
  });

  it('end where nobody wants them', async () => {
    const { CancellationTokenSource } = await import('vscode-languageserver-protocol/node');
    const source = new CancellationTokenSource();
    source.cancel();
    const many = Array.from({ length: 200 }, () => both[0]!);
    const params = { run: 8, tests: many, coverage: false };
    const answer = client.connection.sendRequest('falcoWorkbench/tests/run', params, source.token);
    await answer.then(
      (result) => expect(result).toBeNull(),
      (error: unknown) => expect(error).toBeInstanceOf(Error),
    );
    expect(outcomes.length).toBeLessThan(200);
  });

  it('are recorded as edits', async () => {
    const { edits, problems } = await ask('falcoWorkbench/tests/record', { tests: [both[1]!] });
    expect(problems).toEqual([]);
    expect(edits).toMatchObject([{ uri, name: 'Second', start: { line: 5, character: 10 } }]);
    expect(edits[0]!.newText).toContain('silent: [Netcat]');
  });

  it('are made of a rule, of an alert in a file, and of one that is in none', async () => {
    const alert =
      '\n{"rule":"Netcat","priority":"Error","output_fields":{"evt.type":"execve","proc.name":"nc"}}\n';
    const made = async (source: RequestsToServer['falcoWorkbench/tests/new']['params']['source']) => {
      const result = await ask('falcoWorkbench/tests/new', { target: uri, source });
      return 'text' in result ? result.text : result.problem;
    };
    expect(await made({ kind: 'rule', rule: 'Netcat' })).toMatch(
      /^- test: Netcat\n {2}alert:\n {4}from: Netcat\n {2}expect:\n {4}fires: \[Netcat\]\n {4}wazuh: \{ id: \d+, level: 10, alert: true \}\n {4}sentinel:\n {6}returned-by: \[Netcat\]\n {6}severity: Medium\n$/,
    );
    const address = 'file:///w/more%20alerts/a.jsonl';
    expect(await made({ kind: 'alert', text: alert, line: 2, address })).toContain(
      '- test: Netcat on line 2\n  alert:\n    file: more alerts/a.jsonl\n    line: 2\n  expect:\n',
    );
    expect(await made({ kind: 'alert', text: alert, line: 2 })).toContain(
      '    output_fields:\n      "evt.type": "execve"\n      "proc.name": "nc"\n',
    );
    expect(await made({ kind: 'alert', text: '\n\n', line: 2 })).toBe(
      'There is no alert of Falco on this line.',
    );
  });
});
