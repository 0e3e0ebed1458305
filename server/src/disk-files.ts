import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { URI } from 'vscode-uri';
import { withoutMark } from './file-text.ts';
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
    const found: Found = { yaml: [], xml: [], kql: [] };
    await collect(URI.parse(folder).fsPath, mostDepth, found);
    return [...found.yaml, ...found.xml, ...found.kql].map((path) => URI.file(path).toString());
  },
  async read(uri) {
    try {
      const path = URI.parse(uri).fsPath;
      const { size } = await stat(path);
      return size > mostBytes ? undefined : withoutMark(await readFile(path, 'utf8'));
    } catch {
      return undefined; // gone, or not for us: the same as no such file
    }
  },
};

/** Counted apart, so that much XML leaves no YAML out. */
interface Found {
  readonly yaml: string[];
  readonly xml: string[];
  readonly kql: string[];
}

/** Links are not followed, so that no folder is met twice. */
async function collect(folder: string, depth: number, found: Found): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (Object.values(found).every((paths) => paths.length >= mostFiles)) return;
    const path = join(folder, entry.name);
    if (entry.isFile()) take(path, found);
    else if (entry.isDirectory() && depth > 0 && !skipped.has(entry.name))
      await collect(path, depth - 1, found);
  }
}

const kinds: Readonly<Record<string, keyof Found>> = {
  yaml: 'yaml',
  yml: 'yaml',
  xml: 'xml',
  kql: 'kql',
  csl: 'kql',
};

function take(path: string, found: Found): void {
  const ending = /\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? '';
  const paths = Object.hasOwn(kinds, ending) ? found[kinds[ending]!] : undefined;
  if (paths !== undefined && paths.length < mostFiles) paths.push(path);
}
