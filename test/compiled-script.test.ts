import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadCompiled } from '../server/src/compiled-script.ts';

interface Module {
  answer(): string;
}

let folder: string;
let path: string;
const keptFiles = () => readdirSync(folder).filter((name) => name.endsWith('.compiled'));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'compiled-script-'));
  path = join(folder, 'module.cjs');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(answer: string): void {
  writeFileSync(path, `exports.answer = () => require('node:path').posix.join('${answer}', 'end');`);
}

/** Loads the module, uses it and keeps what was compiled. */
function answer(): string {
  const { exports, keep } = loadCompiled<Module>(path);
  const result = exports.answer();
  keep();
  return result;
}

test('a module says the same compiled before, and is kept once', () => {
  write('one');
  expect([answer(), answer()]).toEqual(['one/end', 'one/end']);
  expect(keptFiles()).toHaveLength(1);
});

test('what was kept of another source of the same size is not taken', () => {
  write('one');
  utimesSync(path, 1000, 1000);
  expect(answer()).toBe('one/end');
  write('two');
  expect(answer()).toBe('two/end');
});

test('what is no compiled code is refused, and replaced', () => {
  write('one');
  answer();
  const [kept] = keptFiles();
  writeFileSync(join(folder, kept!), 'no code');
  expect(answer()).toBe('one/end');
  expect(keptFiles()).toEqual([kept]);
});

test('where nothing can be written, nothing is kept and nothing fails', () => {
  write('one');
  const { exports, keep } = loadCompiled<Module>(path);
  rmSync(folder, { recursive: true });
  expect(keep).not.toThrow();
  expect(exports.answer()).toBe('one/end');
});
