// Bundles the extension, its language server, the command line and the webviews into dist/.
//   node tools/build.mjs            for release: minified
//   node tools/build.mjs --dev      with source maps
//   node tools/build.mjs --watch    with source maps, again after each change
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build, context } from 'esbuild';
import { bundles } from './build/bundles.mjs';
import { thirdPartyNotices } from './build/notices.mjs';
import { root } from './root.mjs';

const dist = join(root, 'dist');
const { values: flags } = parseArgs({ options: { watch: { type: 'boolean' }, dev: { type: 'boolean' } } });

const wanted = bundles().map(withoutMissingEntries);
const buildable = wanted.filter((bundle) => bundle.entries.length > 0);

if (flags.watch) await watchAll();
else await buildAll();

async function buildAll() {
  const started = performance.now();
  try {
    const results = await Promise.all(buildable.map((bundle) => build(esbuildOptions(bundle))));
    finish(results.map((result) => result.metafile));
  } catch {
    process.exit(1); // esbuild has printed what is wrong
  }
  const names = buildable.map((bundle) => bundle.name).join(', ');
  console.log(`Built ${names} in ${Math.round(performance.now() - started)} ms`);
}

async function watchAll() {
  for (const bundle of buildable) {
    const watched = await context({ ...esbuildOptions(bundle), logLevel: 'info' });
    await watched.watch();
  }
  console.log('Watching for changes; Ctrl+C stops.');
}

function withoutMissingEntries(bundle) {
  const [present, missing] = [true, false].map((there) =>
    bundle.entries.filter((entry) => existsSync(join(root, entry.in)) === there),
  );
  for (const entry of missing) console.log(`Left out: ${entry.in} does not exist`);
  return { ...bundle, entries: present };
}

function esbuildOptions(bundle) {
  return {
    ...bundle.options,
    absWorkingDir: root,
    entryPoints: bundle.entries,
    outdir: dist,
    bundle: true,
    metafile: true,
    minify: !forDevelopment(),
    sourcemap: forDevelopment() ? 'linked' : false,
    legalComments: 'none', // the notices file carries the licences
    logLevel: 'warning',
  };
}

function forDevelopment() {
  return Boolean(flags.dev || flags.watch);
}

/** Adds the notices, removes what an earlier build left behind, and makes the command line executable. */
function finish(metafiles) {
  mkdirSync(dist, { recursive: true });
  const notices = join(dist, 'THIRD-PARTY-NOTICES.txt');
  writeFileSync(notices, thirdPartyNotices(metafiles.flatMap((file) => Object.keys(file.inputs))));
  const written = metafiles.flatMap((file) => Object.keys(file.outputs)).map((file) => resolve(root, file));
  removeAllBut(new Set([notices, ...written]));
  const cli = join(dist, 'cli.cjs');
  if (existsSync(cli)) chmodSync(cli, 0o755);
}

function removeAllBut(kept) {
  for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    if (entry.isFile() && !kept.has(file)) rmSync(file);
  }
}
