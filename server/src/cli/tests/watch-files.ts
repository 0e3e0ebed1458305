import { type FSWatcher, watch } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { isFolder } from '../inputs.ts';

/** How long changes are waited for that come together, in milliseconds. */
const pause = 200;

/**
 * Gives a turn whenever something changes in the folders of some files, or in folders; changes that come
 * together are one. Ends when `stop` says so; files that come and go are no matter.
 * @param paths asked again after each turn
 */
export async function* changesOf(paths: () => readonly string[], stop?: AbortSignal): AsyncGenerator<void> {
  const watchers = new Map<string, FSWatcher>();
  let wake: () => void = () => {};
  let changed = false;
  const note = () => {
    changed = true;
    wake();
  };
  stop?.addEventListener('abort', note);
  try {
    while (true) {
      for (const folder of paths().map(folderOf)) {
        if (!watchers.has(folder) && isFolder(folder)) watchers.set(folder, watch(folder, note));
      }
      if (!changed) await new Promise<void>((done) => (wake = done));
      if (stop?.aborted) return;
      await new Promise((done) => setTimeout(done, pause));
      changed = false;
      yield;
    }
  } finally {
    stop?.removeEventListener('abort', note);
    for (const watcher of watchers.values()) watcher.close();
  }
}

function folderOf(path: string): string {
  return resolve(isFolder(path) ? path : dirname(path));
}
