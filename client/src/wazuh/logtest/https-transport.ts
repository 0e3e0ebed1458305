import { isIP } from 'node:net';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';
import { readResponse } from './http-response.ts';
import { type ApiRequest, type ApiResponse, type HttpsTransport, ManagerError } from './manager-api.ts';

/** For one request, from the first packet to the last, in milliseconds. */
const timeout = 20_000;

/** Sends requests to a manager over TLS, which is always checked: nothing is sent before it is. */
export const httpsTransport: HttpsTransport = ({ url, ca, fingerprint }) => {
  const { protocol, host: authority, hostname, port, pathname } = parseUrl(url);
  if (protocol !== 'https:') throw new ManagerError('The address of the manager must begin with https://.');
  const host = hostname.replace(/^\[|\]$/g, '');
  const pinned = fingerprint === undefined ? undefined : digits(fingerprint);
  if (pinned !== undefined && !/^[0-9A-F]{64}$/.test(pinned)) {
    throw new ManagerError('The fingerprint must be a SHA-256: 64 hexadecimal digits.', 'tls');
  }
  const target: ConnectionOptions = {
    host,
    port: port === '' ? 443 : Number(port),
    ...(isIP(host) === 0 && { servername: host }),
    ...(ca !== undefined && { ca }),
    // A pinned certificate is compared itself, whoever signed it.
    rejectUnauthorized: pinned === undefined,
  };
  return async (request, signal) => {
    const limited = AbortSignal.any([signal, AbortSignal.timeout(timeout)]);
    try {
      const socket = await connectTo(target, pinned, limited);
      const headers = { Host: authority, ...request.headers };
      return await exchange(socket, { ...request, headers, path: joined(pathname, request.path) });
    } catch (error) {
      throw asManagerError(error, url, signal);
    }
  };
};

function parseUrl(url: string): URL {
  try {
    return new URL(url);
  } catch {
    throw new ManagerError(`"${url}" is no address like https://manager:55000.`);
  }
}

function connectTo(
  target: ConnectionOptions,
  pinned: string | undefined,
  signal: AbortSignal,
): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const socket = connect(target);
    const stop = () => socket.destroy(new Error('stopped'));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    socket.once('error', reject);
    socket.once('secureConnect', () => {
      const actual = digits(socket.getPeerCertificate().fingerprint256 ?? '');
      if (pinned === undefined || actual === pinned) return resolve(socket);
      socket.destroy();
      const message = `The manager's certificate has the fingerprint ${actual}, not the one in the settings.`;
      reject(new ManagerError(message, 'tls'));
    });
  });
}

/** One request over a connection that has been checked, which is closed after it. */
async function exchange(socket: TLSSocket, request: ApiRequest): Promise<ApiResponse> {
  try {
    socket.write(requestText(request));
    return await readResponse(socket);
  } finally {
    socket.destroy();
  }
}

function requestText({ method, path, headers, body }: ApiRequest): string {
  const all = {
    ...headers,
    // Some servers want a length even where there is nothing.
    ...(method !== 'GET' && { 'Content-Length': Buffer.byteLength(body ?? '') }),
    'Accept-Encoding': 'identity',
    Connection: 'close',
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  const head = [`${method} ${path} HTTP/1.1`, ...lines];
  // What the manager or the user gave must not become a line of its own.
  if (head.some((line) => /[^\x20-\x7e]/.test(line)))
    throw new ManagerError('The request cannot be written.');
  return `${head.join('\r\n')}\r\n\r\n${body ?? ''}`;
}

function asManagerError(error: unknown, url: string, signal: AbortSignal): unknown {
  if (error instanceof ManagerError) return error;
  if (signal.aborted) return new ManagerError('Stopped.');
  const { code = '', message = '' } = error as NodeJS.ErrnoException;
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return new ManagerError(
      `The certificate of ${url} is that of another host: ${message}. Set the address by a name that is in it, or its fingerprint.`,
      'tls',
    );
  }
  if (/CERT|SELF_SIGNED|UNABLE_TO_VERIFY|EPROTO|ERR_SSL/.test(code)) {
    return new ManagerError(
      `The certificate of ${url} cannot be trusted: ${message}. Name its authority or its fingerprint in the settings.`,
      'tls',
    );
  }
  if (message === 'stopped' || code === 'ABORT_ERR') {
    return new ManagerError(`${url} did not answer within ${timeout / 1000} seconds.`);
  }
  return new ManagerError(`${url} cannot be reached: ${message}.`);
}

function joined(base: string, path: string): string {
  return `${base.replace(/\/$/, '')}${path}`;
}

function digits(fingerprint: string): string {
  return fingerprint.replace(/[:\s]/g, '').toUpperCase();
}
