import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { escapeXml } from '../../server/src/cli/tests/junit-report.ts';
import { type Circumstances, runCommand } from './command-line.ts';

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
`;
const pass = '- test: It fires\n  alert: { from: Netcat }\n  expect: { fires: [Netcat] }\n';
const fail = `- test: It is <silent> & "quiet"
  alert: { from: Netcat, with: { proc.name: sh } }
  expect:
    fires: [Netcat]
    sentinel: { returned-by: [Netcat, Root], transport: json }
    wazuh: { level: 3 }
`;
const broken = '- test: It is nowhere\n  alert: { file: none.jsonl }\n  expect: { fires: [Root] }\n';

const run = (tests: string, args: string[] = [], more: Circumstances = {}) =>
  runCommand(['test', '~/rules.yaml', '~/a.falco-test.yaml', ...args], {
    ...more,
    files: { 'rules.yaml': rules, 'a.falco-test.yaml': tests, ...more.files },
  });

describe('test', () => {
  it('passes', async () => {
    const { status, output, errors } = await run(pass);
    expect([status, errors]).toEqual([0, '']);
    expect(output).toBe('~/a.falco-test.yaml\n  ✓ It fires\n\n1 test: 1 passed.\n');
  });

  it('fails, and shows what was expected, where, what came and why', async () => {
    const { status, output } = await run(pass + fail + broken);
    expect(status).toBe(1);
    expect(output).toContain(`  ✓ It fires
  ✗ It is <silent> & "quiet"
    ~/a.falco-test.yaml:7:13: The rule "Netcat" should fire, but it is silent.
          fires: [Netcat]
                  ^^^^^^
      \`proc.name = nc\` is false: it is "sh"
`);
    expect(
      output,
    ).toContain(`    ~/a.falco-test.yaml:8:39: The query "Root" should return it, but does not (JSON).
          sentinel: { returned-by: [Netcat, Root], transport: json }
                                            ^^^^
      Dropped by \`where Activity == "Root"\`
`);
    expect(output).toContain(':9:21: In Wazuh it should have level 3, but it is 8.');
    expect(output).toContain(':11:10: error: The file none.jsonl cannot be read.');
    expect(output).toMatch(/\n3 tests: 1 passed, 2 failed\.\n$/);
  });

  it('takes folders, detections, queries and Wazuh rules', async () => {
    const files = {
      'all/rules.yaml': rules,
      'all/my.detections.yaml': '- detection: Root netcat\n  rule: Netcat\n  where: user.name = root\n',
      'all/local_rules.xml':
        '<group name="local,"><rule id="120000" level="15"><if_sid>100604</if_sid><field name="rule">^Other$</field><description>Ours</description></rule></group>',
      'all/q.kql': 'FalcoContainerSecurity | where user == "root"',
      'all/a.falco-test.yaml': `- test: t
  alert: { from: Netcat, with: { user.name: root } }
  expect: { sentinel: { returned-by: [Root netcat, q.kql] } }
- test: u
  alert: { rule: Other, output: o, priority: Error, output_fields: { a: b } }
  expect: { wazuh: { id: 120000, level: 15 } }
`,
    };
    const { status, output, errors } = await runCommand(['test', '~/all'], { files });
    expect([output.split('\n').at(-2), errors, status]).toEqual(['2 tests: 2 passed.', '', 0]);
  });

  it('finds files of KQL by their names alone, where only one has it', async () => {
    const tests = pass.replace('fires: [Netcat]', 'sentinel: { returned-by: [q.kql] }');
    const query = { 'kql/q.kql': 'FalcoContainerSecurity | where Activity == "Netcat"' };
    const more = { files: { ...query, 'other/q.kql': 'FalcoContainerSecurity | where false' } };
    expect((await run(tests, ['~/kql/q.kql'], more)).output).toMatch(/1 passed\.\n$/);
    expect((await run(tests, ['~/kql'], more)).output).toMatch(/1 passed\.\n$/);
    const both = await run(tests, ['~/kql', '~/other'], more);
    expect(both.output).toContain('Several files are called q.kql: name one by its path.');
    expect((await run(tests, ['~/none.kql'])).errors).toContain('none.kql: there is no such file');
  });

  it.each([
    ['no test', '', 'There is no test in these files'],
    ['a test that cannot be read', '- test: t\n  expect: { fires: [Netcat] }\n', '[test-missing-key]'],
    ['a rule that is not there', pass.replace('from: Netcat', 'from: Netcut'), 'Did you mean `Netcat`?'],
  ])('refuses %s', async (_what, tests, message) => {
    const { status, errors } = await run(tests);
    expect([status, errors]).toEqual([1, expect.stringContaining(message)]);
  });

  it('refuses rules that Falco would refuse', async () => {
    const { status, errors } = await run(pass, [], { files: { 'rules.yaml': rules.replace('nc\n', '\n') } });
    expect([status, errors]).toEqual([1, expect.stringContaining('rules.yaml:3:')]);
  });

  it('shows hostile names and values as text', async () => {
    const { output } = await run(
      '- test: "a\\e[31mb"\n  alert: { from: Netcat, with: { proc.name: "x\\e[2Jy" } }\n  expect: { fires: [Netcat] }\n',
    );
    expect(output).not.toContain('\u001b');
  });

  it('tells which checks were ever true and false', async () => {
    const { output } = await run(pass, ['--coverage']);
    expect(output).toContain(
      '  ✓ Netcat (fires 1, silent 0, unknown 0)\n      never false: evt.type = execve\n',
    );
    expect(output).toMatch(/\d of 2 rules fires? in a test/);
  });
});

