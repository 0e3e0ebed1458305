import type { TokenCredential } from '@azure/core-auth';
import { LogsQueryClient } from '@azure/monitor-query-logs';
import { isJsonObject, type JsonValue, tryParseJson } from '../text/json.ts';
import { costOf, type QueryCost } from './cost.ts';
import { type Endpoint, endpointOf, workspaceIdOf } from './endpoint.ts';
import { failureOfAnswer, LogAnalyticsFailure, messageOfError } from './failure.ts';
import { timeRange } from './time-range.ts';

/** A query for a workspace of Log Analytics. */
export interface LogAnalyticsQuery {
  readonly query: string;
  /** The workspace's GUID. */
  readonly workspaceId: string;
  /** Address of the service. */
  readonly endpoint: string;
  /** Up to now, such as `24h`; it holds beside what the query itself says. */
  readonly range: string;
}

/** What came back. Integers of 64 bits are whole (bigint), moments are texts as the service wrote them. */
export interface LogAnalyticsAnswer {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly JsonValue[])[];
  /** Why there may be more rows than these. */
  readonly partial?: string;
  readonly cost: QueryCost;
}

type Pipeline = LogsQueryClient['pipeline'];
type Policy = Parameters<Pipeline['addPolicy']>[0];

/** The last answer as it came: the SDK makes moments of texts, and rounds integers. */
interface Received {
  status: number;
  body: string;
}

/**
 * Runs a query. Nothing is sent before this, and nothing but the query.
 * @param signal ends it
 * @throws LogAnalyticsFailure for whatever goes wrong, and what `signal` was aborted with
 */
export async function runInLogAnalytics(
  { query, workspaceId, endpoint: address, range }: LogAnalyticsQuery,
  credential: TokenCredential,
  signal?: AbortSignal,
): Promise<LogAnalyticsAnswer> {
  const endpoint = endpointOf(address);
  const id = workspaceIdOf(workspaceId);
  const duration = timeRange(range);
  const received: Received = { status: 0, body: '' };
  const client = clientFor(endpoint, signedIn(credential), received, signal);
  try {
    await client.queryWorkspace(id, query, { duration }, { includeQueryStatistics: true });
  } catch (error) {
    signal?.throwIfAborted();
    throw failureOf(error, received);
  }
  return answerOf(received.body);
}

/** The credential, telling apart that nobody could sign in. */
function signedIn(credential: TokenCredential): TokenCredential {
  return {
    async getToken(scopes, options) {
      try {
        return await credential.getToken(scopes, options);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        throw new LogAnalyticsFailure('sign-in', `The sign-in to Microsoft failed: ${reason}`);
      }
    },
  };
}

function clientFor(
  endpoint: Endpoint,
  credential: TokenCredential,
  received: Received,
  signal: AbortSignal | undefined,
): LogsQueryClient {
  const client = new LogsQueryClient(credential, {
    // The SDK sends tokens by TLS only; for this machine the scheme is put right behind that.
    endpoint: `${endpoint.origin.replace(/^http:/, 'https:')}/v1`,
    credentials: { scopes: [endpoint.scope] },
    retryOptions: { maxRetries: 2, maxRetryDelayInMs: 5000 },
  });
  client.pipeline.addPolicy(watch(received, signal), { phase: 'Deserialize' });
  if (endpoint.isLocal) client.pipeline.addPolicy(withoutTls, { afterPhase: 'Sign' });
  return client;
}

/** Keeps each answer as it came, and hands the signal on, which the SDK's own options do not. */
function watch(received: Received, signal: AbortSignal | undefined): Policy {
  return {
    name: 'keepAnswer',
    async sendRequest(request, next) {
      if (signal !== undefined) request.abortSignal = signal;
      const response = await next(request);
      received.status = response.status;
      received.body = response.bodyAsText ?? '';
      return response;
    },
  };
}

const withoutTls: Policy = {
  name: 'withoutTls',
  sendRequest(request, next) {
    request.url = request.url.replace(/^https:/, 'http:');
    request.allowInsecureConnection = true;
    return next(request);
  },
};

function failureOf(error: unknown, { status, body }: Received): LogAnalyticsFailure {
  if (error instanceof LogAnalyticsFailure) return error;
  if (status !== 0 && status !== 200) return failureOfAnswer(status, body);
  if (status === 200) return notLogAnalytics();
  const reason = error instanceof Error ? error.message : String(error);
  return new LogAnalyticsFailure('network', `Log Analytics cannot be reached: ${reason}`);
}

function notLogAnalytics(): LogAnalyticsFailure {
  return new LogAnalyticsFailure(
    'network',
    'What answers there is not Log Analytics: its answer has no table.',
  );
}

function answerOf(body: string): LogAnalyticsAnswer {
  const answer = tryParseJson(body);
  const [table] = isJsonObject(answer) && Array.isArray(answer.tables) ? (answer.tables as JsonValue[]) : [];
  if (
    !isJsonObject(answer) ||
    !isJsonObject(table) ||
    !Array.isArray(table.columns) ||
    !Array.isArray(table.rows)
  ) {
    throw new LogAnalyticsFailure(
      'network',
      'What answers there is not Log Analytics: the answer has no table.',
    );
  }
  const columns = (table.columns as JsonValue[]).map((column) =>
    isJsonObject(column)
      ? { name: String(column.name), type: String(column.type) }
      : { name: '', type: 'string' },
  );
  const rows = (table.rows as JsonValue[]).filter((row): row is readonly JsonValue[] => Array.isArray(row));
  const partial =
    answer.error === undefined || answer.error === null ? undefined : messageOfError(answer.error);
  return { columns, rows, cost: costOf(answer.statistics), ...(partial !== undefined && { partial }) };
}
