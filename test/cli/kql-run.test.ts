import { describe, expect, it } from 'vitest';
import { runCommand } from './command-line.ts';

const alert = (fields: Record<string, unknown>, more = {}) =>
  JSON.stringify({
    rule: 'Shell in a container',
    priority: 'Notice',
    source: 'syscall',
    time: '2026-11-21T11:59:00Z',
    output: 'Shell started (command=bash user=www)',
    output_fields: { 'proc.cmdline': 'bash', 'user.name': 'www', ...fields },
    ...more,
  });
const rules = `- rule: Shell in a container
  desc: A shell was started in a container.
  condition: evt.type = execve
  output: Shell started (command=%proc.cmdline user=%user.name ssh_client=%fd.cip)
  priority: NOTICE
`;
const now = ['--now', '2026-11-21T12:00:00Z'];
const run = (query: string, files: Record<string, string> = {}, more: string[] = []) => {
  const data = Object.keys(files).filter((name) => !/\.(?:kql|yaml)$/.test(name));
  const given = data.length === 0 ? [] : ['--data', ...data.map((name) => `~/${name}`)];
  return runCommand(['kql-run', query, ...given, ...now, ...more], { files });
};
const answer = async (...given: Parameters<typeof run>) => {
  const [query, files, more = []] = given;
  const { output, errors } = await run(query, files, ['--format', 'json', ...more]);
  return errors === '' ? JSON.parse(output) : errors;
};

describe('kql-run', () => {
  it('prints a table', async () => {
    const { status, output } = await run('range n from 8 to 10 step 1 | extend word = strcat("n", n)');
    expect([status, output]).toEqual([0, 'n   word\n--  ----\n8   n8\n9   n9\n10  n10\n\n3 rows\n']);
  });

  it('reads the query from a file', async () => {
    const { output } = await run('~/mine.kql', { 'mine.kql': 'print today = startofday(now())\n' });
    expect(output).toContain('2026-11-21T00:00:00.0000000Z');
  });

  it.each([
    ['an array', 'people.json', '[{"name":"Ann","age":41},{"name":"Bob","age":7}]'],
    ['an object a line', 'people.json', '{"name":"Ann","age":41}\n{"name":"Bob","age":7}\n'],
    ['CSV', 'people.csv', 'name,age\r\nAnn,41\r\nBob,7\r\n'],
    [
      'an answer of Log Analytics',
      'people.json',
      '{"tables":[{"name":"PrimaryResult","columns":[{"name":"name"},{"name":"age"}],"rows":[["Ann",41],["Bob",7]]}]}',
    ],
  ])('takes rows as %s, with the types that they have', async (_, file, text) => {
    const query = 'people | where age > 18 | project name, type = gettype(age)';
    expect(await answer(query, { [file]: text })).toEqual([{ name: 'Ann', type: 'long' }]);
  });

  it.each([
    ['12', 'long'],
    ['9007199254740993', 'long'],
    ['1.5', 'real'],
    ['true', 'bool'],
    ['"2026-11-21T10:00:00Z"', 'datetime'],
    ['{"a":1}', 'dictionary'],
    ['"12 apples"', 'string'],
  ])('%s is a value of type %s', async (value, type) => {
    expect(await answer('t | project x = gettype(v)', { 't.json': `[{"v":${value}}]` })).toEqual([
      { x: type },
    ]);
  });

  it('keeps all digits of a 64-bit number', async () => {
    expect(await answer('t | project x = v + 2', { 't.json': '[{"v":9007199254740993}]' })).toEqual([
      { x: '9007199254740995' },
    ]);
  });

  it.each(['json', 'cef', 'both'])('sends alerts over %s and runs the parser function', async (transport) => {
    const query = 'FalcoContainerSecurity | where TimeGenerated > ago(5m) | project Activity, user';
    const more = ['--format', 'json', '--transport', transport];
    const { output, errors } = await run(query, { 'alerts.log': `${alert({})}\n` }, more);
    const row = { Activity: 'Shell in a container', user: 'www' };
    expect(JSON.parse(output)).toEqual(transport === 'both' ? [row, row] : [row]);
    const note = 'note: How a line of CEF lands is modelled on one field observation.\n';
    expect(errors).toBe(transport === 'json' ? '' : note);
  });

  it('gives the parser function the columns of the rules', async () => {
    const files = { 'alerts.json': alert({ 'fd.cip': '10.0.0.7' }), 'my.yaml': rules };
    const query = 'FalcoContainerSecurity | project ssh_client';
    expect(await answer(query, files, ['--rules', '~/my.yaml'])).toEqual([{ ssh_client: '10.0.0.7' }]);
  });

  it.each([
    [
      'its column Type',
      '[{"TimeGenerated":"2026-11-21T10:00:00Z","Type":"SigninLogs","User":"ann"}]',
      'SigninLogs',
    ],
    ['columns of Syslog', '[{"SyslogMessage":"hello"}]', 'Syslog'],
    ['columns of CommonSecurityLog', '[{"LogSeverity":"3","AdditionalExtensions":""}]', 'CommonSecurityLog'],
    ['its file', '[{"a":1}]', 'export'],
  ])('knows a table by %s', async (_, text, table) => {
    expect(await answer(`['${table}'] | count`, { 'export.json': text })).toEqual([{ Count: 1 }]);
  });

  it('takes the table that is named', async () => {
    expect(await answer('Mine | count', { 'x.json': '[{"rule":"no alert"}]' }, ['--table', 'Mine'])).toEqual([
      { Count: 1 },
    ]);
  });

  it('says what is wrong with the query, at its place', async () => {
    const { status, output, errors } = await run('print x = 1\n| where y > 1');
    expect([status, output]).toEqual([1, '']);
    expect(errors).toBe(
      "query:2:9: error: The name 'y' does not refer to any known column, table, variable or function. [KS142]\n" +
        '  | where y > 1\n          ^\n',
    );
  });

  it('names what the engine does not do, at its place', async () => {
    const { status, errors } = await run('print x = 1 | evaluate autocluster()');
    expect(status).toBe(1);
    expect(errors).toMatch(/^query:1:\d+: error: .*autocluster.*\n.*\n +\^+\n$/);
  });

  it.each([
    ['no-such.kql', {}, 'no-such.kql: there is no such file'],
    ['print 1', { 'notes.txt': 'just words\n' }, 'notes.txt: it holds neither rows'],
  ])('fails with %s and %j', async (query, files, message) => {
    const { status, errors } = await run(query, files);
    expect([status, errors]).toEqual([1, expect.stringContaining(message)]);
  });

  it('refuses a moment that is none', async () => {
    const { status, errors } = await run('print 1', {}, ['--now', 'soon']);
    expect([status > 0, errors]).toEqual([
      true,
      expect.stringContaining('It looks like 2026-11-21T12:00:00Z'),
    ]);
  });
});

