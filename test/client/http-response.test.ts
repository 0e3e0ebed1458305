import { describe, expect, it } from 'vitest';
import { readResponse } from '../../client/src/wazuh/logtest/http-response.ts';
import { type ApiResponse, ManagerError } from '../../client/src/wazuh/logtest/manager-api.ts';
import fc from '../support/properties.ts';

async function* cutInto(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

function read(lines: string, size = 7): Promise<ApiResponse> {
  return readResponse(cutInto(new TextEncoder().encode(lines.replaceAll('\n', '\r\n')), size));
}

/** Pieces without an end, of which no more are made than are asked for. */
async function* endless(start: string, piece: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(start);
  for (;;) yield new TextEncoder().encode(piece);
}

describe('a response', () => {
  it.each<[string, string, number, string]>([
    ['with a length', 'HTTP/1.1 200 OK\nContent-Length: 5\n\nhéll and what follows', 200, 'héll'],
    ['with no body', 'HTTP/1.1 204 No Content\nContent-Length: 5\n\n', 204, ''],
    ['up to the end', 'HTTP/1.0 500 Failed\n\nall', 500, 'all'],
    ['without a reason', 'HTTP/1.1 200\ncontent-length:0\n\n', 200, ''],
    [
      'in chunks',
      'HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n3;a=b\nabc\nA\n0123456789\n0\nTrailer: x\n\n',
      200,
      'abc0123456789',
    ],
    ['after "continue"', 'HTTP/1.1 100 Continue\n\nHTTP/1.1 201 Created\nContent-Length: 1\n\nx', 201, 'x'],
  ])('%s', async (_what, text, status, body) => {
    for (const size of [1, 2, 1000]) expect(await read(text, size)).toEqual({ status, body });
  });

  it.each<[string, string, string]>([
    ['of another protocol', 'SSH-2.0-OpenSSH_9.6\n', 'does not speak HTTP/1.1'],
    ['of HTTP/2', 'HTTP/2 200\n\n', 'does not speak HTTP/1.1'],
    ['that changes the protocol', 'HTTP/1.1 101 Switching\n\n', 'does not speak HTTP/1.1'],
    ['with a header without a name', 'HTTP/1.1 200 OK\n: x\n\n', 'does not speak HTTP/1.1'],
    ['with a folded header', 'HTTP/1.1 200 OK\nA: x\n y\n\n', 'does not speak HTTP/1.1'],
    ['with two lengths', 'HTTP/1.1 200 OK\nContent-Length: 1\nContent-Length: 2\n\nab', 'does not speak'],
    ['with a negative length', 'HTTP/1.1 200 OK\nContent-Length: -1\n\n', 'does not speak'],
    [
      'with length and chunks',
      'HTTP/1.1 200 OK\nContent-Length: 1\nTransfer-Encoding: chunked\n\n0\n\n',
      'does not speak',
    ],
    ['that is packed', 'HTTP/1.1 200 OK\nContent-Encoding: gzip\nContent-Length: 1\n\nx', 'does not speak'],
    ['with a chunk of no size', 'HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\nx\n', 'does not speak'],
    [
      'with a chunk too long',
      'HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n1\nab\n0\n\n',
      'does not speak',
    ],
    ['with a huge length', 'HTTP/1.1 200 OK\nContent-Length: 99999999999999\n\n', 'too large'],
    ['with a huge chunk', 'HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\nffffffffff\n', 'too large'],
    ['that says nothing', '', 'breaks off'],
    ['that breaks off in its head', 'HTTP/1.1 200 OK\nA: b', 'breaks off'],
    ['that breaks off in its body', 'HTTP/1.1 200 OK\nContent-Length: 5\n\nab', 'breaks off'],
    ['that breaks off in a chunk', 'HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n5\nab', 'breaks off'],
  ])('%s is an error', async (_what, text, message) => {
    const error: unknown = await read(text).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ManagerError);
    expect((error as ManagerError).message).toContain(message);
  });

  it.each([
    ['line', 'HTTP/1.1 200 OK\r\nA: ', 'x'.repeat(1000)],
    ['head', 'HTTP/1.1 200 OK\r\n', 'A: b\r\n'],
    ['row of heads', '', 'HTTP/1.1 100 Continue\r\n\r\n'],
    ['body', 'HTTP/1.1 200 OK\r\n\r\n', 'x'.repeat(10_000)],
    ['row of chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n', '1\r\nx\r\n'],
    ['row of trailers', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n', 'A: b\r\n'],
  ])('with an endless %s is too large', async (_what, start, piece) => {
    await expect(readResponse(endless(start, piece))).rejects.toThrow('too large');
  });

  it('of any bytes is one, or an error that says so', async () => {
    const part = fc.constantFrom(
      'HTTP/1.1 200 OK\n',
      'Content-Length: 3\n',
      'Transfer-Encoding: chunked\n',
      '\n',
      '2\n',
      'ab',
      ':',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(part, fc.string()), { maxLength: 12 }),
        fc.integer({ min: 1, max: 9 }),
        async (parts, size) => {
          const result = await read(parts.join(''), size).catch((error: unknown) => error);
          if (result instanceof Error) expect(result).toBeInstanceOf(ManagerError);
          else expect(result).toEqual(await read(parts.join(''), 1000));
        },
      ),
      { numRuns: 300 },
    );
  });
});
