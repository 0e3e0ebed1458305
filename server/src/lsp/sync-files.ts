import {
  type Connection,
  DidChangeWatchedFilesNotification,
  type InitializeParams,
  type TextDocuments,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { guard, reporter } from './guard.ts';
import { isKql } from './kql.ts';
import type { Log } from './log.ts';
import type { WorkspaceFiles } from './workspace-files.ts';

/** Keeps the files as the client reports them: what is open, edited, closed, and changed outside. */
export function syncFiles(
  connection: Connection,
  documents: TextDocuments<TextDocument>,
  files: WorkspaceFiles,
  forget: (uri: string) => void,
  log: Log,
): void {
  const report = reporter(log, 'Reading files');
  const opened = guard(log, 'edit', undefined, (document: TextDocument) => files.opened(document));
  documents.onDidChangeContent(({ document }) => {
    if (!isKql(document)) opened(document);
  });
  documents.onDidClose(({ document }) => {
    forget(document.uri);
    files.closed(document.uri).catch(report);
  });
  connection.onDidChangeWatchedFiles(({ changes }) => files.changedOutside(changes).catch(report));
}

/**
 * Reads the folders that are open, now and when others are opened or closed.
 * @param changed called when they have changed: settings hold for folders.
 */
export function syncFolders(
  connection: Connection,
  files: WorkspaceFiles,
  { workspaceFolders, rootUri, capabilities }: InitializeParams,
  changed: () => void,
  log: Log,
): void {
  const add = (folders: readonly { uri: string }[]) => {
    files.addFolders(folders.map(({ uri }) => uri)).catch(reporter(log, 'Reading folders'));
  };
  // Older clients know one folder only.
  add(workspaceFolders ?? (rootUri === null ? [] : [{ uri: rootUri }]));
  if (capabilities.workspace?.workspaceFolders !== true) return;
  connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
    files.removeFolders(removed.map(({ uri }) => uri));
    add(added);
    changed();
  });
}

/** Asks the client to tell what changes outside the editor, where it lets itself be asked. */
export function watchFiles(connection: Connection, { capabilities }: InitializeParams, log: Log): void {
  if (capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration !== true) return;
  const options = { watchers: [{ globPattern: '**/*.{yaml,yml}' }] };
  connection.client
    .register(DidChangeWatchedFilesNotification.type, options)
    .catch(reporter(log, 'Watching files'));
}
