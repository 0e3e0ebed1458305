import { resolve } from 'node:path';
import { type BuildOptions, build, type Metafile } from 'esbuild';
import { beforeAll, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');

interface Bundle {
  readonly name: string;
  readonly entries: { in: string; out: string }[];
  readonly options: BuildOptions;
}

/** What is loaded only when it is asked for: Kusto's library, Azure's clients. */
const heavy = /@kusto|@azure/;

const inMemory = { absWorkingDir: root, outdir: 'dist', bundle: true, metafile: true, write: false } as const;

let outputs: Metafile['outputs'];

beforeAll(async () => {
  // Named by a variable: what is plain JavaScript has no types.
  const list: string = '../tools/build/bundles.mjs';
  const { bundles }: { bundles: () => Bundle[] } = await import(list);
  const wanted = bundles().filter(({ name }) =>
    /^(?:language server and command line|commands and the worker for KQL)$/.test(name),
  );
  const built = await Promise.all(
    wanted.map(({ entries, options }) => build({ ...options, entryPoints: entries, ...inMemory })),
  );
  outputs = Object.assign({}, ...built.map(({ metafile }) => metafile.outputs));
}, 60_000);

/** The sources that are loaded with a file of dist/, before anything is asked for. */
function loadedWith(file: string): string[] {
  const seen = new Set<string>();
  const visit = (path: string): void => {
    const output = outputs[path];
    if (output === undefined || seen.has(path)) return;
    seen.add(path);
    for (const { path: next, kind } of output.imports) if (kind !== 'dynamic-import') visit(next);
  };
  visit(`dist/${file}`);
  return [...seen].flatMap((path) => Object.keys(outputs[path]!.inputs));
}

test.each(['language-server.cjs', 'command-line.cjs', 'later-commands.mjs'])(
  '%s starts without what is heavy',
  (file) => {
    const loaded = loadedWith(file);
    expect(loaded.length).toBeGreaterThan(0);
    expect(loaded.filter((path) => heavy.test(path))).toEqual([]);
  },
);

test('the command line holds what checks need, and no other command', () => {
  const others = /server\/src\/(?:kql|replay|lsp|wazuh\/load|features\/kql)\/|vscode-languageserver/;
  const files = loadedWith('command-line.cjs').filter((path) => others.test(path));
  expect(files).toEqual([]);
});

test('what loads them compiled is small', () => {
  for (const file of ['server.cjs', 'cli.cjs'])
    expect(outputs[`dist/${file}`]!.bytes, file).toBeLessThan(10_000);
});
