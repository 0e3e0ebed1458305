import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type Circumstances, runCommand } from './command-line.ts';

const rules = `- rule: Netcat
  desc: d
  condition: evt.type = execve and proc.name = nc
  output: Netcat (command=%proc.cmdline user=%user.name)
  priority: WARNING
`;
const detections = '- detection: Root netcat\n  rule: Netcat\n  where: user.name = root\n  level: 14\n';
const alert = (fields: object, rule = 'Netcat') =>
  `${JSON.stringify({ rule, priority: 'Warning', time: '2026-06-15T08:12:03Z', output: 'o', output_fields: fields })}\n`;
const alerts =
  alert({ 'evt.type': 'execve', 'proc.name': 'nc', 'user.name': 'root' }) +
  alert({ 'evt.type': 'execve', 'proc.name': 'sh' }) +
  alert({ 'evt.type': 'execve' }) +
  alert({ a: 'b' }, '<img src=x onerror=alert(1)>\u001b[31m');

const files = { 'rules.yaml': rules, 'my.detections.yaml': detections, 'alerts.jsonl': alerts };
const run = (args: string[] = [], more: Circumstances = {}) =>
  runCommand(['replay', '~/rules.yaml', '~/my.detections.yaml', '--alerts', '~/alerts.jsonl', ...args], {
    ...more,
    files: { ...files, ...more.files },
  });

