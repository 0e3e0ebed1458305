import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { bytesOfFile } from '../../server/src/file-bytes.ts';

let folder: string;
let path: string;
const length = 600 * 1024;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'falco-workbench-'));
  path = join(folder, 'alerts.jsonl');
  writeFileSync(path, 'a'.repeat(length));
});

afterEach(() => rmSync(folder, { recursive: true }));

/** How many bytes are read, and how that ends; `meanwhile` is done after the first piece. */
async function read(file: string, meanwhile: () => void = () => {}): Promise<[number, string]> {
  let count = 0;
  try {
    for await (const piece of bytesOfFile(file)) {
      if (count === 0) meanwhile();
      count += piece.length;
    }
    return [count, 'end'];
  } catch (error) {
    return [count, (error as Error).message];
  }
}

it('reads a file to its end, and tells its size before', async () => {
  const sizes: number[] = [];
  const first = await bytesOfFile(path, (size) => sizes.push(size)).next();
  expect(first.value?.[0]).toBe(0x61);
  expect(sizes).toEqual([length]);
  expect(await read(path)).toEqual([length, 'end']);
});

it('says so where a file changes its size meanwhile', async () => {
  expect(await read(path, () => appendFileSync(path, 'more'))).toEqual([
    length,
    'The file grew while it was read: what was added since was not.',
  ]);
  const [count, end] = await read(path, () => truncateSync(path, 300 * 1024));
  expect(count).toBe(300 * 1024);
  expect(end).toBe('The file became shorter while it was read.');
});

it('says why a file cannot be read', async () => {
  expect(await read(join(folder, 'none'))).toEqual([0, 'The file cannot be read: there is no such file.']);
  expect(await read(folder)).toEqual([0, 'The file cannot be read: it is a folder.']);
});

it.skipIf(process.platform === 'win32')('does not wait for a pipe', async () => {
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  expect(await read(pipe)).toEqual([0, 'The file cannot be read: it is a device or a pipe.']);
});
