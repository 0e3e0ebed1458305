import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { alertFormats } from '../../server/src/features/alert-formats.ts';
import type { FalcoAlert } from '../../server/src/kql/sidekick/alert.ts';
import { landCef, landSyslog } from '../../server/src/kql/sidekick/landing.ts';
import { cefLine, jsonLine } from '../../server/src/kql/sidekick/line.ts';
import type { Alert } from '../../server/src/replay/alert.ts';
import { readAlerts } from '../../server/src/replay/read-alerts.ts';
import type { JsonObject } from '../../server/src/text/json.ts';
import { parseJson } from '../../server/src/text/json.ts';

const sender = { host: 'node-1', pid: 7, sent: '2026-06-15T09:00:00Z' };
const workspace = { tenantId: 'tenant' };

const lines = readFileSync('examples/alerts/alerts.jsonl', 'utf8').trim().split('\n');
const originals = lines.map((line) => ({ uuid: 'u', ...(parseJson(line) as object) })) as FalcoAlert[];

function read(text: string) {
  const alerts: Alert[] = [];
  const oddities: string[] = [];
  let otherLines = 0;
  for (const piece of readAlerts([text], alertFormats)) {
    alerts.push(...piece.alerts);
    oddities.push(...piece.oddities.map(({ line, message }) => `${line}: ${message}`));
    otherLines += piece.otherLines;
  }
  return { alerts, oddities, otherLines };
}

/** Rule, priority, source and every field with its value as a text, sorted by name. */
function essence(alert: Pick<Alert, 'rule' | 'priority' | 'source' | 'fields'>) {
  const fields = Object.entries(alert.fields).map(([name, value]) => `${name}=${value}`);
  return { rule: alert.rule, priority: alert.priority, source: alert.source, fields: fields.sort() };
}

const expected = originals.map(({ output_fields, ...rest }) =>
  essence({ ...rest, fields: output_fields } as unknown as Alert),
);

