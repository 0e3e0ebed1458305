import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { checkLayer } from '../features/coverage/layer-format.ts';
import { runCommand } from './command-line.ts';

const rules = `- rule: Shell in a container
  desc: A shell was started in a container.
  condition: evt.type = execve and proc.name = bash
  output: Shell started (command=%proc.cmdline)
  priority: NOTICE
  tags: [mitre_execution, T1059]
- rule: Untagged
  desc: d
  condition: evt.type = open
  output: o
  priority: NOTICE
  enabled: false
`;
const alerts = [
  { rule: 'Shell in a container', time: '2026-01-01T10:00:00Z', hostname: 'n1', output_fields: {} },
  { rule: 'Shell in a container', time: '2026-01-01T10:00:07Z', hostname: 'n1', output_fields: {} },
  {
    rule: 'Gone\u001b[31m',
    tags: ['T1485'],
    time: '2026-01-01T10:01:00Z',
    hostname: 'n1',
    output_fields: {},
  },
]
  .map((alert) => JSON.stringify(alert))
  .join('\n');
const packed = gzipSync(alerts).subarray(0, -9) as unknown as string;
const detections = '- detection: Shells\n  rule: Shell in a container\n';
const files = {
  'rules.yaml': rules,
  'my.detections.yaml': detections,
  'alerts.jsonl': alerts,
  'cut.gz': packed,
};
const run = (...more: string[]) =>
  runCommand(['coverage', '~/rules.yaml', '~/my.detections.yaml', ...more], { files });

describe('coverage', () => {
  it('lists tactics, techniques and gaps', async () => {
    const { status, output, errors } = await run();
    expect([status, errors]).toEqual([0, '']);
    expect(output).toMatch(
      /^MITRE ATT&CK 17\.1, enterprise: 1 technique in 1 of 14 tactics by 2 rules, 1 detection/,
    );
    expect(output).toMatch(/^ {2}T1059 {5}Command and Scripting Interpreter +1 +1 +0 +0$/m);
    expect(output).toMatch(/^ {2}without tags of ATT&CK \(1\): Untagged$/m);
    expect(output).not.toContain('The path');
  });

  it('counts alerts and shows their path, safe to print', async () => {
    const { output } = await run('--alerts', '~/alerts.jsonl');
    expect(output).toMatch(/^ {2}T1059 {5}Command and Scripting Interpreter +1 +1 +0 +2$/m);
    expect(output).toMatch(
      /^ {2}n1\n {4}2026-01-01T10:00:00\.000Z {2}Execution T1059: Shell in a container \(2 alerts\)$/m,
    );
    expect(output).toMatch(/^ {4}2026-01-01T10:01:00\.000Z {2}Impact T1485: Gone␛\[31m \(1 alert\)$/m);
  });

  it('writes a page whose texts are texts', async () => {
    const { status, output } = await run('--format', 'html', '--alerts', '~/alerts.jsonl');
    expect(status).toBe(0);
    expect(output).toMatch(/^<!doctype html>[\s\S]*<\/html>\n$/);
    expect(output).toContain('<caption>Execution</caption>');
    expect(output).toContain('<td>T1059</td><td>Command and Scripting Interpreter</td><td>1</td>');
    expect(output).toContain('<td>Untagged</td><td>no tags of ATT&amp;CK</td>');
    expect(output).toContain('<td>Impact</td><td>T1485</td><td>Gone�[31m</td><td>1</td>');
    expect(output).not.toMatch(/<script|\u001b/);
  });

  it('writes JSON', async () => {
    const { output } = await run('--format', 'json', '--alerts', '~/alerts.jsonl', '--enabled');
    expect(JSON.parse(output)).toMatchObject({
      attack: '17.1',
      counts: { techniques: 1, rules: 1, detections: 1, alerts: 3 },
      items: [{ name: 'Shell in a container', file: '~/rules.yaml' }, { kind: 'detection' }],
      paths: [{ host: 'n1', tactics: ['execution', 'impact'], steps: [{ count: 2 }, { count: 1 }] }],
    });
  });

  it('writes a layer of the Navigator', async () => {
    expect((await run('--format', 'navigator', '--out', '~/layer.json')).output).toBe('');
    const { output } = await run('--format', 'navigator');
    expect(checkLayer(JSON.parse(output))).toEqual([]);
  });

  it('fails where fewer techniques are covered than asked for', async () => {
    expect((await run('--fail-under', '1')).status).toBe(0);
    const { status, errors } = await run('--fail-under', '2');
    expect(status).toBe(1);
    expect(errors).toBe('error: 1 techniques are covered, fewer than the 2 asked for\n');
    expect((await run('--fail-under', 'x')).status).toBe(2);
  });

  it.each([
    [
      'alerts that are not there',
      ['--alerts', '~/no.jsonl'],
      /no\.jsonl: The file cannot be read: there is no such file/,
    ],
    ['gzip that breaks off', ['--alerts', '~/cut.gz'], /cut\.gz: The gzip data breaks off or is damaged/],
    ['a place that cannot be written', ['--out', '~/no/such/file'], /no\/such\/file: there is no such file/],
  ])('fails for %s', async (_, more, message) => {
    const { status, errors } = await run(...more);
    expect(status).toBe(1);
    expect(errors).toMatch(message);
  });
});
