import { ItemCache } from '../falco/load/read-file.ts';
import { readFile } from './read-file.ts';
import { RulesFile } from './rules-file.ts';
import { Snapshot } from './workspace.ts';

/**
 * A project as it would be with other texts in some of its files; the snapshot itself stays as it is. Places in
 * files that hold rules texts do not count in the result.
 * @param texts the new texts by the addresses of rules texts; those that the project does not have are left out.
 */
export function withTexts(snapshot: Snapshot, texts: ReadonlyMap<string, string>): Snapshot {
  const changed = new Map<string, RulesFile>();
  for (const [uri, text] of texts) {
    const known = snapshot.files.get(uri);
    if (known === undefined) continue;
    const read = readFile({ name: uri, text }, itemsOf(known));
    changed.set(uri, new RulesFile(uri, read, known.declared, known.origin));
  }
  const now = (file: RulesFile) => changed.get(file.uri) ?? file;
  const files = new Map([...snapshot.files].map(([uri, file]) => [uri, now(file)]));
  const { settings, tables, conditions, loadOrder, wazuhFiles } = snapshot;
  return new Snapshot(files, settings, tables, conditions, loadOrder.map(now), wazuhFiles);
}

/** The items of a file by the texts of their pieces; those of a file that was read as a whole have no such text. */
function itemsOf({ text, read }: RulesFile): ItemCache {
  const cache = new ItemCache();
  for (const { item } of read.items) if (item.text !== text) cache.set(item.text, [item]);
  cache.last = read;
  return cache;
}
