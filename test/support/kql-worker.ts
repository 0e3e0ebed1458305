import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import type { StartKqlWorker } from '../../server/src/features/kql/ask.ts';
import type { FromKqlWorker, ToKqlWorker } from '../../server/src/features/kql/messages.ts';
import { serveKql } from '../../server/src/features/kql/serve.ts';

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

/** A worker that is none: it answers in this process, each message in a turn of its own. */
export const kqlInProcess: StartKqlWorker = () => {
  let toWorker: (message: ToKqlWorker) => void = () => {};
  let toServer: (message: FromKqlWorker) => void = () => {};
  void serveKql({
    send: (message) => setImmediate(() => toServer(structuredClone(message))),
    receive: (listener) => {
      toWorker = listener;
    },
  });
  return {
    send: (message) => setImmediate(() => toWorker(structuredClone(message))),
    receive: (listener) => {
      toServer = listener;
    },
    terminate: () => {
      toServer = () => {};
    },
  };
};