describe('replay', () => {
  it('tells what each engine makes of each alert, then by rule', async () => {
    const { status, output, errors } = await run(['--transport', 'json']);
    expect([status, errors]).toEqual([0, '']);
    const lines = output.split('\n').map((line) => line.trim().split(/\s{2,}/));
    expect(lines.slice(0, 4).map((cells) => cells.slice(0, 4))).toEqual([
      ['Line', 'Rule', 'Falco', 'Sentinel (JSON)'],
      ['1', 'Netcat', 'fires', 'Netcat, Root netcat'],
      ['2', 'Netcat', 'silent', 'Netcat'],
      ['3', 'Netcat', 'unknown', 'Netcat'],
    ]);
    expect(lines[1]![4]).toMatch(/^\d{6} \(14\)$/);
    expect(lines[4]!.slice(2)).toEqual([
      'unknown rule',
      'not returned',
      expect.stringMatching(/^\d{6} \(8\)$/),
    ]);
    expect(lines).toContainEqual(['Netcat', '3', '1', '1', '1', '0', '3', '3']);
    expect(output).toMatch(/\n4 alerts of 2 rules\.\n$/);
    expect(output).not.toContain('\u001b');
  });

  it('gives JSON, an alert a line', async () => {
    const { output } = await run(['--format', 'json']);
    const { alerts: all, summary } = JSON.parse(output);
    expect(all[0]).toMatchObject({
      line: 1,
      rule: 'Netcat',
      falco: { verdict: 'fires', missing: [], othersFire: 0 },
      sentinel: { json: ['Netcat', 'Root netcat'] },
      wazuh: { level: 14, alert: true },
    });
    expect(all[2].falco).toEqual({ verdict: 'unknown', missing: ['proc.name'], othersFire: 0 });
    expect(summary).toMatchObject({ alerts: 4, rules: [{ rule: 'Netcat', alerts: 3, fires: 1 }, {}] });
  });

  it('gives a page whose texts are texts', async () => {
    const { output, texts } = await run(['--format', 'html', '--out', '~/report.html'], {
      wanted: ['report.html'],
    });
    expect(output).toBe('Wrote ~/report.html\n');
    expect(texts[0]).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(texts[0]).not.toContain('<img');
    expect(texts[0]).toMatch(/^<!doctype html>[\s\S]*<\/html>\n$/);
  });

  it.each(['table', 'json', 'html'])('says in a %s that CEF is modelled', async (format) => {
    const says = 'How a line of CEF lands is modelled on one field observation.';
    const report = async (transport: string) =>
      (await run(['--format', format, '--transport', transport])).output;
    expect(await report('both')).toContain(says);
    expect(await report('json')).not.toContain(says);
  });

  it('reads standard input, several files, and gzip by its first bytes', async () => {
    const input = gzipSync(alerts);
    const json = ['--transport', 'json'];
    expect((await run(['-', ...json], { input: alerts })).output).toMatch(/\n8 alerts of 2 rules\.\n$/);
    expect((await run(['-', ...json], { input })).output).toMatch(/\n8 alerts of 2 rules\.\n$/);
    const packed = { 'alerts.jsonl': input as unknown as string };
    expect((await run(json, { files: packed })).output).toMatch(/\n4 alerts of 2 rules\.\n$/);
  });

  it.each([
    [
      'a file that is not there',
      ['~/none.jsonl'],
      {},
      'none.jsonl: The file cannot be read: there is no such file',
    ],
    ['a file without alerts', [], { 'alerts.jsonl': 'hello\n' }, 'There is no alert in these files'],
    ['rules that Falco would refuse', [], { 'rules.yaml': '- rule: x\n' }, 'rules.yaml:1:'],
    [
      'a place that cannot be written',
      ['--out', '~/none/report.html'],
      {},
      'report.html: there is no such file',
    ],
  ])('fails for %s', async (_what, args, changed, message) => {
    const { status, errors } = await run(args, { files: changed });
    expect([status, errors]).toEqual([1, expect.stringContaining(message)]);
  });

  it('holds alerts against the queries in files of KQL', async () => {
    const { output } = await runCommand(['replay', '~/', '--alerts', '~/alerts.jsonl', '--format', 'json'], {
      files: { ...files, 'roots.kql': 'FalcoContainerSecurity | where user == "root"' },
    });
    expect(JSON.parse(output).alerts[0].sentinel.json).toEqual(['Netcat', 'Root netcat', 'roots.kql']);
  });

  it('gives the same alerts in the same order, however they are cut into batches', async () => {
    const many = Array.from({ length: 1203 }, (_, i) => alert({ 'evt.type': 'execve', 'evt.num': i })).join(
      '',
    );
    const { output } = await run(['--format', 'json', '--transport', 'json'], {
      files: { 'alerts.jsonl': many },
    });
    const { alerts: all, summary } = JSON.parse(output);
    expect(all.map(({ line }: { line: number }) => line)).toEqual(
      Array.from({ length: 1203 }, (_, i) => i + 1),
    );
    expect(summary.rules).toMatchObject([{ rule: 'Netcat', alerts: 1203, unknown: 1203, returned: 1203 }]);
  });

  it('ends its report where it is stopped', async () => {
    const input = alert({ 'evt.type': 'execve', 'proc.name': 'nc' }).repeat(100);
    const { status, output, errors } = await runCommand(
      ['replay', '~/rules.yaml', '--alerts', '-', '--format', 'json'],
      { files, input, watch: (written, _folder, stop) => written.includes('"line":5,') && stop() },
    );
    const { alerts: all, summary } = JSON.parse(output);
    expect(all.length).toBeLessThan(100);
    expect([status, errors, summary.alerts]).toEqual([
      130,
      `Stopped after ${all.length} alerts.\n`,
      all.length,
    ]);
  });

  it('keeps what it read of gzip that breaks off', async () => {
    const packed = gzipSync(alerts.repeat(2000));
    const { status, output, errors } = await run(['--transport', 'json'], {
      files: { 'alerts.jsonl': packed.subarray(0, -20) as unknown as string },
    });
    expect([status, errors]).toEqual([1, expect.stringContaining('The gzip data breaks off or is damaged')]);
    expect(output).toMatch(/\n[1-9]\d+ alerts of 2 rules\.\n$/);
  });

  it('tells what is strange, and not too much of it', async () => {
    const { errors } = await run([], {
      files: {
        'alerts.jsonl': `${alerts}${'{"rule":"Netcat","priority":"no","output_fields":{}}\n'.repeat(30)}`,
      },
    });
    expect(errors).toContain('alerts.jsonl:5: Falco has no priority "no".');
    expect(errors).toContain('10 more like these');
  });
});
