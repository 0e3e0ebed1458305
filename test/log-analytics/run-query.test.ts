import { afterEach, describe, expect, it } from 'vitest';
import { costText } from '../../server/src/log-analytics/cost.ts';
import type { LogAnalyticsFailure } from '../../server/src/log-analytics/failure.ts';
import { rowsAsCsv, rowsAsJson, rowsAsJsonLines } from '../../server/src/log-analytics/rows.ts';
import { runInLogAnalytics } from '../../server/src/log-analytics/run-query.ts';
import { timeRange } from '../../server/src/log-analytics/time-range.ts';
import {
  fakeCredential,
  type LogAnalyticsService,
  type ServiceAnswer,
  startLogAnalytics,
  tableAnswer,
  workspaceId,
} from '../support/log-analytics.ts';

let service: LogAnalyticsService | undefined;
afterEach(async () => {
  await service?.close();
  service = undefined;
});

async function run(answers: readonly ServiceAnswer[], different: object = {}, signal?: AbortSignal) {
  service = await startLogAnalytics(...answers);
  const query = {
    query: 'Syslog | take 2',
    workspaceId,
    endpoint: service.endpoint,
    range: '24h',
    ...different,
  };
  return runInLogAnalytics(query, fakeCredential(), signal);
}

const failure = (answers: readonly ServiceAnswer[], different: object = {}): Promise<LogAnalyticsFailure> =>
  run(answers, different).then(
    () => expect.fail('it did not fail'),
    (error) => error,
  );

const error = (status: number, body: object): ServiceAnswer => ({
  status,
  body: JSON.stringify({ error: body }),
  headers: { 'retry-after-ms': '1' },
});

describe('a query in Log Analytics', () => {
  it('is sent with token, time range and the wish for statistics, and with nothing else', async () => {
    await run([tableAnswer({ n: 'long' }, '[]')]);
    expect(service?.asked).toEqual([
      {
        path: `/v1/workspaces/${workspaceId}/query`,
        authorization: 'Bearer a-token',
        prefer: 'include-statistics=true',
        query: 'Syslog | take 2',
        timespan: 'PT24H',
      },
    ]);
  });

  it('gives values as they came: moments, large integers, nothing, dynamic ones', async () => {
    const columns = { TimeGenerated: 'datetime', n: 'long', nothing: 'string', fields: 'dynamic' };
    const answer = await run([
      tableAnswer(columns, '[["2026-11-21T23:34:00.1234567Z",9007199254740993,null,"{\\"a\\":1}"]]'),
    ]);
    expect(answer.columns.map(({ type }) => type)).toEqual(['datetime', 'long', 'string', 'dynamic']);
    expect(answer.rows).toEqual([['2026-11-21T23:34:00.1234567Z', 9007199254740993n, null, '{"a":1}']]);
  });

  it('says what it cost, and that there is more', async () => {
    const statistics = {
      query: {
        executionTime: 1.25,
        resourceUsage: { cache: { shards: { hot: { hitbytes: 1_500_000 }, cold: { missbytes: 500_000 } } } },
        inputDatasetStatistics: { rows: { total: 90_000, scanned: 30_000 } },
      },
    };
    const partial = {
      code: 'PartialError',
      message: 'There were errors.',
      details: [{ message: 'Too many rows' }],
    };
    const more = `,"statistics":${JSON.stringify(statistics)},"error":${JSON.stringify(partial)}`;
    const answer = await run([tableAnswer({ n: 'long' }, '[[1]]', more)]);
    expect(costText(answer.cost)).toBe('1.3 s, 2.0 MB read, 30,000 rows looked at');
    expect(answer.partial).toBe('Too many rows.');
  });

  it('is tried again where the service asks for that', async () => {
    const busy = error(429, { code: 'TooManyRequests', message: 'Slow down' });
    expect((await run([busy, tableAnswer({ n: 'long' }, '[[1]]')])).rows).toEqual([[1]]);
    expect(service?.asked).toHaveLength(2);
  });

  it('ends where it is cancelled', async () => {
    const controller = new AbortController();
    const running = run(['hang'], {}, controller.signal);
    setTimeout(() => controller.abort(), 50);
    await expect(running).rejects.toThrow(/abort/i);
  });
});

