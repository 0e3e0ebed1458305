import { FileChangeType, type FileEvent, type TextDocuments } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { isQueryFile } from '../features/tests/test-files.ts';
import { isFalcoConfig } from '../workspace/configured-rules.ts';
import { isDetectionsFile } from '../workspace/detections/detections-file.ts';
import { mayHoldRules } from '../workspace/embedded/find-embedded.ts';
import { isNamedAsRules, isOtherByContent, mayBeRulesFile } from '../workspace/rules-file.ts';
import { isTestsFile } from '../workspace/tests/tests-file.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { FileAccess } from './file-access.ts';
import { pathPatterns } from './path-patterns.ts';

const atOnce = 32;

/** Keeps the workspace's files as they are: open documents as the editor has them, the others as they are read. */
export interface WorkspaceFiles {
  /** Reads all files of folders that were opened. */
  addFolders(folders: readonly string[]): Promise<void>;
  /** Forgets the files of folders that were closed. */
  removeFolders(folders: readonly string[]): void;
  /** Takes in files, and the files of folders, that the settings name and that are in no open folder. */
  include(addresses: readonly string[]): void;
  /** Takes the files that patterns of paths name for rules files, whatever they hold. */
  declare(patterns: readonly string[]): Promise<void>;
  /** The folders that are open. */
  readonly folders: ReadonlySet<string>;
  /** Takes over the text of an open document. */
  opened(document: TextDocument): void;
  /** Goes back to the file as it is outside the editor. */
  closed(uri: string): Promise<void>;
  /** Takes in folders that have other names or places now. */
  renamedFolders(renamed: readonly { readonly oldUri: string; readonly newUri: string }[]): Promise<void>;
  /** Takes in what changed outside the editor: files, and folders that are gone with all that was in them. */
  changedOutside(events: readonly FileEvent[]): Promise<void>;
}

/** Who is told what. */
interface Listeners {
  /** Called after changes, of settings too, with whether it is one of many, as edits are. */
  readonly update: (isEdit: boolean) => void;
  /** Called with the files and folders that are read and lie in no open folder, each time there are others. */
  readonly outside: (addresses: readonly string[]) => void;
  /** Takes the error of a reading that nobody waits for. */
  readonly report: (error: unknown) => void;
}

/**
 * Keeps a workspace up to date with open documents and with files on disk; of two the document counts.
 * @param queries takes the files with KQL: no rule depends on them.
 */
