import type { RulesFile } from './rules-file.ts';
import type { Settings } from './settings.ts';

/**
 * The rules files that are loaded, in their order: the base rules, then those that the settings name, or
 * every other rules file where they name none.
 */
export function loadOrder(files: readonly RulesFile[], { baseRules, rulesFiles }: Settings): RulesFile[] {
  const rules = files.filter((file) => file.isRulesFile).sort(byCustom);
  const base = named(rules, baseRules);
  const chosen = rulesFiles.length === 0 ? rules : named(rules, rulesFiles);
  return [...new Set([...base, ...chosen])];
}

/** The files of a list of files and folders; a folder stands for its own files, not for those of its folders. */
function named(files: readonly RulesFile[], addresses: readonly string[]): RulesFile[] {
  return addresses.flatMap((address) =>
    files.filter(({ uri }) => uri === address || folderOf(uri) === address.replace(/\/$/, '')),
  );
}

function folderOf(uri: string): string {
  return uri.slice(0, uri.lastIndexOf('/'));
}

/** Falco's own files in the order of its default configuration. */
const officialFiles = ['falco_rules.yaml', 'falco-incubating_rules.yaml', 'falco-sandbox_rules.yaml'];

/** Official files first, then local ones, then the others by path, as Falco's default set-up loads them. */
function byCustom(a: RulesFile, b: RulesFile): number {
  return rank(a) - rank(b) || (a.uri < b.uri ? -1 : a.uri > b.uri ? 1 : 0);
}

function rank({ uri }: RulesFile): number {
  const name = uri.slice(uri.lastIndexOf('/') + 1);
  const official = officialFiles.indexOf(name);
  if (official !== -1) return official;
  return /\.local\.ya?ml$/.test(name) ? officialFiles.length : officialFiles.length + 1;
}