describe('test --format json', () => {
  it('gives places, what was expected and what came', async () => {
    const { status, output } = await run(pass + fail, ['--format', 'json']);
    const { passed, failed, tests } = JSON.parse(output);
    expect([status, passed, failed]).toEqual([1, 1, 1]);
    expect(tests[1]).toMatchObject({ name: 'It is <silent> & "quiet"', line: 4, passed: false });
    expect(tests[1].failures[0]).toEqual({
      engine: 'falco',
      line: 7,
      column: 13,
      message: 'The rule "Netcat" should fire, but it is silent.',
      expected: 'fires',
      actual: 'silent',
      reasons: ['`proc.name = nc` is false: it is "sh"'],
    });
  });
});

describe('test --format junit', () => {
  it('is XML with a suite for each file', async () => {
    const { output } = await run(pass + fail + broken, ['--format', 'junit']);
    expect(XMLValidator.validate(output)).toBe(true);
    const { testsuites } = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '' }).parse(output);
    expect(testsuites.testsuite).toMatchObject({ tests: '3', failures: '1', errors: '1' });
    const [first, second, third] = testsuites.testsuite.testcase;
    expect(first.name).toBe('It fires');
    expect(second.name).toBe('It is <silent> & "quiet"');
    expect(second.failure).toHaveLength(3);
    expect(third.error.message).toBe('The file none.jsonl cannot be read.');
  });

  it('is XML whatever is in names and values', async () => {
    const name = '\\0\\e[31m\\uFFFE <x> ]]> \\u202E \\uD83D 😀';
    const { output } = await run(
      `- test: "${name}"\n  alert: { from: Netcat, with: { proc.name: "${name}" } }\n  expect: { fires: [Netcat] }\n`,
      ['--format', 'junit'],
    );
    expect(XMLValidator.validate(output)).toBe(true);
    expect(output).not.toMatch(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Cs}/u);
    expect(output).toContain('&lt;x&gt; ]]&gt;');
  });

  it.each([
    ['<a b="c">&\'', '&lt;a b=&quot;c&quot;&gt;&amp;&apos;'],
    ['\u0000\u001b[31m\ufffe', '��[31m�'],
    ['half \ud800 😀', 'half � 😀'],
    [']]>\r\n\t', ']]&gt;&#13;&#10;&#9;'],
  ])('holds %j', (text, xml) => {
    expect(escapeXml(text)).toBe(xml);
  });
});

describe('test --update', () => {
  it('puts what comes out in the place of what was expected, and says what changed', async () => {
    const { status, output, texts } = await run(pass + fail, ['--update'], {
      wanted: ['a.falco-test.yaml'],
    });
    expect(status).toBe(0);
    expect(output).toContain('Updated ~/a.falco-test.yaml: It is <silent> & "quiet"\n  - fires: [Netcat]\n');
    expect(output).toContain('  + silent: [Netcat]\n');
    expect(texts[0]!.startsWith(pass)).toBe(true);
    expect((await run(texts[0]!)).status).toBe(0);
  });

  it('leaves alone what passes, and cannot record without an alert', async () => {
    expect((await run(pass, ['--update'])).output).toBe('Nothing to update: every test passes.\n');
    const { status, errors } = await run(broken, ['--update']);
    expect([status, errors]).toEqual([1, expect.stringContaining('It is nowhere: The file none.jsonl')]);
  });
});

describe('test --watch', () => {
  it('runs again when a file changes', async () => {
    const runs = new Set<number>();
    const { output, status } = await run(pass, ['--watch'], {
      watch: (written, folder, stop) => {
        const count = written.match(/passed/g)?.length ?? 0;
        if (runs.has(count)) return;
        runs.add(count);
        if (count === 1) setTimeout(() => appendFileSync(join(folder, 'a.falco-test.yaml'), fail), 50);
        if (count === 2) stop();
      },
    });
    expect(output).toMatch(/1 test: 1 passed\.\n\n[\s\S]*2 tests: 1 passed, 1 failed\.\n$/);
    expect(status).toBe(1);
  });

  it('runs again when a file changes that a test names, wherever it lies', async () => {
    const alert = (name: string) =>
      `${JSON.stringify({ rule: 'Netcat', output: 'o', output_fields: { 'evt.type': 'execve', 'proc.name': name } })}\n`;
    const tests = pass.replace('from: Netcat', 'file: alerts/a.jsonl');
    let changed = false;
    const { output } = await run(tests, ['--watch'], {
      files: { 'alerts/a.jsonl': alert('nc') },
      watch: (written, folder, stop) => {
        if (written.includes('1 failed')) stop();
        if (changed || !written.includes('1 passed')) return;
        changed = true;
        setTimeout(() => writeFileSync(join(folder, 'alerts/a.jsonl'), alert('sh')), 50);
      },
    });
    expect(output).toMatch(/1 passed\.\n\n[\s\S]*1 failed\.\n$/);
  });

  it('prints text only', async () => {
    expect((await run(pass, ['--watch', '--format', 'json'])).status).toBe(2);
  });
});
