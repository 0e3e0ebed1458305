import { type ApiResponse, ManagerError } from './manager-api.ts';

/** Status line and headers together, and the trailers of a body in chunks. */
const mostHeadBytes = 65_536;
/** The answer to one event holds it three times at most: as the alert, as its fields and in the description. */
const mostBodyBytes = 2_000_000;

/**
 * Reads one HTTP/1.1 response, and nothing of what follows it. It is read here, and not by Node's `https`,
 * because VS Code replaces that module's connections by its own, whose certificates nobody has checked.
 * Source: RFC 9112, sections 4 to 7.
 * @param pieces what arrives, cut anywhere
 * @throws ManagerError where it is no such response, or too large
 */
export async function readResponse(pieces: AsyncIterable<Uint8Array>): Promise<ApiResponse> {
  const bytes = bytesOf(pieces);
  let head: Head;
  do head = await readHead(bytes);
  while (head.status >= 100 && head.status < 200); // "100 Continue" and the like stand before the answer
  return { status: head.status, body: new TextDecoder().decode(await readBody(bytes, head)) };
}

interface Head {
  readonly status: number;
  /** By names in lower case; values of headers that are repeated are joined by commas. */
  readonly headers: ReadonlyMap<string, string>;
}

async function readHead(bytes: Bytes): Promise<Head> {
  const status = /^HTTP\/1\.[01] ([1-5]\d\d)(?: |$)/.exec(await bytes.line())?.[1];
  if (status === undefined || status === '101') throw noHttp();
  const headers = new Map<string, string>();
  for (let line = await bytes.line(); line !== ''; line = await bytes.line()) {
    const header = /^([\w!#$%&'*+.^`|~-]+):[ \t]*(.*?)[ \t]*$/.exec(line);
    if (header === null) throw noHttp();
    const name = header[1]!.toLowerCase();
    const before = headers.get(name);
    headers.set(name, before === undefined ? header[2]! : `${before}, ${header[2]}`);
  }
  return { status: Number(status), headers };
}

async function readBody(bytes: Bytes, { status, headers }: Head): Promise<Uint8Array> {
  if (status === 204 || status === 304) return new Uint8Array();
  const [coding, length] = [headers.get('transfer-encoding'), headers.get('content-length')];
  if ((headers.get('content-encoding') ?? 'identity').toLowerCase() !== 'identity') throw noHttp();
  if (coding !== undefined) {
    // Both at once is how one response is made to look like two.
    if (coding.toLowerCase() !== 'chunked' || length !== undefined) throw noHttp();
    return readChunks(bytes);
  }
  return length === undefined ? bytes.rest() : bytes.exactly(sizeOf(length, /^\d+$/, 10));
}

async function readChunks(bytes: Bytes): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let total = 0;
  for (;;) {
    const [size = ''] = (await bytes.line()).split(/[; \t]/);
    const length = sizeOf(size, /^[\da-f]+$/i, 16);
    if (length === 0) break;
    total += length;
    if (total > mostBodyBytes) throw tooLarge();
    chunks.push(await bytes.exactly(length));
    if ((await bytes.line()) !== '') throw noHttp();
  }
  while ((await bytes.line()) !== ''); // trailers say nothing that is needed
  return joined(chunks);
}

function sizeOf(text: string, form: RegExp, radix: number): number {
  if (!form.test(text)) throw noHttp();
  const size = Number.parseInt(text, radix);
  if (size > mostBodyBytes) throw tooLarge();
  return size;
}

/** What arrives, read forward. Lines count towards the limit of heads, the rest towards that of bodies. */
interface Bytes {
  /** The next line, without its end. */
  line(): Promise<string>;
  exactly(length: number): Promise<Uint8Array>;
  /** All up to the end. */
  rest(): Promise<Uint8Array>;
}

function bytesOf(pieces: AsyncIterable<Uint8Array>): Bytes {
  const iterator = pieces[Symbol.asyncIterator]();
  let held = new Uint8Array();
  let headBytes = 0;

  /** Waits until something is there; false at the end of all. */
  async function arrived(): Promise<boolean> {
    while (held.length === 0) {
      const next = await iterator.next();
      if (next.done) return false;
      held = new Uint8Array(next.value);
    }
    return true;
  }

  /** Takes up to `most` bytes of what is there. */
  function take(most: number): Uint8Array {
    const taken = held.subarray(0, most);
    held = held.subarray(taken.length);
    return taken;
  }

  return {
    async line() {
      const parts: Uint8Array[] = [];
      while (await arrived()) {
        const end = held.indexOf(lineFeed);
        const part = take(end < 0 ? held.length : end + 1);
        headBytes += part.length;
        if (headBytes > mostHeadBytes) throw tooLarge();
        parts.push(part);
        if (end >= 0) return latin1.decode(joined(parts)).replace(/\r?\n$/, '');
      }
      throw brokenOff();
    },
    async exactly(length) {
      const parts: Uint8Array[] = [];
      for (let missing = length; missing > 0; missing -= parts.at(-1)!.length) {
        if (!(await arrived())) throw brokenOff();
        parts.push(take(missing));
      }
      return joined(parts);
    },
    async rest() {
      const parts: Uint8Array[] = [];
      for (let total = 0; await arrived(); ) {
        const part = take(held.length);
        total += part.length;
        if (total > mostBodyBytes) throw tooLarge();
        parts.push(part);
      }
      return joined(parts);
    },
  };
}

const lineFeed = 10;
const latin1 = new TextDecoder('latin1');

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function noHttp(): ManagerError {
  return new ManagerError('What answers is not the API of a Wazuh manager: it does not speak HTTP/1.1.');
}

function tooLarge(): ManagerError {
  return new ManagerError('The answer of the manager is too large.');
}

function brokenOff(): ManagerError {
  return new ManagerError('The answer of the manager breaks off.');
}
