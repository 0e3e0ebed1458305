// npm run bench [-- name …]: how fast the built command line and the core are. It prints a table and writes
// bench-results.json; it judges nothing, since the figures depend on the machine and on what else runs there.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from './root.mjs';

run('tools/build.mjs');
const outfile = join(root, 'dist/bench.cjs');
await build({
  absWorkingDir: root,
  entryPoints: ['tools/bench/main.ts'],
  outfile,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  mainFields: ['module', 'main'],
  logLevel: 'warning',
});
run('--expose-gc', outfile, root, ...process.argv.slice(2));

/** Runs Node to its end; ends with its status where that is not 0. */
function run(...args) {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
