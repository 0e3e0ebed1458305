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

/** Pushes what is wrong with open documents that hold KQL: after edits, and where rules or settings changed. */
export function pushKqlDiagnostics(
  connection: Connection,
  documents: TextDocuments<TextDocument>,
  workspace: Workspace,
  kql: KqlDocuments,
  log: Log,
): void {
  const report = reporter(log, 'Diagnostics of KQL');
  const shown = new Map<string, string>();

  async function push(): Promise<void> {
    for (const { uri, version } of documents.all().filter(isKql)) {
      const diagnostics = await kql.diagnostics(uri);
      if (diagnostics === undefined || documents.get(uri)?.version !== version) continue;
      const content = JSON.stringify([version, diagnostics]);
      if (shown.get(uri) === content) continue;
      shown.set(uri, content);
      await connection.sendDiagnostics({ uri, version, diagnostics });
    }
  }

  const soon = afterPause(() => push().catch(report), pause);
  documents.onDidChangeContent(({ document }) => {
    if (isKql(document)) soon();
  });
  workspace.onChange(() => {
    if (documents.all().some(isKql)) soon();
  });
  documents.onDidClose(({ document: { uri } }) => {
    if (shown.delete(uri)) connection.sendDiagnostics({ uri, diagnostics: [] }).catch(report);
  });
}
