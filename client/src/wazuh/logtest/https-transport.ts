import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';
import { type ApiRequest, type ApiResponse, type HttpsTransport, ManagerError } from './manager-api.ts';

const timeout = 20_000;
/** No answer to one event is larger. */
const mostBytes = 4_000_000;

/** Sends requests to a manager over TLS, which is always checked: nothing is sent before it is. */
export const httpsTransport: HttpsTransport = ({ url, ca, fingerprint }) => {
  const { protocol, hostname, port, pathname } = parseUrl(url);
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
      return await exchange(socket, { ...request, path: joined(pathname, request.path) }, host, limited);
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

function exchange(
  socket: TLSSocket,
  { method, path, headers, body }: ApiRequest,
  host: string,
  signal: AbortSignal,
): Promise<ApiResponse> {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)) };
    const sent = httpsRequest(
      {
        host,
        method,
        path,
        signal,
        createConnection: () => socket,
        headers: { ...headers, ...length, Connection: 'close' },
      },
      (response) => {
        const pieces: Buffer[] = [];
        let bytes = 0;
        response.on('data', (piece: Buffer) => {
          bytes += piece.length;
          if (bytes > mostBytes) sent.destroy(new ManagerError('The answer of the manager is too large.'));
          else pieces.push(piece);
        });
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, body: Buffer.concat(pieces).toString('utf8') }),
        );
        response.on('error', reject);
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

function asManagerError(error: unknown, url: string, signal: AbortSignal): unknown {
  if (error instanceof ManagerError) return error;
  if (signal.aborted) return new ManagerError('Stopped.');
  const { code = '', message = '' } = error as NodeJS.ErrnoException;
  if (/CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME|EPROTO|ERR_SSL/.test(code)) {
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
