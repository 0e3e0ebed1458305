/** Says, for people, that compressed bytes break off or are damaged. */
export class DamagedGzip extends Error {}

/**
 * The text of a file whose bytes come in pieces: unpacked where it is gzip (by its first bytes, RFC 1952), then
 * decoded as its byte order mark says, as UTF-8 where there is none. Never holds more than a piece of it.
 * @param bytes pieces cut anywhere; each need only be valid until the next is asked for.
 * @throws DamagedGzip after the text before the damage; what `bytes` throws.
 */
export async function* textOfBytes(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const { start, all } = await begun(bytes);
  yield* decoded(start[0] === 0x1f && start[1] === 0x8b ? gunzipped(all) : all);
}

async function* decoded(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const { start, all } = await begun(bytes);
  const decoder = new TextDecoder(encodingOf(start)); // which leaves the byte order mark out
  for await (const piece of all) yield decoder.decode(piece, { stream: true });
  yield decoder.decode();
}

function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}

async function* gunzipped(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const gzip = new DecompressionStream('gzip');
  let sourceError: unknown;
  const written = writeAll(bytes, gzip.writable, (error) => {
    sourceError = error;
  });
  const reader = gzip.readable.getReader();
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
  } catch (error) {
    if (sourceError !== undefined) throw sourceError;
    const why = error instanceof Error ? error.message : String(error);
    throw new DamagedGzip(`The gzip data breaks off or is damaged (${why}).`);
  } finally {
    // Whoever stops early lets the writer go too, which waits for room.
    await reader.cancel().catch(() => {});
    await written;
  }
}

/** Never rejects: the reader of the stream learns of whatever goes wrong. */
async function writeAll(
  bytes: AsyncIterable<Uint8Array>,
  stream: WritableStream<Uint8Array>,
  onSourceError: (error: unknown) => void,
): Promise<void> {
  const writer = stream.getWriter();
  writer.closed.catch(() => {}); // `write` tells the same
  let isWriting = false;
  try {
    for await (const piece of bytes) {
      isWriting = true;
      await writer.write(new Uint8Array(piece)); // the stream may look at it later
      isWriting = false;
    }
    isWriting = true;
    await writer.close();
  } catch (error) {
    if (isWriting) return;
    onSourceError(error);
    await writer.abort(error).catch(() => {});
  }
}

/** The first two bytes, fewer where there are no more, and all bytes with them. */
async function begun(
  bytes: AsyncIterable<Uint8Array>,
): Promise<{ readonly start: Uint8Array; readonly all: AsyncIterable<Uint8Array> }> {
  const iterator = bytes[Symbol.asyncIterator]();
  let start = new Uint8Array(0);
  for (let isOver = false; start.length < 2 && !isOver; ) {
    const { done = false, value } = await iterator.next();
    isOver = done;
    if (!done) start = joined(start, value);
  }
  return { start, all: continued(start, iterator) };
}

async function* continued(
  start: Uint8Array,
  iterator: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    yield start;
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
  } finally {
    await iterator.return?.();
  }
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}
