import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { URI } from 'vscode-uri';
import { diskFiles } from '../../server/src/disk-files.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'falco-workbench-'));
  for (const path of [
    'a.yaml',
    'b.yml',
    'c.txt',
    'rules.d/d e.yaml',
    'node_modules/x/f.yaml',
    '.git/g.yaml',
  ]) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), `# ${path}`);
  }
  symlinkSync(folder, join(folder, 'rules.d/loop'));
});

afterEach(() => rmSync(folder, { recursive: true }));

it('lists the YAML files of a folder and its folders, without those of others', async () => {
  const uris = await diskFiles.list(URI.file(folder).toString());
  expect(uris).toEqual(
    ['a.yaml', 'b.yml', 'rules.d/d e.yaml'].map((path) => URI.file(join(folder, path)).toString()),
  );
  expect(uris[2]).toContain('d%20e.yaml');
});

it('reads a file of Windows without its byte order mark', async () => {
  const path = join(folder, 'marked.yaml');
  writeFileSync(path, '\ufeff- list: l\r\n');
  expect(await diskFiles.read(URI.file(path).toString())).toBe('- list: l\r\n');
});

it('reads files, and takes what cannot be read for missing', async () => {
  const [first] = await diskFiles.list(URI.file(folder).toString());
  expect(await diskFiles.read(first!)).toBe('# a.yaml');
  expect(await diskFiles.read(`${first}x`)).toBeUndefined();
  expect(await diskFiles.list(URI.file(join(folder, 'nowhere')).toString())).toEqual([]);
});