describe('hostile cells', () => {
  const hostile = '\u001b[2Jgone\u202e\u009b31m\nnext';
  const files = { 't.json': JSON.stringify([{ v: hostile }]) };

  it.each(['table', 'json', 'csv'])('do not steer the terminal as %s', async (format) => {
    const { output } = await run('t', files, ['--format', format]);
    expect(output).not.toMatch(/[\u001b\u009b\u202e]/);
  });

  it('are whole in JSON', async () => {
    expect(await answer('t', files)).toEqual([{ v: hostile }]);
  });

  it.each([
    ['=HYPERLINK("x")', `"'=HYPERLINK(""x"")"`],
    ['@SUM(1)', "'@SUM(1)"],
    ['-1+cmd', "'-1+cmd"],
    ['\t=1', "'\t=1"],
    ['a,b', '"a,b"'],
    ['plain', 'plain'],
  ])('%j is no formula in CSV', async (value, cell) => {
    const { output } = await run('t', { 't.json': JSON.stringify([{ v: value }]) }, ['--format', 'csv']);
    expect(output).toBe(`v\r\n${cell}\r\n`);
  });

  it('leaves numbers in CSV as they are', async () => {
    expect((await run('print n = -5', {}, ['--format', 'csv'])).output).toBe('n\r\n-5\r\n');
  });

  it('cuts what is long in a table, and nowhere else', async () => {
    const long = { 't.json': JSON.stringify([{ v: 'x'.repeat(70_000) }]) };
    expect((await run('t', long)).output).toMatch(/^x{79}…$/m);
    expect((await answer('t', long))[0].v).toHaveLength(70_000);
  });
});
