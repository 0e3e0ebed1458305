// npm run fuzz [-- count [first seed]]: mutated rules files through the loader, until one crashes or hangs.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from './root.mjs';

const outdir = mkdtempSync(join(tmpdir(), 'falco-workbench-fuzz-')); // not in dist/, which is packed
try {
  const outfile = join(outdir, 'fuzz.cjs');
  await build({
    entryPoints: [join(root, 'test/fuzz/main.ts')],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outfile,
    logLevel: 'warning',
  });
  const args = [outfile, ...process.argv.slice(2)];
  process.exitCode = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status ?? 1;
} finally {
  rmSync(outdir, { recursive: true });
}
