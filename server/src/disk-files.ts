import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { URI } from 'vscode-uri';
import type { FileAccess } from './lsp/file-access.ts';

/** Folders in which nobody keeps rules of his own. */
const skipped: ReadonlySet<string> = new Set(['node_modules', '.git', '.hg', '.svn']);
/** Larger files are no rules files, and would only hold the server up. */
const mostBytes = 4_000_000;
const mostFiles = 5_000;
const mostDepth = 16;

/** Files on the disk of the machine that the server runs on. */
export const diskFiles: FileAccess = {
  async list(folder) {
    const found: string[] = [];
    await collect(URI.parse(folder).fsPath, mostDepth, found);
    return found.map((path) => URI.file(path).toString());
  },
  async read(uri) {
    try {
      const path = URI.parse(uri).fsPath;
      const { size } = await stat(path);
      return size > mostBytes ? undefined : await readFile(path, 'utf8');
    } catch {
      return undefined; // gone, or not for us: the same as no such file
    }
  },
};

/** Links are not followed, so that no folder is met twice. */
async function collect(folder: string, depth: number, found: string[]): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (found.length >= mostFiles) return;
    const path = join(folder, entry.name);
    if (entry.isFile() && /\.ya?ml$/i.test(entry.name)) found.push(path);
    else if (entry.isDirectory() && depth > 0 && !skipped.has(entry.name))
      await collect(path, depth - 1, found);
  }
}
