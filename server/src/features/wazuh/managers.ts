import { baseName, type HelpFile, helpFile, helpManager, type Manager } from '../../wazuh/help/manager.ts';
import type { WazuhFile } from '../../workspace/wazuh-file.ts';
import type { Snapshot } from '../../workspace/workspace.ts';

type Files = Snapshot['wazuhFiles'];

/** Snapshots share their files of Wazuh while none of these changes, and so what was loaded from them. */
const known = new WeakMap<Files, ReadonlyMap<string, Manager>>();

/** Files keep what they hold for as long as nobody edits them. */
const readFiles = new WeakMap<WazuhFile, HelpFile>();

/** The manager that loads a rules file of a snapshot; undefined for other files. */
export function managerOf({ wazuhFiles }: Snapshot, uri: string): Manager | undefined {
  const managers = known.get(wazuhFiles) ?? loadManagers(wazuhFiles);
  known.set(wazuhFiles, managers);
  return managers.get(uri);
}

/** All managers of a snapshot. */
export function managersOf(snapshot: Snapshot): readonly Manager[] {
  const all = [...snapshot.wazuhFiles.keys()].flatMap((uri) => managerOf(snapshot, uri) ?? []);
  return [...new Set(all)];
}

/**
 * All rules files are those of one manager. Only where two have the same name, which no manager could tell
 * apart in one folder, each folder is a manager of its own.
 */
function loadManagers(files: Files): ReadonlyMap<string, Manager> {
  const rules = [...files.values()].filter(({ holds }) => holds === 'rules');
  const names = new Set(rules.map(({ uri }) => baseName(uri)));
  const isOne = names.size === rules.length;
  const folders = new Map<string, WazuhFile[]>();
  for (const file of rules) {
    const folder = isOne ? '' : file.uri.slice(0, file.uri.lastIndexOf('/'));
    folders.set(folder, [...(folders.get(folder) ?? []), file]);
  }
  const decoders = decodersOf(files);
  return new Map(
    [...folders.values()].flatMap((group) => {
      const manager = helpManager(group.map(readFile), decoders);
      return group.map(({ uri }): [string, Manager] => [uri, manager]);
    }),
  );
}

function readFile(file: WazuhFile): HelpFile {
  const read = readFiles.get(file) ?? helpFile(file.uri, file.text);
  readFiles.set(file, read);
  return read;
}

/** The names of the decoders in all files of decoders; undefined where there is no such file. */
export function decodersOf(files: Files): readonly string[] | undefined {
  const texts = [...files.values()].filter(({ holds }) => holds === 'decoders').map(({ text }) => text);
  if (texts.length === 0) return undefined;
  return texts.flatMap((text) =>
    [...text.matchAll(/<decoder\s+name\s*=\s*["']([^"'<>]*)["']/gi)].map(([, name]) => name!),
  );
}
