import { type Disposable, type TextDocument, type Uri, workspace } from 'vscode';

/** Queries of the workspace by their addresses. */
export type Queries = Readonly<Record<string, string>>;

/** More files, and larger ones, are no collection of queries. */
const mostFiles = 200;
const longestQuery = 256 * 1024;

/** How long an edit waits for the next one, in milliseconds. */
const editPause = 250;

const pattern = '**/*.{kql,csl}';

/** The KQL files of the workspace, as the editor has them, for as long as somebody wants to know. */
export class WorkspaceQueries implements Disposable {
  private readonly watching: readonly Disposable[];
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** @param changed takes the queries, at first and after every change. */
  constructor(private readonly changed: (queries: Queries) => void) {
    const watcher = workspace.createFileSystemWatcher(pattern);
    const soon = () => this.soon(editPause);
    const edited = workspace.onDidChangeTextDocument(({ document }) => {
      if (isQuery(document)) soon();
    });
    const events = [watcher.onDidChange(soon), watcher.onDidCreate(soon), watcher.onDidDelete(soon)];
    this.watching = [watcher, edited, ...events];
    this.soon(0);
  }

  dispose(): void {
    clearTimeout(this.timer);
    for (const each of this.watching) each.dispose();
  }

  private soon(pause: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.read(), pause);
  }

  private async read(): Promise<void> {
    this.changed(await readQueries());
  }
}

/** The KQL files of the workspace as they are now, in the editor where they are open. */
export async function readQueries(): Promise<Queries> {
  const files = await workspace.findFiles(pattern, '**/node_modules/**', mostFiles);
  const texts = await Promise.all(files.map(async (uri) => [uri.toString(), await textOf(uri)] as const));
  const queries = texts.filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(queries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function isQuery({ uri }: TextDocument): boolean {
  return /\.(?:kql|csl)$/i.test(uri.path);
}

/** Undefined where a file cannot be read, is too long, or holds no query. */
async function textOf(uri: Uri): Promise<string | undefined> {
  const open = workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  try {
    const text = open?.getText() ?? new TextDecoder().decode(await workspace.fs.readFile(uri));
    return text.length > longestQuery || text.trim() === '' ? undefined : text;
  } catch {
    return undefined;
  }
}
