import { describe, expect, it } from 'vitest';
import { localSentinel } from '../../../server/src/features/stages/local-sentinel.ts';
import { coverageOf } from '../../../server/src/features/tests/coverage.ts';
import { Engines, type TestContext } from '../../../server/src/features/tests/engines.ts';
import { recordTest } from '../../../server/src/features/tests/record.ts';
import { runTests, type TestResult } from '../../../server/src/features/tests/run-tests.ts';
import { testAlert } from '../../../server/src/features/tests/test-alert.ts';
import { filesOf } from '../../../server/src/features/tests/test-files.ts';
import { loadKusto } from '../../../server/src/kql/kusto/library.ts';
import { applyEdits } from '../../../server/src/text/edit.ts';
import { readTests } from '../../../server/src/workspace/tests/read-tests.ts';
import { Workspace } from '../../../server/src/workspace/workspace.ts';

const openSentinel = localSentinel(loadKusto);
const rules = `- rule: Netcat
  desc: d
  condition: evt.type = execve and proc.name = nc
  output: Netcat (command=%proc.cmdline user=%user.name)
  priority: WARNING
- rule: Root
  desc: d
  condition: user.name = root
  output: Root (user=%user.name)
  priority: NOTICE
- rule: Never
  desc: d
  condition: proc.name in ()
  output: Never (user=%user.name)
  priority: NOTICE
`;
const detections = `- detection: Netcat of app
  rule: Netcat
  where: user.name = app
  severity: High
`;
const alerts =
  '\n{"rule":"Netcat","priority":"Warning","output_fields":{"proc.name":"nc","user.name":"app"}}\n';

function context(tests: string): TestContext {
  const workspace = new Workspace();
  workspace.setFile('file:///w/rules.yaml', rules);
  workspace.setFile('file:///w/my.detections.yaml', detections);
  workspace.setFile('file:///w/a.falco-test.yaml', tests);
  return {
    snapshot: workspace.snapshot(),
    texts: new Map([
      ['file:///w/alerts%20here/a.jsonl', alerts],
      ['file:///w/queries/warnings.kql', 'FalcoContainerSecurity | where LogSeverity == "Warning"'],
      ['file:///w/queries/app.kql', 'FalcoContainerSecurity | where user == "app"'],
      ['file:///w/queries/broken.kql', 'FalcoContainerSecurity | where NoColumn == 1'],
    ]),
    moment: { nanoseconds: 1781511123418209377n, hostname: 'node-1' },
    now: Date.UTC(2026, 5, 16),
    openSentinel,
  };
}

function testsIn({ snapshot }: TestContext) {
  return snapshot.testFiles.flatMap(({ read }) => readTests(read).tests);
}

async function all(made: TestContext): Promise<TestResult[]> {
  const results: TestResult[] = [];
  for await (const result of runTests(testsIn(made), made)) results.push(result);
  return results;
}

/** The messages of the failures of a single test, or why it was not run. */
async function run(alert: string, expectations: string): Promise<string[]> {
  const made = context(`- test: t\n  alert: ${alert}\n  expect: ${expectations}\n`);
  return (await all(made)).flatMap(({ error, failures }) =>
    error === undefined ? failures.map(({ message }) => message) : [error],
  );
}

const netcat = '{ from: Netcat, with: { user.name: app } }';

describe('a test is met', () => {
  it.each([
    [netcat, '{ fires: [Netcat], silent: [Root] }'],
    ['{ from: Netcat, without: [user.name] }', '{ unknown: [Root] }'],
    ['{ file: alerts here/a.jsonl, line: 2 }', '{ unknown: [Netcat], silent: [Root] }'],
    ['{ rule: Netcat, output_fields: { evt.type: execve, proc.name: nc } }', '{ fires: [Netcat] }'],
    ['{ rule: Netcat, output_fields: { proc.name: nc }, with: { evt.type: open } }', '{ silent: [Netcat] }'],
    [netcat, '{ wazuh: { level: 8, alert: true, description: Netcat } }'],
    [netcat, '{ sentinel: { returned-by: [Netcat], not-returned-by: [Root] } }'],
    [netcat, '{ sentinel: { returned-by: [Netcat], transport: cef } }'],
    [netcat, '{ sentinel: { returned-by: [Netcat, Netcat of app], transport: json } }'],
    ['{ from: Netcat }', '{ sentinel: { returned-by: [Netcat], not-returned-by: [Netcat of app] } }'],
    [netcat, '{ sentinel: { returned-by: [queries/app.kql], transport: both } }'],
    ['{ from: Netcat }', '{ sentinel: { not-returned-by: [queries/app.kql] } }'],
    [netcat, '{ sentinel: { returned-by: [Netcat], severity: Medium, transport: both } }'],
    [netcat, '{ sentinel: { returned-by: [Netcat of app], severity: High } }'],
    [netcat, '{ sentinel: { entities: { Host: node-1, Account: [app] }, transport: both } }'],
    ['{ rule: Other, output_fields: {} }', '{ wazuh: { alert: false } }'],
  ])('%s %s', async (alert, expectations) => {
    expect(await run(alert, expectations)).toEqual([]);
  });
});

