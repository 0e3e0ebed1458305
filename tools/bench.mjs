// npm run bench [-- name …]: how fast the built command line and the core are. It prints a table and writes
// bench-results.json; it judges nothing, since the figures depend on the machine and on what else runs there.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from './root.mjs';

const outdir = mkdtempSync(join(tmpdir(), 'falco-workbench-bench-')); // not in dist/, which is packed
try {
  process.exitCode = run('tools/build.mjs') || (await measure());
} finally {
  rmSync(outdir, { recursive: true });
}

/** Bundles the measures, those that want a process of their own beside them, and runs them; gives the exit status. */
async function measure() {
  await build({
    absWorkingDir: root,
    entryPoints: [
      'tools/bench/main.ts',
      'tools/bench/first-wazuh-load.ts',
      'tools/bench/activate-extension.ts',
    ],
    outdir,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    mainFields: ['module', 'main'],
    minify: true, // as what is installed
    logLevel: 'warning',
  });
  return run('--expose-gc', join(outdir, 'main.cjs'), root, ...process.argv.slice(2));
}

/** Runs Node to its end; gives its exit status. */
function run(...args) {
  return spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status ?? 1;
}
