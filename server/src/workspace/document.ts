import { ItemCache } from '../falco/load/read-file.ts';
import type { Work } from '../falco/load/work.ts';
import { Lines } from '../text/lines.ts';
import { configuredRules } from './configured-rules.ts';
import { findEmbedded } from './embedded/find-embedded.ts';
import { readFile } from './read-file.ts';
import { type Origin, RulesFile } from './rules-file.ts';

/** A file as it is on disk or in the editor, with the rules texts in it: itself, or those that stand in it. */
export interface Document {
  readonly uri: string;
  readonly text: string;
  /** True where the user says that it is a rules file, whatever it holds. */
  readonly declared: boolean;
  /** In the order of their places; a file that holds no rules stands for itself. */
  readonly texts: readonly RulesFile[];
  /** The paths of rules files and folders that a `falco.yaml` lists, in its order. */
  readonly configured?: readonly string[];
}

/** Items read before, by the address of their rules text. */
export type ItemCaches = Map<string, ItemCache>;

/** Reads a file. Never throws. @param caches of its rules texts; what they no longer hold is forgotten. */
export function readDocument(
  uri: string,
  text: string,
  declared: boolean,
  caches: ItemCaches = new Map(),
  work?: Work,
): Document {
  const read = (name: string, inner: string, isDeclared: boolean, origin?: Origin) => {
    const items = caches.get(name) ?? new ItemCache(work);
    caches.set(name, items);
    const file = new RulesFile(name, readFile({ name, text: inner }, items), isDeclared, origin);
    items.sweep();
    return file;
  };
  const found = findEmbedded(text);
  const lines = new Lines(found.length > 0 ? text : '');
  const texts = found.map((embedded, i, all) => {
    const address = `${uri}#${addressOf(embedded.path, all.slice(0, i).filter(isSame(embedded.path)).length)}`;
    return read(address, embedded.text, embedded.declared, { uri, lines, embedded });
  });
  const rules = texts.filter((file) => file.isRulesFile);
  for (const { uri: name } of texts) if (!rules.some((file) => file.uri === name)) caches.delete(name);
  const configured = configuredRules(uri, text);
  return {
    uri,
    text,
    declared,
    texts: rules.length > 0 ? rules : [read(uri, text, declared)],
    ...(configured && { configured }),
  };
}

/** True where a file holds rules texts and is none itself. */
export function isOuter({ texts }: Document): boolean {
  return texts.some(({ origin }) => origin !== undefined);
}

/** Addresses of embedded texts end as those of files do: in a name. */
function addressOf(path: readonly (string | number)[], before: number): string {
  const keys = path.map((key) => encodeURIComponent(key));
  return [...keys.slice(0, -1), ...(before === 0 ? [] : [before]), ...keys.slice(-1)].join('/');
}

function isSame(path: readonly (string | number)[]) {
  return (other: { readonly path: readonly (string | number)[] }) =>
    other.path.join('\n') === path.join('\n');
}
