import type { Stats } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { reasonOf } from './file-reason.ts';

/** Bytes that are read at once. */
const pieceSize = 256 * 1024;

/** Says, for people, why a file cannot be read, or not to its end. */
export class UnreadableFile extends Error {}

/**
 * The bytes of a file from its begin to where it ended when it was opened, in pieces: each is valid until the
 * next is asked for.
 * @param onSize called once, with the number of bytes, before the first piece.
 * @throws UnreadableFile where it cannot be read; at its end where it changed its size while it was read.
 */
export async function* bytesOfFile(
  path: string,
  onSize: (bytes: number) => void = () => {},
): AsyncGenerator<Uint8Array> {
  const size = sizeOf(await orReason(stat(path))); // before `open`, which waits for the other end of a pipe
  const file = await orReason(open(path, 'r'));
  try {
    onSize(size);
    const buffer = new Uint8Array(pieceSize);
    let at = 0;
    while (at < size) {
      const { bytesRead } = await orReason(file.read(buffer, 0, Math.min(pieceSize, size - at), at));
      if (bytesRead === 0) throw new UnreadableFile('The file became shorter while it was read.');
      yield buffer.subarray(0, bytesRead);
      at += bytesRead;
    }
    if (sizeOf(await orReason(file.stat())) > size)
      throw new UnreadableFile('The file grew while it was read: what was added since was not.');
  } finally {
    await file.close();
  }
}

/** @throws UnreadableFile for devices and pipes: they may have no end. */
function sizeOf(stats: Stats): number {
  if (stats.isDirectory()) throw new UnreadableFile('The file cannot be read: it is a folder.');
  if (!stats.isFile()) throw new UnreadableFile('The file cannot be read: it is a device or a pipe.');
  return stats.size;
}

async function orReason<Result>(promise: Promise<Result>): Promise<Result> {
  try {
    return await promise;
  } catch (error) {
    throw new UnreadableFile(`The file cannot be read: ${reasonOf(error as NodeJS.ErrnoException)}.`);
  }
}
