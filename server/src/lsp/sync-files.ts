import {
  type Connection,
  DidChangeWatchedFilesNotification,
  type Disposable,
  type FileSystemWatcher,
  type InitializeParams,
  type TextDocuments,
  WatchKind,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { guard, reporter } from './guard.ts';
import { isKql } from './kql.ts';
import type { Log } from './log.ts';
import { isRead, type WorkspaceFiles } from './workspace-files.ts';

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
  connection.workspace.onDidRenameFiles(({ files: renamed }) => files.renamedFolders(renamed).catch(report));
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
  // Of a folder that is deleted, some clients tell nothing but that.
  const options = {
    watchers: [
      { globPattern: '**/*.{yaml,yml,xml,kql,csl}' },
      { globPattern: '**/*', kind: WatchKind.Delete },
    ],
  };
  connection.client
    .register(DidChangeWatchedFilesNotification.type, options)
    .catch(reporter(log, 'Watching files'));
}

/**
 * Asks the client to tell what changes in files and folders that lie in no open folder, where it can be asked
 * for that. What it returns takes their addresses each time there are others.
 */
export function watchOutside(
  connection: Connection,
  { capabilities }: InitializeParams,
  log: Log,
): (addresses: readonly string[]) => void {
  const { dynamicRegistration, relativePatternSupport } = capabilities.workspace?.didChangeWatchedFiles ?? {};
  if (dynamicRegistration !== true || relativePatternSupport !== true) return () => {};
  let current: Promise<Disposable | undefined> = Promise.resolve(undefined);
  const report = reporter(log, 'Watching files');
  const register = (watchers: FileSystemWatcher[]) =>
    connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
  return (addresses) => {
    current = current
      .then((former) => former?.dispose())
      .then(() => (addresses.length === 0 ? undefined : register(addresses.map(watcherOf))))
      .catch((error) => {
        report(error);
        return undefined;
      });
  };
}

/** A file is watched in its folder, since it may not be there yet. */
function watcherOf(address: string): FileSystemWatcher {
  if (!isRead(address)) return { globPattern: { baseUri: address, pattern: '**/*.{yaml,yml,xml}' } };
  const slash = address.lastIndexOf('/');
  const pattern = decodeURIComponent(address.slice(slash + 1));
  return { globPattern: { baseUri: address.slice(0, slash), pattern } };
}