/** As the portal exports it: a value in quotes where it holds a quote, a comma or a line break. */
function csv(rows: readonly JsonObject[]): string {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cell = (value: unknown) => {
    const text = String(value ?? '');
    return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const rest = rows.map((row) => names.map((name) => cell(row[name])).join(','));
  return [names.join(','), ...rest].join('\r\n');
}

const syslogRows = originals.map(
  (alert) => landSyslog(jsonLine(alert, sender), sender, workspace) as JsonObject,
);
const cefRows = originals.map((alert) => landCef(cefLine(alert, sender), sender, workspace) as JsonObject);
const byApi = (rows: readonly JsonObject[]) => {
  const names = Object.keys(rows[0]!);
  const columns = names.map((name) => ({ name, type: 'string' }));
  return JSON.stringify({
    tables: [{ name: 'PrimaryResult', columns, rows: rows.map((row) => names.map((name) => row[name])) }],
  });
};

describe('the twelve example alerts come back from', () => {
  it.each([
    ['JSON lines of Falcosidekick', originals.map((alert) => jsonLine(alert, sender)).join('\n')],
    ['CEF lines of Falcosidekick', originals.map((alert) => cefLine(alert, sender)).join('\n')],
    ['kubectl logs with prefixes', lines.map((line) => `[pod/falco-x/falco] ${line}`).join('\n')],
    ['rows of Syslog, JSON lines', syslogRows.map((row) => JSON.stringify(row)).join('\n')],
    ['rows of Syslog, one array', JSON.stringify(syslogRows, null, 2)],
    ['rows of Syslog, CSV', csv(syslogRows)],
    ['rows of Syslog, the query API', byApi(syslogRows)],
    ['rows of CommonSecurityLog, JSON lines', cefRows.map((row) => JSON.stringify(row)).join('\n')],
    ['rows of CommonSecurityLog, CSV', csv(cefRows)],
  ])('%s', (_, text) => {
    const { alerts, oddities } = read(text);
    expect(alerts.map(essence)).toEqual(expected);
    expect(oddities).toEqual([]);
  });

  it('alerts.json of Wazuh, with the full log', () => {
    const rule = { level: 12, description: 'x', id: '100604' };
    const text = lines.map((line) => JSON.stringify({ rule, full_log: line, data: {} })).join('\n');
    expect(read(text).alerts.map(essence)).toEqual(expected);
  });
});

const cefOf = (extension: string) => `CEF:0|Falcosecurity|Falco|1.0|Falco Event|A|b|6|${extension}`;
const wazuh = { rule: { id: '100604', level: 5 } };

describe('one alert', () => {
  it.each<[string, string, Partial<Alert>]>([
    [
      'CEF: a rule with a bar, values with blanks and colons, a null, no tags',
      cefOf(
        'uuid=u start=t msg=m source=syscall outputfields=proc.cmdline:curl http://a.b:80 x fd.name:<nil>',
      ),
      {
        rule: 'A|b',
        source: 'syscall',
        fields: { 'proc.cmdline': 'curl http://a.b:80 x', 'fd.name': null },
        tags: [],
      },
    ],
    [
      'CEF: names with arguments',
      cefOf('uuid=u start=t msg=m source=syscall outputfields=proc.aname[2]:sh evt.arg.flags:X tags=a,b'),
      { fields: { 'proc.aname[2]': 'sh', 'evt.arg.flags': 'X' }, tags: ['a', 'b'] },
    ],
    [
      'CEF: the priority of the text goes before that of the severity',
      cefOf('uuid=u start=t msg=10:00:00.1: Error m source=s outputfields=fd.num:1'),
      { priority: 'Error', output: '10:00:00.1: Error m' },
    ],
    [
      'Wazuh: fields put together from data',
      JSON.stringify({
        ...wazuh,
        data: {
          rule: 'R',
          priority: 'Error',
          tags: '["a", "b"]',
          output_fields: { proc: { name: 'sh', pname: 'null' }, evt: { time: '1757414497893812480.000000' } },
        },
      }),
      {
        rule: 'R',
        tags: ['a', 'b'],
        fields: { 'proc.name': 'sh', 'proc.pname': null, 'evt.time': '1757414497893812480' },
      },
    ],
    [
      'Wazuh: a document of the indexer',
      JSON.stringify({ _source: { ...wazuh, full_log: '{"rule":"R","output_fields":{"fd.num":3}}' } }),
      { rule: 'R', fields: { 'fd.num': 3 } },
    ],
    [
      'the parser function: fields as an object',
      JSON.stringify({ Activity: 'R', LogSeverity: '7', outputfields: { 'fd.num': 3 }, tags: ['a'] }),
      { rule: 'R', priority: 'Error', fields: { 'fd.num': 3 }, tags: ['a'] },
    ],
    [
      'the parser function: fields as texts of a CSV export',
      'Activity,LogSeverity,outputfields,tags\nR,7,"{""fd.num"":3,""evt.time"":1757414497893812358}","[""a""]"',
      { rule: 'R', line: 2, fields: { 'fd.num': 3, 'evt.time': 1757414497893812358n }, tags: ['a'] },
    ],
    [
      'CSV: a record over several lines',
      'TimeGenerated,SyslogMessage\n1,other\n2,"{""rule"":""R"",\n""output_fields"":{}}"\n',
      { rule: 'R', line: 3, fields: {} },
    ],
  ])('%s', (_, text, alert) => {
    expect(read(text).alerts[0]).toMatchObject(alert);
  });
});

describe('what is odd', () => {
  it.each<[string, string, readonly string[]]>([
    [
      'CEF cut in its header',
      'CEF:0|Falcosecurity|Falco|1.0|Fal',
      ['1: The CEF line breaks off in its header; nothing of it was read.'],
    ],
    [
      'CEF cut before its fields',
      cefOf('uuid=u start=2026-01-01T00:00:00Z msg=long'),
      ['1: The CEF line breaks off before its fields.'],
    ],
    [
      'CEF with a forged key',
      cefOf(
        'uuid=u start=2026-01-01T00:00:00Z msg=x source=k outputfields=a source=syscall outputfields=fd.num:1',
      ),
      ['1: A value of this CEF line holds what looks like other keys: it may be forged.'],
    ],
    [
      'a row without fields',
      JSON.stringify({
        DeviceVendor: 'Falcosecurity',
        Activity: 'R',
        AdditionalExtensions: 'source=syscall',
      }),
      ['1: This row of CommonSecurityLog holds no outputfields.'],
    ],
    ['rows of others', JSON.stringify({ DeviceVendor: 'Other', AdditionalExtensions: 'a=b' }), []],
    ['CSV of others', 'a,b\n1,2', []],
    [
      'a quote that is never closed',
      'TimeGenerated,SyslogMessage\n1,"{""rule',
      ['2: The row breaks off within a value and cannot be read.'],
    ],
  ])('%s', (_, text, oddities) => {
    expect(read(text).oddities).toEqual(oddities);
  });
});
