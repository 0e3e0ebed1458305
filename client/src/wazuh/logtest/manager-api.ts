import type { WazuhTestAnswer } from '../../../../server/src/protocol.ts';

/** A request to the API of a Wazuh manager. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** From the root: `/logtest`. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What came back. */
export interface ApiResponse {
  readonly status: number;
  readonly body: string;
}

/** Sends one request. @throws ManagerError where there is no answer. */
export type SendRequest = (request: ApiRequest, signal: AbortSignal) => Promise<ApiResponse>;

/** Where a manager is, and how its certificate is known; without either it must be signed by a known authority. */
export interface ManagerTarget {
  /** `https://manager:55000`. */
  readonly url: string;
  /** Certificates, as PEM, of the authorities that sign the manager's. */
  readonly ca?: string;
  /** SHA-256 of the manager's own certificate, in hexadecimal digits. */
  readonly fingerprint?: string;
}

/** Makes what sends requests to a manager. @throws ManagerError where the target makes no sense. */
export type HttpsTransport = (target: ManagerTarget) => SendRequest;

/** Says, for people, why the manager did not answer; `kind` says what they can do about it. */
export class ManagerError extends Error {
  constructor(
    message: string,
    readonly kind: 'password' | 'tls' | 'other' = 'other',
  ) {
    super(message);
  }
}

/** What a manager made of one event; null where no rule matched. */
export type ManagerAnswer = WazuhTestAnswer;

/** The answers of a manager, in the order of the events. */
export interface ManagerAnswers {
  /** Version of its API, that of Wazuh. */
  readonly version: string;
  readonly answers: readonly ManagerAnswer[];
  /** What it warned of as it loaded its rules, each once. */
  readonly warnings: readonly string[];
}

/** Who asks. */
export interface Credentials {
  readonly user: string;
  readonly password: string;
}

/**
 * Has a manager run events through its rules in a session of its own, which is closed at the end whatever
 * happens. Source: API reference of Wazuh 4.x (`/security/user/authenticate`, `/logtest`) and the test
 * interface itself, `logtest.c` of Wazuh 4: the first answer brings the token of the session and what was said
 * as the rules were loaded (`messages`, each beginning with ERROR, WARNING or INFO); `codemsg` is 0, 1 where
 * something is said and -1 for an error, with neither token nor output; `output` has a `rule` only where one
 * matched. Whatever else is sent ends in an error, or is cut.
 * @param progress told after each event how many are done
 * @throws ManagerError
 */
export async function askManager(
  send: SendRequest,
  { user, password }: Credentials,
  events: readonly string[],
  signal: AbortSignal,
  progress: (done: number) => void = () => {},
): Promise<ManagerAnswers> {
  const basic = `Basic ${base64(`${user}:${password}`)}`;
  const login = { method: 'POST', path: loginPath, headers: { Authorization: basic } } as const;
  const answer = await ask(send, login, signal);
  const token = text(record(answer.data).token);
  if (token === undefined || !/^[\w.~+/=-]+$/.test(token)) {
    throw new ManagerError('The manager gave no token: is this the API of Wazuh?');
  }
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
  const version = await versionOf(send, headers, signal);
  const session: Session = { token: undefined, warnings: new Set() };
  try {
    const answers: ManagerAnswer[] = [];
    for (const event of events) {
      answers.push(await logtest(send, headers, event, session, signal));
      progress(answers.length);
    }
    return { version, answers, warnings: [...session.warnings] };
  } finally {
    if (session.token !== undefined) await closeSession(send, headers, session.token);
  }
}

const loginPath = '/security/user/authenticate';

/** Only 4.x has rules in XML. */
async function versionOf(send: SendRequest, headers: Headers, signal: AbortSignal): Promise<string> {
  const { data } = await ask(send, { method: 'GET', path: '/', headers }, signal);
  const version = shown(record(data).api_version).replace(/^v/, '');
  if (/^4\./.test(version)) return version;
  throw new ManagerError(
    version === ''
      ? 'The manager does not say its version: is this the API of Wazuh?'
      : `The manager has version ${version}; only Wazuh 4.x has rules in XML.`,
  );
}

type Headers = Readonly<Record<string, string>>;

/** The session at the manager, as far as it is known. */
interface Session {
  token: string | undefined;
  readonly warnings: Set<string>;
}

