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
export type ManagerAnswer = {
  readonly id: string;
  readonly level: number;
  readonly description: string;
  readonly groups: readonly string[];
  readonly alert: boolean;
} | null;

/** The answers of a manager, in the order of the events. */
export interface ManagerAnswers {
  /** Version of its API, that of Wazuh. */
  readonly version: string;
  readonly answers: readonly ManagerAnswer[];
}

/** Who asks. */
export interface Credentials {
  readonly user: string;
  readonly password: string;
}

/**
 * Has a manager run events through its rules in a session of its own, which is closed at the end whatever
 * happens. Source: API reference of Wazuh 4.x (`/security/user/authenticate`, `/logtest`).
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
  const authorization = { method: 'POST', path: '/security/user/authenticate' } as const;
  const answer = await ask(send, { ...authorization, headers: { Authorization: basic } }, signal);
  const token = text(record(answer.data).token);
  if (token === undefined) throw new ManagerError('The manager gave no token: is this the API of Wazuh?');
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
  const version = await versionOf(send, headers, signal);
  const session = { token: undefined as string | undefined };
  try {
    const answers: ManagerAnswer[] = [];
    for (const event of events) {
      answers.push(await logtest(send, headers, event, session, signal));
      progress(answers.length);
    }
    return { version, answers };
  } finally {
    if (session.token !== undefined) await closeSession(send, headers, session.token);
  }
}

/** Only 4.x has rules in XML. */
async function versionOf(send: SendRequest, headers: Headers, signal: AbortSignal): Promise<string> {
  const { data } = await ask(send, { method: 'GET', path: '/', headers }, signal);
  const version = text(record(data).api_version)?.replace(/^v/, '') ?? '';
  if (/^4\./.test(version)) return version;
  throw new ManagerError(
    version === ''
      ? 'The manager does not say its version: is this the API of Wazuh?'
      : `The manager has version ${version}; only Wazuh 4.x has rules in XML.`,
  );
}

type Headers = Readonly<Record<string, string>>;

async function logtest(
  send: SendRequest,
  headers: Headers,
  event: string,
  session: { token: string | undefined },
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
  if (typeof codemsg === 'number' && codemsg < 0) {
    const said = Array.isArray(messages) ? messages.map(String).join(' ') : '';
    throw new ManagerError(`The manager cannot test rules: ${said || `code ${codemsg}`}`);
  }
  return answerOf(record(record(output).rule), alert === true);
}

function answerOf(rule: Readonly<Record<string, unknown>>, alert: boolean): ManagerAnswer {
  const { id, level, description, groups } = rule;
  if (id === undefined) return null;
  return {
    id: String(id),
    level: Number(level),
    description: text(description) ?? '',
    groups: Array.isArray(groups) ? groups.map(String) : [],
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
  const detail = text(answer?.detail) ?? text(answer?.title) ?? '';
  throw failure(status, detail, request);
}

function failure(status: number, detail: string, { method, path }: ApiRequest): ManagerError {
  const said = detail === '' ? '' : ` The manager says: ${detail}`;
  switch (status) {
    case 401:
      return new ManagerError(`The manager does not take this user and password.${said}`, 'password');
    case 403:
      return new ManagerError(`This user may not test rules: it needs the permission logtest:run.${said}`);
    case 404:
    case 405:
      return new ManagerError(
        `The manager does not know ${method} ${path}: it is no Wazuh 4.3 or later.${said}`,
      );
    case 429:
      return new ManagerError(`The manager takes no more requests for a minute.${said}`);
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

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** UTF-8 in base64: `btoa` alone takes no other characters than Latin-1. */
function base64(value: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(value)));
}