export function workspaceFiles(
  workspace: Workspace,
  queries: Map<string, string>,
  documents: TextDocuments<TextDocument>,
  access: FileAccess,
  { update, outside: tellOutside, report }: Listeners,
): WorkspaceFiles {
  const folders = new Set<string>();
  /** What the settings name. */
  let asked: readonly string[] = [];
  /** What is read and lies in no open folder. */
  let included: readonly string[] = [];
  let patterns = '';
  let isDeclared: (uri: string) => boolean = () => false;
  let reading = 0;
  /** The documents that were open before. */
  const open = new Set<string>();

  /** Half a workspace would only show problems that are none: while a folder is read, nothing is reported. */
  function changed(isEdit = false): void {
    if (reading > 0) return;
    const outside = addressesOutside();
    if (outside.join() === included.join()) update(isEdit);
    else readOutside(outside).catch(report);
  }

  /** Addresses that the settings or a `falco.yaml` name and that lie in no open folder. */
  function addressesOutside(): string[] {
    const all = new Set([...asked, ...workspace.projects.outside]);
    return [...all].filter((each) => ![...folders].some((folder) => isWithin(each, folder)));
  }

  async function readOutside(outside: readonly string[]): Promise<void> {
    const former = included;
    included = outside;
    tellOutside(outside);
    forget(former);
    await readFolders(outside);
  }

  /** Removes the files of closed folders, but for those that are open or belong to something else. */
  function forget(closed: readonly string[]): void {
    for (const uri of [...workspace.uris, ...queries.keys()]) {
      const left = closed.some((each) => uri === each || isWithin(uri, each)) && !within(uri);
      if (left && documents.get(uri) === undefined) remove(uri);
    }
  }

  /** Editors tell that a folder is gone, and nothing of the files in it. */
  function forgetDeleted(deleted: readonly string[]): void {
    const isFolder = deleted.filter((uri) => !isRead(uri));
    for (const uri of deleted) remove(uri);
    if (isFolder.length === 0) return;
    for (const uri of [...workspace.uris, ...queries.keys()]) {
      const isGone = documents.get(uri) === undefined && isFolder.some((folder) => isWithin(uri, folder));
      if (isGone) remove(uri);
    }
  }

  /** A file may have been opened while it was read: then the editor's text stays. */
  async function read(uri: string): Promise<void> {
    const text = await access.read(uri);
    if (documents.get(uri) !== undefined) return;
    take(uri, text);
  }

  function remove(uri: string): void {
    queries.delete(uri);
    workspace.removeFile(uri);
  }

  /** Other YAML, of which there can be much, is not even read. */
  function take(uri: string, text: string | undefined, byLanguage = false): void {
    const named = (byLanguage || isNamedAsRules(uri)) && !isOtherByContent(text ?? '');
    const declared = named || isDeclared(uri);
    const isOurs =
      declared ||
      isDetectionsFile(uri) ||
      isTestsFile(uri) ||
      isFalcoConfig(uri) ||
      mayBeRulesFile(text ?? '') ||
      mayHoldRules(text ?? '');
    if (text !== undefined && isQueryFile(uri)) queries.set(uri, text);
    else if (text !== undefined && isXml(uri)) workspace.setWazuhFile(uri, text);
    else if (text === undefined || !isOurs) remove(uri);
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
      const lists = await Promise.all(added.map((each) => (isRead(each) ? [each] : access.list(each))));
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
    async declare(given) {
      const key = JSON.stringify([given, [...folders]]);
      if (key === patterns) return;
      const wereNone = patterns === '' || patterns.startsWith('[[],');
      patterns = key;
      isDeclared = pathPatterns(given, folders);
      if (given.length === 0 && wereNone) return;
      for (const document of documents.all()) take(document.uri, document.getText(), isRules(document));
      await readFolders([...folders]);
    },
    include(addresses) {
      asked = addresses;
      changed();
    },
    removeFolders(removed) {
      for (const folder of removed) folders.delete(folder);
      forget(removed);
      changed();
    },
    opened(document) {
      if (document.languageId === 'xml') workspace.setWazuhFile(document.uri, document.getText());
      else take(document.uri, document.getText(), isRules(document));
      changed(open.has(document.uri));
      open.add(document.uri);
    },
    async closed(uri) {
      open.delete(uri);
      if (within(uri)) await read(uri);
      else remove(uri);
      changed();
    },
    async renamedFolders(renamed) {
      forgetDeleted(renamed.map(({ oldUri }) => oldUri));
      await readFolders(renamed.map(({ newUri }) => newUri).filter(within));
    },
    async changedOutside(events) {
      const ofFolders = events.filter(({ uri }) => documents.get(uri) === undefined && within(uri));
      forgetDeleted(ofFolders.filter(({ type }) => type === FileChangeType.Deleted).map(({ uri }) => uri));
      const present = ofFolders.filter(({ type, uri }) => type !== FileChangeType.Deleted && isRead(uri));
      await readAll(present.map(({ uri }) => uri));
      changed(true);
    },
  };
}

/** The addresses of the documents in some folders that hold rules, detections or tests. */
export function rulesFilesWithin(workspace: Workspace, folders: ReadonlySet<string>): string[] {
  const { wazuhFiles } = workspace.snapshot();
  const holdsRules = (uri: string) =>
    wazuhFiles.has(uri) || workspace.textsOf(uri).some((file) => file.isServed);
  return [...workspace.uris].filter((uri) => isWithinAny(uri, folders) && holdsRules(uri));
}

function isRules({ languageId }: TextDocument): boolean {
  return languageId === 'falco-rules';
}

/** True for an address in one of some folders. */
export function isWithinAny(uri: string, folders: ReadonlySet<string>): boolean {
  return [...folders].some((folder) => isWithin(uri, folder));
}

function isWithin(uri: string, folder: string): boolean {
  return uri.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}

function isXml(uri: string): boolean {
  return /\.xml$/i.test(uri);
}

/** True for the names of files that may hold rules, of Falco or of Wazuh, or queries. */
export function isRead(uri: string): boolean {
  return /\.(?:ya?ml|xml)$/i.test(uri) || isQueryFile(uri);
}