async function logtest(
  send: SendRequest,
  headers: Headers,
  event: string,
  session: Session,
  signal: AbortSignal,
): Promise<ManagerAnswer> {
  const body = JSON.stringify({
    event,
    log_format: 'json',
    location: 'falco',
    ...(session.token !== undefined && { token: session.token }),
  });
  const { data } = await ask(send, { method: 'PUT', path: '/logtest', headers, body }, signal);
  const { token, output, alert, messages, codemsg } = record(data);
  session.token = text(token) ?? session.token;
  const said = Array.isArray(messages) ? messages.slice(0, mostMessages).map(shown) : [];
  if (typeof codemsg !== 'number' || codemsg < 0) {
    throw new ManagerError(
      `The manager cannot test rules: ${shown(said.join(' ')) || `code ${shown(codemsg)}`}`,
    );
  }
  for (const message of said) {
    if (message.startsWith('WARNING') && session.warnings.size < mostMessages) session.warnings.add(message);
  }
  return answerOf(record(output).rule, alert === true);
}

/** A manager with many faulty rules says so of each. */
const mostMessages = 100;

function answerOf(rule: unknown, alert: boolean): ManagerAnswer {
  if (rule === undefined) return null;
  const { id, level, description, groups } = record(rule);
  if (typeof id !== 'string' || typeof level !== 'number') {
    throw new ManagerError(
      'The manager answers with a rule that has no id or level: is this the API of Wazuh?',
    );
  }
  return {
    id: text(id) ?? '',
    level,
    description: text(description) ?? '',
    groups: Array.isArray(groups) ? groups.slice(0, mostMessages).map((group) => text(group) ?? '') : [],
    alert,
  };
}

/** A session that is not closed ends by itself after some minutes, so a failure here is none. */
async function closeSession(send: SendRequest, headers: Headers, token: string): Promise<void> {
  const path = `/logtest/sessions/${encodeURIComponent(token)}`;
  await send({ method: 'DELETE', path, headers }, AbortSignal.timeout(5_000)).catch(() => undefined);
}

async function ask(
  send: SendRequest,
  request: ApiRequest,
  signal: AbortSignal,
): Promise<Readonly<Record<string, unknown>>> {
  const { status, body } = await send(request, signal);
  const answer = parse(body);
  if (status >= 200 && status < 300 && answer !== undefined) return answer;
  throw failure(status, shown(answer?.detail) || shown(answer?.title), request);
}

function failure(status: number, detail: string, { method, path }: ApiRequest): ManagerError {
  const said = detail === '' ? '' : ` The manager says: ${detail}`;
  const isLogin = path === loginPath;
  switch (status) {
    case 401:
      return isLogin
        ? new ManagerError(`The manager does not take this user and password.${said}`, 'password')
        : new ManagerError(`The manager's own token holds no more: run the command again.${said}`);
    case 403:
      return new ManagerError(
        isLogin
          ? `The manager takes no login from here now, as after many wrong passwords.${said}`
          : `This user may not test rules: it needs the permission logtest:run.${said}`,
      );
    case 404:
    case 405:
      return new ManagerError(
        `The manager does not know ${method} ${path}: it is no Wazuh 4.3 or later.${said}`,
      );
    case 429:
      return new ManagerError(`The manager takes no more requests for a minute.${said}`);
    case 200:
      return new ManagerError(`The answer to ${method} ${path} is no JSON: is this the API of Wazuh?`);
    case 301:
    case 302:
    case 303:
    case 307:
    case 308:
      return new ManagerError(
        'What answers leads on to another address, which is not followed: set the address of the API itself.',
      );
    default:
      return new ManagerError(`The manager answered ${method} ${path} with ${status}.${said}`);
  }
}

function parse(body: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? record(value) : undefined;
  } catch {
    return undefined;
  }
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

/** A string, of which no more is kept than a description or token can have. */
function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value.slice(0, 8192) : undefined;
}

/**
 * What the manager says, fit to be shown: one line, of bounded length, in which nothing can be clicked (messages
 * of VS Code make a link or a command of `[text](address)`).
 */
function shown(value: unknown): string {
  if (typeof value !== 'string' && typeof value !== 'number') return '';
  const line = String(value)
    .replace(/\p{Cc}+/gu, ' ')
    .replaceAll('](', '] (');
  return line.length > 500 ? `${line.slice(0, 500)}…` : line;
}

/** UTF-8 in base64: `btoa` alone takes no other characters than Latin-1. */
function base64(value: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(value)));
}