describe('a test is not met', () => {
  it.each([
    [netcat, '{ fires: [Root] }', 'The rule "Root" should fire, but it is silent.'],
    [netcat, '{ silent: [Netcat] }', 'The rule "Netcat" should be silent, but it fires.'],
    [netcat, '{ unknown: [Netcat] }', 'The rule "Netcat" should be unknown, but it fires.'],
    [
      '{ from: Netcat, without: [user.name] }',
      '{ fires: [Root] }',
      'The rule "Root" should fire, but the alert does not tell.',
    ],
    [netcat, '{ fires: [Missing] }', 'Falco does not load the rule "Missing".'],
    [netcat, '{ wazuh: { level: 3 } }', 'In Wazuh it should have level 3, but it is 8.'],
    [
      netcat,
      '{ sentinel: { returned-by: [Root], transport: json } }',
      'The query "Root" should return it, but does not (JSON).',
    ],
    [
      netcat,
      '{ sentinel: { not-returned-by: [Netcat], transport: cef } }',
      'The query "Netcat" should not return it, but does (CEF).',
    ],
    [
      netcat,
      '{ sentinel: { returned-by: [Netcat of app], severity: Low } }',
      'Of the incident the severity should be Low, but it is High (JSON).',
    ],
    [
      netcat,
      '{ sentinel: { entities: { Host: node-2 }, transport: cef } }',
      'Of the incident the Host should be node-2, but it is node-1 (CEF).',
    ],
    [
      netcat,
      '{ sentinel: { entities: { IP: 192.0.2.1 } } }',
      'Of the incident the IP should be 192.0.2.1, but it has none (JSON).',
    ],
    [
      '{ rule: Other, output_fields: {} }',
      '{ sentinel: { severity: High } }',
      'Of the incident the severity should be High, but no analytics rule returns it (JSON).',
    ],
    [
      netcat,
      '{ sentinel: { returned-by: [queries/none.kql] } }',
      'The file queries/none.kql cannot be read.',
    ],
    [
      netcat,
      '{ sentinel: { not-returned-by: [queries/broken.kql] } }',
      'The query "queries/broken.kql" cannot be run (JSON).',
    ],
    [netcat, '{ wazuh: { alert: false } }', 'In Wazuh it should make no alert, but it makes one.'],
    [
      '{ rule: Other, output_fields: {} }',
      '{ wazuh: { description: x } }',
      'In Wazuh it should be described as "x", but no rule matches.',
    ],
    [
      '{ from: Never }',
      '{ fires: [Never] }',
      'There is no sample alert for "Never". No event can make `proc.name in ()` true.',
    ],
    ['{ file: none.jsonl, line: 1 }', '{ fires: [Netcat] }', 'The file none.jsonl cannot be read.'],
    [
      '{ file: alerts here/a.jsonl, line: 1 }',
      '{ fires: [Netcat] }',
      'No alert begins on line 1 of alerts here/a.jsonl.',
    ],
  ])('%s %s', async (alert, expectations, message) => {
    expect(await run(alert, expectations)).toEqual([message]);
  });

  it('says why', async () => {
    const made = context(
      `- test: t\n  alert: ${netcat}\n  expect:\n    fires: [Root]\n    sentinel: { returned-by: [Root], transport: json }\n    wazuh: { level: 3 }\n`,
    );
    const failures = (await all(made)).flatMap((result) => result.failures);
    expect(failures.map(({ reasons }) => reasons[0])).toEqual([
      '`user.name = root` is false: it is "app"',
      expect.stringMatching(/^It ends on rule \d+, level 8: /),
      'Dropped by `where Activity == "Root"`',
    ]);
  });

  it.each(['{ returned-by: [Root], transport: cef }', '{ severity: Low, transport: cef }'])(
    'and that CEF is modelled: %s',
    async (expected) => {
      const made = context(`- test: t\n  alert: ${netcat}\n  expect:\n    sentinel: ${expected}\n`);
      const [failure] = (await all(made)).flatMap((result) => result.failures);
      expect(failure!.reasons.at(-1)).toBe('How a line of CEF lands is modelled on one field observation.');
    },
  );
});

