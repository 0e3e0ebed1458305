import { describe, expect, it } from 'vitest';
import { landCef, landSyslog } from '../../../server/src/kql/sidekick/landing.ts';
import { alertJson, cefLine, cefSeverity, jsonLine } from '../../../server/src/kql/sidekick/line.ts';
import { alert, sender, workspace } from '../parser-function/invented-alerts.ts';

const shell = alert('Shell in pod', 'A shell in a pod (user=root command=sh -c id)', {
  'proc.cmdline': 'sh -c id',
  'fd.name': null,
  'proc.args': ['-c', 'id'],
  env: { B: '2', A: 1 },
});

describe('the line of CEF mode', () => {
  it('has header, pairs, fields as Go prints them, and sorted tags', () => {
    expect(cefLine(shell, sender)).toBe(
      '<4>2024-06-15T10:00:03Z node-7 Falco[4711]: CEF:0|Falcosecurity|Falco|1.0|Falco Event|Shell in pod|6|' +
        'uuid=7f0f4a52-0c1d-4a39-9d7e-2b8f5f0a1c33 start=2024-06-15T10:00:01.123456789Z ' +
        'msg=A shell in a pod (user=root command=sh -c id) source=syscall hostname=falco-x2x9d ' +
        'outputfields=evt.time:1718445601123456800 user.name:root k8s.ns.name:shop proc.cmdline:sh -c id ' +
        'fd.name:<nil> proc.args:[-c id] env:map[A:1 B:2] tags=T1059,container,maturity_stable',
    );
  });

  it.each([
    ['Emergency', '10'],
    ['alert', '9'],
    ['Critical', '8'],
    ['Error', '7'],
    ['Warning', '6'],
    ['Notice', '4'],
    ['Informational', '3'],
    ['Debug', '0'],
    ['Loud', 'Uknown'],
  ])('priority %s has severity %s', (priority, severity) => expect(cefSeverity(priority)).toBe(severity));

  it('cuts long fields of an alert beyond 4,096 bytes', () => {
    const long = alert('Long', 'x', { 'proc.cmdline': 'y'.repeat(5000), 'fd.name': 'z'.repeat(512) });
    const line = cefLine(long, sender);
    expect(line).toContain(`proc.cmdline:${'y'.repeat(507)}[...] `);
    expect(line).toContain(`fd.name:${'z'.repeat(512)} `);
  });
});

describe('the line of JSON mode', () => {
  it('writes angle brackets and ampersands as escapes', () => {
    const text = alertJson(alert('A', 'a <b> & c', {}));
    expect(text).toContain('a \\u003cb\\u003e \\u0026 c');
    expect(JSON.parse(text).output).toBe('a <b> & c');
  });

  it('lands whole in SyslogMessage', () => {
    const row = landSyslog(jsonLine(shell, sender), sender, workspace);
    expect(row).toMatchObject({
      ProcessName: 'Falco',
      ProcessID: 4711,
      SeverityLevel: 'warning',
      Computer: 'node-7',
    });
    expect(JSON.parse(String(row!.SyslogMessage))).toMatchObject({ rule: 'Shell in pod' });
  });
});

describe('the landing of CEF (modelled)', () => {
  it('keeps the message up to the first label, and puts labels beside the other pairs', () => {
    const row = landCef(cefLine(shell, sender), sender, workspace);
    expect(row).toMatchObject({
      Activity: 'Shell in pod',
      LogSeverity: '6',
      Message: 'A shell in a pod (user=root',
    });
    expect(row!.AdditionalExtensions).toContain(
      'command=sh -c id);source=syscall;hostname=falco-x2x9d;outputfields=',
    );
    expect(row!.AdditionalExtensions).toContain('proc.cmdline:sh;-c;id;');
  });

  it('ends at a line break', () => {
    const broken = alert('Broken', 'one\ntwo=2 file=/x', {});
    expect(landCef(cefLine(broken, sender), sender, workspace)).toMatchObject({
      Message: 'one',
      AdditionalExtensions: 'uuid=7f0f4a52-0c1d-4a39-9d7e-2b8f5f0a1c33',
    });
  });

  it('shifts the header at a bar in the name of a rule', () => {
    const row = landCef(cefLine(alert('A|B', 'x', {}), sender), sender, workspace);
    expect(row).toMatchObject({ Activity: 'A', LogSeverity: 'B' });
  });

  it('is nothing for another line', () => expect(landCef('hello', sender, workspace)).toBeUndefined());
});
