import { FileChangeType, type FileEvent, type TextDocuments } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { isDetectionsFile } from '../workspace/detections/detections-file.ts';
import { mayBeRulesFile } from '../workspace/rules-file.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { FileAccess } from './file-access.ts';

const atOnce = 32;

/** Keeps the workspace's files as they are: open documents as the editor has them, the others as they are read. */
export interface WorkspaceFiles {
  /** Reads all files of folders that were opened. */
  addFolders(folders: readonly string[]): Promise<void>;
  /** Forgets the files of folders that were closed. */
  removeFolders(folders: readonly string[]): void;
  /** Takes in files, and the files of folders, that the settings name and that are in no open folder. */
  include(addresses: readonly string[]): Promise<void>;
  /** The folders that are open. */
  readonly folders: ReadonlySet<string>;
  /** Takes over the text of an open document. */
  opened(document: TextDocument): void;
  /** Goes back to the file as it is outside the editor. */
  closed(uri: string): Promise<void>;
  /** Takes in what changed outside the editor. */
  changedOutside(events: readonly FileEvent[]): Promise<void>;
}

/** @param update called after changes, of settings too. */
export function workspaceFiles(
  workspace: Workspace,
  documents: TextDocuments<TextDocument>,
  access: FileAccess,
  update: () => void,
): WorkspaceFiles {
  const folders = new Set<string>();
  let included: readonly string[] = [];
  let reading = 0;

  /** Half a workspace would only show problems that are none: while a folder is read, nothing is reported. */
  function changed(): void {
    if (reading === 0) update();
  }

  /** A file may have been opened while it was read: then the editor's text stays. */
  async function read(uri: string): Promise<void> {
    const text = await access.read(uri);
    if (documents.get(uri) !== undefined) return;
    take(uri, text);
  }

  /** Other YAML, of which there can be much, is not even read. */
  function take(uri: string, text: string | undefined, declared = false): void {
    const isOurs = declared || isDetectionsFile(uri) || mayBeRulesFile(text ?? '');
    if (text === undefined || !isOurs) workspace.removeFile(uri);
    else workspace.setFile(uri, text, declared);
  }

  /** A system lets a process open so many files at once and no more. */
  async function readAll(uris: readonly string[]): Promise<void> {
    const closed = uris.filter((uri) => documents.get(uri) === undefined);
    for (let i = 0; i < closed.length; i += atOnce) {
      await Promise.all(closed.slice(i, i + atOnce).map(read));
    }
  }

  async function readFolders(added: readonly string[]): Promise<void> {
    reading++;
    try {
      const lists = await Promise.all(added.map((each) => (isYaml(each) ? [each] : access.list(each))));
      await readAll(lists.flat());
    } finally {
      reading--;
      changed();
    }
  }

  const within = (uri: string) =>
    [...folders, ...included].some((each) => uri === each || isWithin(uri, each));

  return {
    folders,
    async addFolders(added) {
      for (const folder of added) folders.add(folder);
      await readFolders(added);
    },
    async include(addresses) {
      const outside = addresses.filter((each) => ![...folders].some((folder) => isWithin(each, folder)));
      if (outside.join() === included.join()) return changed();
      included = outside;
      await readFolders(outside);
    },
    removeFolders(removed) {
      for (const folder of removed) folders.delete(folder);
      for (const uri of workspace.snapshot().files.keys()) {
        const left = removed.some((folder) => isWithin(uri, folder)) && !within(uri);
        if (left && documents.get(uri) === undefined) workspace.removeFile(uri);
      }
      changed();
    },
    opened(document) {
      take(document.uri, document.getText(), document.languageId === 'falco-rules');
      changed();
    },
    async closed(uri) {
      if (within(uri)) await read(uri);
      else workspace.removeFile(uri);
      changed();
    },
    async changedOutside(events) {
      const ofFolders = events.filter(({ uri }) => documents.get(uri) === undefined && within(uri));
      for (const { uri, type } of ofFolders) if (type === FileChangeType.Deleted) workspace.removeFile(uri);
      const present = ofFolders.filter(({ type, uri }) => type !== FileChangeType.Deleted && isYaml(uri));
      await readAll(present.map(({ uri }) => uri));
      changed();
    },
  };
}

function isWithin(uri: string, folder: string): boolean {
  return uri.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}

function isYaml(uri: string): boolean {
  return /\.ya?ml$/i.test(uri);
}