describe('files with alerts', () => {
  it('are named by their addresses, each once', () => {
    const made = context(
      '- test: a\n  alert: { file: alerts here/a.jsonl, line: 2 }\n- test: b\n  alert: { file: ./alerts here/a.jsonl }\n',
    );
    expect(filesOf(testsIn(made))).toEqual(['file:///w/alerts%20here/a.jsonl']);
  });
});

describe('record mode', () => {
  it('puts what comes out now in the place of what was expected', async () => {
    const text = `- test: t\n  alert: ${netcat}\n  expect:\n    fires: [Root]\n`;
    const made = context(text);
    const [test] = testsIn(made);
    const edit = (await recordTest(test!, await Engines.open(made, [test!])))!;
    const recorded = applyEdits(text, [edit]);
    expect(recorded).toContain('  expect:\n    fires: [Netcat]\n    silent: [Root]\n    wazuh: { id: ');
    expect(recorded).toContain('    sentinel:\n      returned-by: [Netcat, Netcat of app]');
    const again = context(recorded);
    expect((await all(again)).flatMap(({ failures }) => failures)).toEqual([]);
  });

  it.each([
    ['fires: [Root]', 'silent: [Root]'],
    ['sentinel: { not-returned-by: [Netcat] }', 'returned-by: [Netcat, Netcat of app]'],
    ['sentinel: { not-returned-by: [Netcat, Root] }', 'not-returned-by: [Root]'],
    ['sentinel: { not-returned-by: [Netcat], transport: both }', 'transport: both'],
    ['sentinel: { entities: { Host: node-1, Account: no } }', 'entities:\n        Host: "node-1"'],
    ['wazuh: { level: 1, description: Netcat }', 'description: Netcat }'],
    ['sentinel: { returned-by: [Root, queries/app.kql] }', 'returned-by: [queries/app.kql, Netcat'],
  ])('keeps what else %s says: %s', async (expected, kept) => {
    const text = `- test: t\n  alert: ${netcat}\n  expect: { ${expected} }\n`;
    const made = context(text);
    const [test] = testsIn(made);
    const edit = (await recordTest(test!, await Engines.open(made, [test!])))!;
    const recorded = applyEdits(text, [edit]);
    expect(recorded).toContain(kept);
    const again = context(recorded);
    expect((await all(again)).flatMap(({ failures }) => failures)).toEqual([]);
  });

  it('adds what is expected where nothing was', async () => {
    const text = '- test: t\n  alert:\n    from: Netcat\n- test: u\n  alert: { from: Root }\n';
    const made = context(text);
    const engines = await Engines.open(made, testsIn(made));
    const edits = await Promise.all(testsIn(made).map(async (test) => (await recordTest(test, engines))!));
    const again = context(applyEdits(text, edits));
    const results = await all(again);
    expect(results.map(({ test, failures }) => [test.expectations.length > 0, failures])).toEqual([
      [true, []],
      [true, []],
    ]);
  });
});

describe('coverage', () => {
  it('says which checks were ever true, false or unknown', () => {
    const made = context(
      `- test: a\n  alert: ${netcat}\n- test: b\n  alert: { from: Netcat, with: { proc.name: sh }, without: [evt.type] }\n`,
    );
    const all = testsIn(made).flatMap((test) => {
      const alert = testAlert(test, made);
      return alert.ok ? [alert.alert] : [];
    });
    expect(coverageOf(all, made.snapshot, new Set(['Netcat']))).toEqual([
      {
        rule: 'Netcat',
        fired: 1,
        silent: 1,
        unknown: 0,
        checks: [
          { check: 'evt.type = execve', wasTrue: true, wasFalse: false, wasUnknown: true },
          { check: 'proc.name = nc', wasTrue: true, wasFalse: true, wasUnknown: false },
        ],
      },
    ]);
  });
});
