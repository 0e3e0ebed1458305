import type { Connection, TextDocuments } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Workspace } from '../workspace/workspace.ts';
import { afterPause } from './after-pause.ts';
import { reporter } from './guard.ts';
import type { KqlDocuments } from './kql.ts';
import { isKql } from './kql.ts';
import type { Log } from './log.ts';

/** How long an edit waits for the next one, in milliseconds: a question takes the worker a while. */
const pause = 150;

/** The same for files that nobody has open. */
const longPause = 600;

/**
 * Pushes what is wrong with documents that hold KQL: after edits, and where rules or settings changed; then with
 * files that are not open, one after the other, so that whoever writes a query never waits for them.
 * @param closed the addresses of those that are wanted
 */
export function pushKqlDiagnostics(
  connection: Connection,
  documents: TextDocuments<TextDocument>,
  closed: () => readonly string[],
  workspace: Workspace,
  kql: KqlDocuments,
  log: Log,
): { readonly schedule: () => void } {
  const report = reporter(log, 'Diagnostics of KQL');
  const shown = new Map<string, string>();
  let changes = 0;

  async function push(): Promise<void> {
    for (const { uri, version } of documents.all().filter(isKql)) await pushOne(uri, version);
  }

  async function pushClosed(): Promise<void> {
    const since = changes;
    const wanted = new Set(closed());
    for (const uri of shown.keys()) if (!wanted.has(uri) && documents.get(uri) === undefined) forget(uri);
    for (const uri of wanted) {
      if (changes !== since) return;
      if (documents.get(uri) === undefined && !(await pushOne(uri))) return;
    }
  }

  /** False where nobody can tell. */
  async function pushOne(uri: string, version?: number): Promise<boolean> {
    const diagnostics = await kql.diagnostics(uri);
    if (diagnostics === undefined || documents.get(uri)?.version !== version) return false;
    const content = JSON.stringify([version, diagnostics]);
    const isNothing = version === undefined && diagnostics.length === 0 && !shown.has(uri);
    if (isNothing || shown.get(uri) === content) return true;
    shown.set(uri, content);
    await connection.sendDiagnostics({ uri, diagnostics, ...(version !== undefined && { version }) });
    return true;
  }

  function forget(uri: string): void {
    if (shown.delete(uri)) connection.sendDiagnostics({ uri, diagnostics: [] }).catch(report);
  }

  const soon = afterPause(() => push().catch(report), pause);
  const later = afterPause(() => pushClosed().catch(report), longPause);
  const schedule = () => {
    changes++;
    if (documents.all().some(isKql)) soon();
    later();
  };
  documents.onDidChangeContent(({ document }) => {
    if (isKql(document)) schedule();
  });
  workspace.onChange(schedule);
  documents.onDidClose(({ document: { uri } }) => forget(uri));
  return { schedule };
}
