import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { DamagedGzip, textOfBytes } from '../../server/src/text/text-of-bytes.ts';
import fc from '../support/properties.ts';

/** Pieces of these lengths, then the rest; each is overwritten when the next is asked for, as files' are. */
async function* pieces(bytes: Uint8Array, lengths: readonly number[] = []): AsyncGenerator<Uint8Array> {
  let at = 0;
  for (const length of [...lengths, bytes.length]) {
    const piece = Uint8Array.from(bytes.subarray(at, at + length));
    yield piece;
    piece.fill(0x78);
    at += length;
  }
}

async function textOf(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  let text = '';
  for await (const piece of textOfBytes(bytes)) text += piece;
  return text;
}

/** With the byte order mark of UTF-16, the lower byte first or last. */
function utf16(text: string, isLittle: boolean): Uint8Array {
  const bytes = Buffer.from(`\uFEFF${text}`, 'utf16le');
  return isLittle ? bytes : bytes.swap16();
}

const sample = 'Größe, 大小, 🐚\r\n{"a":1}\n';

describe('the text of bytes', () => {
  it.each<[string, Uint8Array]>([
    ['UTF-8', Buffer.from(sample)],
    ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${sample}`)],
    ['UTF-16, little end first', utf16(sample, true)],
    ['UTF-16, big end first', utf16(sample, false)],
    ['gzip', gzipSync(sample)],
    ['gzip of UTF-16', gzipSync(utf16(sample, true))],
    ['gzip in several members', Buffer.concat([gzipSync(sample.slice(0, 9)), gzipSync(sample.slice(9))])],
  ])('is read from %s', async (_, bytes) => {
    expect(await textOf(pieces(bytes))).toBe(sample);
    expect(await textOf(pieces(bytes, [1, 0, 1, 1, 1, 3]))).toBe(sample);
  });

  it('is empty where there are none', async () => {
    expect(await textOf(pieces(new Uint8Array(0)))).toBe('');
    expect(await textOf(pieces(Buffer.from('x')))).toBe('x');
  });

  it('is the same however bytes of any kind are cut', async () => {
    const anyBytes = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
      fc.string({ unit: 'binary' }).map((text) => gzipSync(text)),
      fc.string().map((text) => utf16(text, false)),
    );
    const lengths = fc.array(fc.nat(7), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(anyBytes, lengths, async (bytes, cuts) => {
        const whole = await outcome(pieces(bytes));
        expect(await outcome(pieces(bytes, cuts))).toBe(whole);
      }),
      { numRuns: 100 },
    );
  });
});

describe('gzip that breaks off', () => {
  const lines = Array.from({ length: 20_000 }, (_, i) => `line ${i} ${(i * 7919) % 10_007}\n`).join('');
  const whole = gzipSync(lines);

  it('gives what stands before the break, then says so', async () => {
    let text = '';
    const read = async () => {
      for await (const piece of textOfBytes(pieces(whole.subarray(0, -5000), [4000]))) text += piece;
    };
    await expect(read()).rejects.toThrow(DamagedGzip);
    expect(text.length).toBeGreaterThan(lines.length / 2);
    expect(lines.startsWith(text)).toBe(true);
  });

  it('is told apart from a file that cannot be read on', async () => {
    async function* failing() {
      yield whole.subarray(0, 4000);
      throw new Error('The disk is gone.');
    }
    await expect(textOf(failing())).rejects.toThrow('The disk is gone.');
  });

  it('lets go of the file when nobody reads on', async () => {
    let isReleased = false;
    async function* endless() {
      try {
        yield whole.subarray(0, 4000);
        for (let at = 4000; ; at += 1000) yield whole.subarray(at, at + 1000);
      } finally {
        isReleased = true;
      }
    }
    for await (const piece of textOfBytes(endless())) if (piece !== '') break;
    expect(isReleased).toBe(true);
  });
});

/** The text, or the kind of error. */
async function outcome(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  try {
    return await textOf(bytes);
  } catch (error) {
    return (error as Error).constructor.name;
  }
}
