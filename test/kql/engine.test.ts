import { describe, expect, it } from 'vitest';
import type { QueryRequest } from '../../server/src/kql/engine.ts';
import { answerKqlRequest, runQuery } from '../../server/src/kql/engine.ts';
import { loadKusto } from '../../server/src/kql/kusto/library.ts';
import { testNow } from './run-case.ts';

const kusto = await loadKusto();

function ask(request: Partial<QueryRequest> & { readonly query: string }) {
  return runQuery(kusto, { now: testNow, ...request });
}

describe('the port request', () => {
  it('runs a query on the rows it brings', async () => {
    const answer = await answerKqlRequest(
      {
        kql: 'T | where a > 1 | project a, d, s',
        tables: {
          T: {
            columns: [
              { name: 'a', type: 'long' },
              { name: 'd', type: 'datetime' },
              { name: 's', type: 'dynamic' },
            ],
            rows: [
              [1, '2024-01-01', null],
              [2, '2024-01-02T03:04:05Z', { x: [1, 'y'] }],
            ],
          },
        },
      },
      0,
    );
    expect(answer).toEqual({
      ok: true,
      columns: [
        { name: 'a', type: 'long' },
        { name: 'd', type: 'datetime' },
        { name: 's', type: 'dynamic' },
      ],
      rows: [[2, '2024-01-02T03:04:05.0000000Z', { x: [1, 'y'] }]],
    });
  });

  it.each([
    ['2024-06-15T00:00:00Z', '2024-06-15T00:00:00.0000000Z'],
    [1000, '1970-01-01T00:00:01.0000000Z'],
    [undefined, '1970-01-01T00:00:00.0000000Z'],
  ])('takes %s as the moment of now()', async (now, expected) => {
    const answer = await answerKqlRequest({ kql: 'print now()', now }, 0);
    expect(answer.ok && answer.rows[0]?.[0]).toBe(expected);
  });

  it.each([
    [{ kql: 5 }, "'kql'"],
    [{ kql: 'print 1', tables: [] }, "'tables'"],
    [{ kql: 'print 1', tables: { T: {} } }, "'T'"],
    [{ kql: 'print 1', now: 'soon' }, "'now'"],
    [{ kql: 'print 1', functions: [1] }, "'functions'"],
    [
      { kql: 'T', tables: { T: { columns: [{ name: 'a', type: 'text' }], rows: [] } } },
      "unknown type 'text'",
    ],
  ])('refuses %j', async (request, reason) => {
    const answer = await answerKqlRequest(request, 0);
    expect(answer.ok ? '' : answer.error).toContain(reason);
  });
});

describe('diagnostics', () => {
  it('come from Kusto, with their place', () => {
    const answer = ask({ query: 'print x = nothing' });
    expect(answer).toMatchObject({
      ok: false,
      diagnostics: [{ severity: 'error', span: { start: 10, end: 17 } }],
    });
  });

  it('point at what the engine does not know', () => {
    const answer = ask({ query: 'print x = geo_point_to_h3cell(1, 2)' });
    expect(answer).toMatchObject({ ok: false, diagnostics: [{ span: { start: 10, end: 35 } }] });
  });
});

describe('limits', () => {
  it('ends at the row limit', () => {
    const answer = ask({ query: 'range x from 1 to 100000000 step 1', limits: { rows: 10_000 } });
    expect(answer).toMatchObject({ ok: false, error: 'The query handles more than 10000 rows' });
  });

  it('ends at the time limit', () => {
    let clock = 0;
    const limits = { milliseconds: 50, clock: () => ++clock };
    const answer = ask({ query: 'range x from 1 to 10000000 step 1 | summarize count()', limits });
    expect(answer).toMatchObject({ ok: false, error: 'The query ran longer than 50 ms' });
  });

  it('ends when it is cancelled', () => {
    let looks = 0;
    const limits = { cancelled: () => ++looks > 3 };
    const answer = ask({ query: 'range x from 1 to 1000000 step 1', limits });
    expect(answer).toMatchObject({ ok: false, error: 'The query was cancelled' });
    expect(looks).toBe(4);
  });

  it('counts the rows of a join', () => {
    const query = 'let T = range x from 1 to 2000 step 1 | extend k = 1; T | join kind=inner T on k | count';
    expect(ask({ query, limits: { rows: 100_000 } })).toMatchObject({ ok: false });
  });
});

describe('hostile input', () => {
  const deep = `${'['.repeat(5000)}${']'.repeat(5000)}`;
  const tables = (value: string) => ({
    T: { columns: [{ name: 's', type: 'string' }], rows: [[value]] },
  });

  it.each([
    ['T | project parse_json(s)', deep],
    ['T | project parse_xml(s)', '<a>'.repeat(20_000)],
    ['T | where s matches regex "(a+)+$"', `${'a'.repeat(20_000)}b`],
    ['T | parse s with * "x=" a ";" * "y=" b ";" *', 'x='.repeat(20_000)],
    ['T | parse-kv s as (a:string) with (pair_delimiter=";", kv_delimiter="=")', ';'.repeat(60_000)],
    [
      'T | parse-kv s as (a:string) with (pair_delimiter=";", kv_delimiter="=", greedy=true)',
      ';'.repeat(60_000),
    ],
    ['T | extend p = split(s, ";"), t = trim(@"\\s+", s), c = countof(s, "a")', 'a;'.repeat(30_000)],
    ['T | extend a = extract(@"x(.*?)y", 1, s), b = replace_regex(s, "a*", "b")', 'xa'.repeat(20_000)],
    [
      'T | extend u = parse_url(s), p = parse_path(s), c = parse_csv(s), k = parse_command_line(s, "windows")',
      '/:?&="\\'.repeat(5000),
    ],
    ['T | extend h = has_ipv4(s, "1.1.1.1"), i = has_ipv4_prefix(s, "1.1.")', '1.1.1.1.'.repeat(8000)],
    [
      'T | extend d = todatetime(s), t = totimespan(s), n = toreal(s), l = tolong(s), e = todecimal(s), g = toguid(s)',
      '1'.repeat(60_000),
    ],
    ['T | where s has "ab" or s hasprefix "ab" or s contains "ab"', 'aab'.repeat(20_000)],
  ])('%s ends soon', (query, value) => {
    const started = performance.now();
    const answer = ask({ query, tables: tables(value) });
    expect(answer.ok ? '' : answer.error).toBe('');
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it('refuses a pattern with look-around, by name', () => {
    const answer = ask({ query: 'print "a" matches regex "(?=a)"' });
    expect(answer.ok ? '' : answer.error).toContain('(?=a)');
  });

  it('gives an error, not a crash, for deep nesting', () => {
    expect(ask({ query: `print ${'('.repeat(3000)}1${')'.repeat(3000)}` }).ok).toBe(false);
  });

  it('keeps keys that objects have anyway', () => {
    const answer = ask({ query: 'print x = parse_json(\'{"__proto__": {"a": 1}, "constructor": 2}\')' });
    expect(JSON.stringify(answer.ok && answer.rows[0])).toBe('[{"__proto__":{"a":1},"constructor":2}]');
  });

  it('takes names of functions that objects have for unknown', () => {
    expect(ask({ query: 'print constructor()' }).ok).toBe(false);
  });
});
