import type { RulesFile } from './rules-file.ts';

/**
 * The rules files of a list of addresses, in its order. A folder stands for its own files by name, not for
 * those of its folders.
 */
export function named(files: readonly RulesFile[], addresses: readonly string[]): RulesFile[] {
  return addresses.flatMap((address) => {
    const folder = address.replace(/\/$/, '');
    const inFolder = files.filter((file) => folderOf(file.document) === folder).sort(byAddress);
    return [...files.filter((file) => file.document === address), ...inFolder];
  });
}

/** Falco's own files in the order of its default configuration. */
export const officialFiles = ['falco_rules.yaml', 'falco-incubating_rules.yaml', 'falco-sandbox_rules.yaml'];

/** True for a file or an embedded text with the name of one of Falco's own files. */
export function isOfficial({ uri }: RulesFile): boolean {
  return officialFiles.includes(nameOf(uri));
}

/** Official files first, then local ones, then the others by path, as Falco's default set-up loads them. */
export function byCustom(a: RulesFile, b: RulesFile): number {
  return rank(a) - rank(b) || byAddress(a, b);
}

/** The last part of an address. */
export function nameOf(uri: string): string {
  return uri.slice(uri.lastIndexOf('/') + 1);
}

function folderOf(uri: string): string {
  return uri.slice(0, uri.lastIndexOf('/'));
}

function rank({ uri }: RulesFile): number {
  const official = officialFiles.indexOf(nameOf(uri));
  if (official !== -1) return official;
  return /\.local\.ya?ml$/.test(nameOf(uri)) ? officialFiles.length : officialFiles.length + 1;
}

function byAddress(a: RulesFile, b: RulesFile): number {
  return a.uri < b.uri ? -1 : a.uri > b.uri ? 1 : 0;
}
