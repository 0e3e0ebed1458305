import { watch } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { isFolder } from '../inputs.ts';

/** How long changes are waited for that come together, in milliseconds. */
const pause = 200;

/**
 * Gives a turn whenever something changes in the folders of some files, or in folders; changes that come
 * together are one. Ends when `stop` says so; files that come and go are no matter.
 */
export async function* changesOf(paths: readonly string[], stop?: AbortSignal): AsyncGenerator<void> {
  const folders = new Set(paths.map((path) => resolve(isFolder(path) ? path : dirname(path))));
  let wake: () => void = () => {};
  let changed = false;
  const note = () => {
    changed = true;
    wake();
  };
  const watchers = [...folders].map((folder) => watch(folder, note));
  stop?.addEventListener('abort', note);
  try {
    while (true) {
      if (!changed) await new Promise<void>((done) => (wake = done));
      if (stop?.aborted) return;
      await new Promise((done) => setTimeout(done, pause));
      changed = false;
      yield;
    }
  } finally {
    stop?.removeEventListener('abort', note);
    for (const watcher of watchers) watcher.close();
  }
}