describe('a query that has no answer', () => {
  it.each([
    [
      401,
      { code: 'AuthenticationFailed', message: 'No token' },
      'sign-in',
      'does not accept the sign-in: No token.',
    ],
    [403, { code: 'InsufficientAccessError', message: 'Not you' }, 'access', 'Log Analytics Reader'],
    [
      404,
      { code: 'PathNotFoundError', message: 'Nothing here' },
      'not-found',
      'no such workspace: Nothing here.',
    ],
    [429, { code: 'TooManyRequests', message: 'Slow down' }, 'busy', 'Try again in a minute'],
    [504, { code: 'GatewayTimeout', message: 'Too slow' }, 'busy', 'shorter time range'],
  ])('%i', async (status, body, kind, words) => {
    const found = await failure([error(status, body)]);
    expect([found.kind, found.message]).toEqual([kind, expect.stringContaining(words)]);
  });

  it('names the place of a fault in the query', async () => {
    const innermost = {
      code: 'SYN0002',
      message: "Query could not be parsed at 'x'",
      line: 2,
      pos: 7,
      token: 'x',
    };
    const inner = { code: 'SyntaxError', message: 'A recognition error occurred.', innererror: innermost };
    const found = await failure([
      error(400, { code: 'BadArgumentError', message: 'Invalid', innererror: inner }),
    ]);
    expect(found).toMatchObject({ kind: 'query', place: { line: 2, column: 8 } });
    expect(found.message).toContain("Query could not be parsed at 'x'.");
  });

  it('is not Log Analytics, or not there', async () => {
    expect((await failure([{ body: '<html>' }])).message).toContain('not Log Analytics');
    const gone = await failure([{ body: '' }], { endpoint: 'http://127.0.0.1:9' });
    expect(gone).toMatchObject({ kind: 'network', message: expect.stringContaining('cannot be reached') });
  });

  it('is not sent where nobody signs in', async () => {
    service = await startLogAnalytics(tableAnswer({}, '[]'));
    const query = { query: 'x', workspaceId, endpoint: service.endpoint, range: '1h' };
    const nobody = { getToken: () => Promise.reject(new Error('Run `az login`')) };
    await expect(runInLogAnalytics(query, nobody)).rejects.toMatchObject({
      kind: 'sign-in',
      message: 'The sign-in to Microsoft failed: Run `az login`',
    });
    expect(service.asked).toEqual([]);
  });

  it.each([
    ['another address', { endpoint: 'https://evil.example' }],
    ['another address without TLS', { endpoint: 'http://api.loganalytics.io' }],
    ['no workspace', { workspaceId: '' }],
    ['a strange workspace', { workspaceId: '../../x' }],
    ['a strange time range', { range: 'yesterday' }],
  ])('is not sent: %s', async (_what, different) => {
    expect((await failure([tableAnswer({}, '[]')], different)).kind).toBe('settings');
    expect(service?.asked).toEqual([]);
  });
});

it.each([
  ['30m', 'PT30M'],
  ['24H', 'PT24H'],
  [' 7 d ', 'P7D'],
  ['P1DT12H', 'P1DT12H'],
])('the time range %s is %s', (text, expected) => {
  expect(timeRange(text)).toBe(expected);
});

describe('rows as text', () => {
  const table = {
    columns: [
      { name: 'n', type: 'long' },
      { name: 'said, "so"', type: 'string' },
    ],
    rows: [
      [9007199254740993n, 'a "b"\nc'],
      [null, '=HYPERLINK("x")'],
      [-1, ''],
    ],
  };

  it('is CSV in which nothing is a formula', () => {
    expect(rowsAsCsv(table)).toBe(
      'n,"said, ""so"""\r\n9007199254740993,"a ""b""\nc"\r\n,"\'=HYPERLINK(""x"")"\r\n-1,\r\n',
    );
  });

  it('is JSON with whole integers', () => {
    expect(rowsAsJsonLines(table).split('\n')[0]).toBe(
      '{"n":9007199254740993,"said, \\"so\\"":"a \\"b\\"\\nc"}',
    );
    expect(JSON.parse(rowsAsJson(table))).toHaveLength(3);
    expect(JSON.parse(rowsAsJson({ ...table, rows: [] }))).toEqual([]);
  });
});
