import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/** The script of the worker for KQL, bundled from the sources as they are now. */
export interface WorkerScript {
  readonly script: URL;
  readonly remove: () => void;
}

/** Bundles the worker for KQL into a folder of its own. */
export async function buildKqlWorker(): Promise<WorkerScript> {
  const folder = mkdtempSync(join(tmpdir(), 'kql-worker-'));
  const outfile = join(folder, 'kql-worker.cjs');
  await build({
    entryPoints: [fileURLToPath(new URL('../../server/src/kql-worker.ts', import.meta.url))],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'error',
  });
  return { script: pathToFileURL(outfile), remove: () => rmSync(folder, { recursive: true }) };
}
