import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createSession, loadRuleset } from '../../server/src/wazuh/engine.ts';
import { loopbackCertificate } from './loopback-certificate.ts';

/** A stand-in for a manager's API on this machine: the same paths and answers, our engine behind them. */
export interface LoopbackManager {
  readonly url: string;
  /** `METHOD path` of every request, in their order. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

/** How it differs from a manager at which all is well. */
export interface ManagerBehaviour {
  readonly version?: string;
  /** Status of answers to `PUT /logtest`. */
  readonly logtestStatus?: number;
  /** Takes requests and never answers. */
  readonly silent?: boolean;
  /** The error in its rules, for which `PUT /logtest` makes no session. */
  readonly broken?: string;
  /** What the first answer of a session warns of. */
  readonly warning?: string;
}

/** The token of the only session that the stand-in gives. */
export const sessionToken = '95375d4c';
export const managerUser = 'tester';
export const managerPassword = 'gehéim:1';

/** Starts one with these rules on a free port. */
export async function startManager(
  rules: Readonly<Record<string, string>>,
  behaviour: ManagerBehaviour = {},
): Promise<LoopbackManager> {
  const session = createSession(loadRuleset(rules).ruleset, { like: 'logtest' });
  const requests: string[] = [];
  const server = createServer(loopbackCertificate, (request, response) => {
    requests.push(`${request.method} ${request.url}`);
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      if (behaviour.silent) return;
      const body = Buffer.concat(pieces).toString('utf8');
      const { authorization = '' } = request.headers;
      const { status, answer } = reply(request.method!, request.url!, authorization, body);
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer));
    });
  });

  function reply(method: string, path: string, authorization: string, body: string) {
    if (`${method} ${path}` === 'POST /security/user/authenticate') {
      const expected = Buffer.from(`${managerUser}:${managerPassword}`, 'utf8').toString('base64');
      if (authorization !== `Basic ${expected}`) return unauthorized;
      return { status: 200, answer: { data: { token: 'jwt' }, error: 0 } };
    }
    if (authorization !== 'Bearer jwt') return unauthorized;
    if (`${method} ${path}` === 'GET /') {
      return { status: 200, answer: { data: { api_version: behaviour.version ?? '4.14.7' }, error: 0 } };
    }
    if (method === 'DELETE') return { status: 200, answer: { data: { codemsg: 0 }, error: 0 } };
    if ((behaviour.logtestStatus ?? 200) !== 200) {
      const answer = { title: 'Error', detail: 'Permission denied: Resource type: *:*' };
      return { status: behaviour.logtestStatus!, answer };
    }
    return { status: 200, answer: { error: 0, data: test(JSON.parse(body)) } };
  }

  // Source: `logtest.c` of Wazuh 4, `w_logtest_process_request_log_processing`.
  function test({ event, location, token }: { event: string; location: string; token?: string }) {
    if (behaviour.broken !== undefined) return { messages: [behaviour.broken], codemsg: -1 };
    const said =
      token === undefined
        ? {
            messages: [
              ...(behaviour.warning === undefined ? [] : [behaviour.warning]),
              `INFO: (7202): Session initialized with token '${sessionToken}'`,
            ],
          }
        : {};
    const found = session.evaluate(event, 0);
    const { id, level, description, groups, alert } = found ?? { alert: false };
    const rule = found && { level, description, id, firedtimes: 1, mail: false, groups };
    const output = {
      timestamp: '2026-11-21T10:00:00.000+0000',
      ...(rule && { rule }),
      agent: { id: '000', name: 'manager' },
      manager: { name: 'manager' },
      id: '1795255200.0',
      full_log: event,
      decoder: event.startsWith('{') ? { name: 'json' } : {},
      location,
    };
    const codemsg = token === undefined && behaviour.warning !== undefined ? 1 : 0;
    return { ...said, token: sessionToken, output, alert, codemsg };
  }

  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { url: `https://localhost:${port}`, requests, close: () => closed(server) };
}

const unauthorized = { status: 401, answer: { title: 'Unauthorized', detail: 'Invalid credentials' } };

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
