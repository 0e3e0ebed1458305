import { afterEach, expect, it } from 'vitest';
import { microsoftSignIn } from '../../client/src/log-analytics/sign-in.ts';
import { endpointOf } from '../../server/src/log-analytics/endpoint.ts';
import { runInLogAnalytics } from '../../server/src/log-analytics/run-query.ts';
import {
  type LogAnalyticsService,
  startLogAnalytics,
  tableAnswer,
  workspaceId,
} from '../support/log-analytics.ts';

let service: LogAnalyticsService | undefined;
afterEach(async () => {
  await service?.close();
  service = undefined;
});

/** VS Code's sessions, as far as they are used: what it was asked for is noted. */
function sessions(answer: () => Promise<string>) {
  const asked: unknown[][] = [];
  const getSession = async (...args: unknown[]) => {
    asked.push(args);
    return { id: '1', scopes: [], account: { id: '1', label: 'ann' }, accessToken: await answer() };
  };
  return { asked, getSession: getSession as unknown as Parameters<typeof microsoftSignIn>[0] };
}

it.each([
  ['https://api.loganalytics.io', 'microsoft', 'https://api.loganalytics.io/.default'],
  // The newer name of the public cloud; its tokens are for the older one.
  ['https://api.loganalytics.azure.com', 'microsoft', 'https://api.loganalytics.io/.default'],
  ['https://api.loganalytics.us', 'microsoft-sovereign-cloud', 'https://api.loganalytics.us/.default'],
  [
    'https://api.loganalytics.azure.cn/',
    'microsoft-sovereign-cloud',
    'https://api.loganalytics.azure.cn/.default',
  ],
])('%s: VS Code is asked for a session of %s', async (address, provider, scope) => {
  const { asked, getSession } = sessions(async () => 'a-token');
  const endpoint = endpointOf(address);
  const credential = microsoftSignIn(getSession, endpoint.provider);
  expect((await credential.getToken(endpoint.scope))?.token).toBe('a-token');
  expect(asked).toEqual([[provider, [scope], { createIfNone: true }]]);
});

it('its token goes with the query, and a renewed one with the next', async () => {
  service = await startLogAnalytics(tableAnswer({ n: 'long' }, '[]'));
  let count = 0;
  const { getSession } = sessions(async () => `token-${++count}`);
  const query = { query: 'x', workspaceId, endpoint: service.endpoint, range: '1h' };
  for (let i = 0; i < 2; i++) await runInLogAnalytics(query, microsoftSignIn(getSession, 'microsoft'));
  expect(service.asked.map(({ authorization }) => authorization)).toEqual([
    'Bearer token-1',
    'Bearer token-2',
  ]);
});

it('a user who declines sends nothing', async () => {
  service = await startLogAnalytics(tableAnswer({}, '[]'));
  const { getSession } = sessions(() => Promise.reject(new Error('User did not consent to login.')));
  const query = { query: 'x', workspaceId, endpoint: service.endpoint, range: '1h' };
  await expect(runInLogAnalytics(query, microsoftSignIn(getSession, 'microsoft'))).rejects.toMatchObject({
    kind: 'sign-in',
    message: 'The sign-in to Microsoft failed: User did not consent to login.',
  });
  expect(service.asked).toEqual([]);
});
