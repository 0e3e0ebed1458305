import { type ByteString, toBytes } from '../../falco/evaluate/byte-string.ts';

/** Where lists lie whose names do not say it. */
const defaultFolder = 'etc/lists/';

/**
 * The lists by the paths that a `<list>` may name, each with and without `.cdb` behind it.
 * `texts` has the files' contents by path, with or without the folder of lists.
 */
export function readLists(
  texts: Readonly<Record<string, string>>,
): ReadonlyMap<string, ReadonlyMap<ByteString, ByteString>> {
  const lists = new Map<string, ReadonlyMap<ByteString, ByteString>>();
  for (const [name, text] of Object.entries(texts)) {
    const path = name.replace(/\.cdb.*$/s, '');
    const entries = readList(toBytes(text));
    for (const known of path.startsWith(defaultFolder) ? [path] : [path, defaultFolder + path]) {
      lists.set(known, entries).set(`${known}.cdb`, entries);
    }
  }
  return lists;
}

/**
 * The entries of a CDB list's text: `key:value` a line, either part in double quotes; a line without a colon
 * is none; of equal keys the first counts. Source: SEMANTICS.md "Loading" 12, and the behaviour of 4.14.7.
 */
function readList(text: ByteString): ReadonlyMap<ByteString, ByteString> {
  const entries = new Map<ByteString, ByteString>();
  for (const line of text.split('\n')) {
    const entry = readEntry(line.split('\r')[0]!);
    if (entry !== undefined && !entries.has(entry.key)) entries.set(entry.key, entry.value);
  }
  return entries;
}

function readEntry(line: ByteString): { readonly key: ByteString; readonly value: ByteString } | undefined {
  const quote = line.indexOf('"');
  const colon = line.indexOf(':');
  if (colon < 0) return undefined;
  if (quote < 0 || quote > colon) return withValue(line.slice(0, colon), line.slice(colon + 1));
  const close = line.indexOf('"', quote + 1);
  const end = line.indexOf(':', close + 1);
  if (close < 0 || end < 0) return undefined;
  return withValue(line.slice(quote + 1, close), line.slice(end + 1));
}

function withValue(key: ByteString, rest: ByteString) {
  const quote = rest.indexOf('"');
  if (quote < 0) return { key, value: rest };
  const close = rest.indexOf('"', quote + 1);
  return close < 0 ? undefined : { key, value: rest.slice(quote + 1, close) };
}
