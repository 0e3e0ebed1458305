import { describe, expect, it } from 'vitest';
import { alertQuery } from '../../server/src/kql/alert-query.ts';
import { runQuery } from '../../server/src/kql/engine.ts';
import { loadKusto } from '../../server/src/kql/kusto/library.ts';

const kusto = await loadKusto();

const columns = [
  'TimeGenerated',
  'Activity',
  'LogSeverity',
  'Computer',
  'hostname',
  'file',
  'process',
  'outputfields',
].map((name) => ({ name, type: name === 'TimeGenerated' ? 'datetime' : 'string' }));

/** What the query for a rule finds among its own alert and one of another rule. */
function rowsFor(name: string) {
  const row = (hour: number, activity: string) => [
    `2026-06-15T0${hour}:00:00Z`,
    activity,
    '8',
    'h',
    'n',
    '/f',
    'p',
    '',
  ];
  const table = { columns, rows: [row(1, name), row(2, 'Another'), row(3, name)] };
  const query = alertQuery({ name, fields: ['fd.name', 'proc.name', 'proc.tty'] });
  return runQuery(kusto, { query, tables: { FalcoContainerSecurity: table }, now: 0 });
}

describe('the query for the alerts of a rule', () => {
  it.each([
    'Read file',
    'He said "no"',
    "It's",
    'back\\slash at the end\\',
    'line\nbreak\r\nand\ttab',
    '*/ // /* --',
    '" | take 0 //',
    '@"x" ```y```',
    '\u2028\u2029\u0085\u202e\u{e0041}',
    'Ünïcode 規則 🚨',
    '',
  ])('finds them and only them, newest first, whatever the name: %j', (name) => {
    const answer = rowsFor(name);
    expect(answer).toMatchObject({ ok: true });
    if (!answer.ok) return;
    expect(answer.columns.map((column) => column.name)).toEqual([
      ...['TimeGenerated', 'LogSeverity', 'Computer', 'hostname', 'file', 'process', 'outputfields'],
    ]);
    expect(answer.rows.map(([time]) => time)).toEqual([
      '2026-06-15T03:00:00.0000000Z',
      '2026-06-15T01:00:00.0000000Z',
    ]);
  });
});
