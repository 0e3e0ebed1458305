import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What was asked of the service. */
export interface AskedQuery {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly prefer: string | undefined;
  readonly query: string;
  readonly timespan: string | undefined;
}

/** An answer of the service; `hang` never comes. */
export type ServiceAnswer =
  | 'hang'
  | { readonly status?: number; readonly body: string; readonly headers?: Record<string, string> };

/** A service on this machine that speaks the query API of Log Analytics. */
export interface LogAnalyticsService {
  readonly endpoint: string;
  readonly asked: AskedQuery[];
  /** Answers of the next requests in turn; the last one stays. */
  answers: ServiceAnswer[];
  /** How many requests were given up by those who asked. */
  broken: number;
  close(): Promise<void>;
}

export const workspaceId = '11111111-2222-3333-4444-555555555555';

/** Starts a service. @param answers of the requests in turn; the last one stays */
export async function startLogAnalytics(...answers: ServiceAnswer[]): Promise<LogAnalyticsService> {
  const asked: AskedQuery[] = [];
  const service = { endpoint: '', asked, answers, broken: 0 };
  const server = createServer((request, response) => {
    void readAll(request).then((text) => {
      const { query = '', timespan } = text === '' ? {} : JSON.parse(text);
      const { authorization, prefer } = request.headers;
      asked.push({ path: request.url ?? '', authorization, prefer: String(prefer ?? ''), query, timespan });
      const [answer] = service.answers;
      if (service.answers.length > 1) service.answers.shift();
      response.on('close', () => {
        if (!response.writableEnded) service.broken++;
      });
      if (answer !== undefined && answer !== 'hang') reply(response, answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  service.endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return Object.assign(service, {
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  });
}

function reply(
  response: ServerResponse,
  { status = 200, body, headers }: Exclude<ServiceAnswer, 'hang'>,
): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(body);
}

async function readAll(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const piece of request) text += String(piece);
  return text;
}

/** A table as the service answers it; `rows` is JSON, so that integers can be as large as they are. */
export function tableAnswer(
  columns: Readonly<Record<string, string>>,
  rows: string,
  more = '',
): ServiceAnswer {
  const described = JSON.stringify(Object.entries(columns).map(([name, type]) => ({ name, type })));
  return { body: `{"tables":[{"name":"PrimaryResult","columns":${described},"rows":${rows}}]${more}}` };
}

/** A credential that gives the same token to everyone, and notes for what. */
export function fakeCredential() {
  const scopes: string[] = [];
  return {
    scopes,
    async getToken(scope: string | string[]) {
      scopes.push(...[scope].flat());
      return { token: 'a-token', expiresOnTimestamp: Date.now() + 3_600_000 };
    },
  };
}
