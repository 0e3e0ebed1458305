import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { alertQuery } from '../../../server/src/kql/alert-query.ts';
import { Sentinel } from '../../../server/src/kql/alerts/sentinel.ts';
import { loadKusto } from '../../../server/src/kql/kusto/library.ts';
import { usualColumns } from '../../../server/src/kql/parser-function/columns.ts';
import type { FalcoAlert } from '../../../server/src/kql/sidekick/alert.ts';
import { parseJson } from '../../../server/src/text/json.ts';

const kusto = await loadKusto();
const alerts = readFileSync('examples/alerts/alerts.jsonl', 'utf8')
  .trim()
  .split('\n')
  .map((line) => ({ uuid: 'u', ...(parseJson(line) as object) })) as FalcoAlert[];
const rules = [...new Set(alerts.map(({ rule }) => rule))];
const sentinel = new Sentinel(kusto, {
  parser: { transport: 'both', cefTable: 'CommonSecurityLog', syslogTable: 'Syslog', columns: usualColumns },
  sender: { host: 'node-1', pid: 7, sent: '2026-06-15T09:00:00Z' },
  now: Date.UTC(2026, 5, 16),
});

/** The numbers of the alerts that a query returns. */
function returned(query: string, transport: 'cef' | 'json'): number[] {
  const found = sentinel.returned(sentinel.prepare(query), sentinel.parse(alerts, transport));
  return found.flatMap((each, i) => (each ? i : []));
}

describe.each(['json', 'cef'] as const)('alerts that come as %s', (transport) => {
  it('are returned by the query of their rule and by no other', () => {
    for (const rule of rules) {
      const expected = alerts.flatMap((alert, i) => (alert.rule === rule ? i : []));
      expect([rule, returned(alertQuery({ name: rule, fields: [] }), transport)]).toEqual([rule, expected]);
    }
  });

  const shell = alerts.findIndex(({ rule }) => rule === 'Netcat Remote Code Execution in Container');
  const name = 'Netcat Remote Code Execution in Container';
  const both = alerts.flatMap(({ rule }, i) => (rule === name ? i : []));
  it.each<[string, string, readonly number[]]>([
    [
      'filters in a row',
      `FalcoContainerSecurity | where Activity == "${name}" | where command has "-e"`,
      both,
    ],
    [
      'columns of its own',
      `FalcoContainerSecurity | extend a = tolower(Activity) | where a startswith "netcat"`,
      both,
    ],
    [
      'rows that are summed up',
      `FalcoContainerSecurity | where Activity == "${name}" | summarize n = count() by Activity | where n > 0`,
      both,
    ],
    ['the function called with brackets', `FalcoContainerSecurity() | where Activity == "${name}"`, both],
    [
      'a let before it',
      `let wanted = "${name}"; FalcoContainerSecurity | where Activity == wanted | project Computer`,
      both,
    ],
    ['nothing', 'FalcoContainerSecurity | where Activity == "none"', []],
  ])('%s', (_, query, expected) => {
    expect(returned(query, transport)).toEqual(expected);
  });

  it('are followed through a query to the operator that drops them', () => {
    const query = `FalcoContainerSecurity | where Activity == "${name}" | where command has "nothing of this" | project Computer`;
    const parsed = sentinel.parse(alerts, transport);
    const explained = sentinel.explain(sentinel.prepare(query), parsed, shell);
    const steps = explained.steps.map(({ span, rows }) => [query.slice(span.start, span.end), rows.length]);
    expect(steps).toEqual([
      ['FalcoContainerSecurity', 1],
      [`where Activity == "${name}"`, 1],
      ['where command has "nothing of this"', 0],
      ['project Computer', 0],
    ]);
    expect(explained.droppedBy).toBe(2);
    const column = explained.steps[0]!.columns.findIndex(({ name }) => name === 'TenantId');
    expect(explained.steps[0]!.rows[0]![column]).toBe('00000000-0000-0000-0000-000000000000');
  });
});

describe('queries that cannot be run', () => {
  it('say why, at their place', () => {
    const prepared = sentinel.prepare('FalcoContainerSecurity | where Nonsense == 1');
    expect(prepared.error?.span).toEqual({ start: 31, end: 39 });
    expect(sentinel.explain(prepared, sentinel.parse(alerts, 'json'), 0).error).toBe(prepared.error?.message);
  });
});
