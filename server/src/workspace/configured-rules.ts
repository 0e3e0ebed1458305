import { valueUnder, type YamlMap, type YamlScalar } from '../yaml/node.ts';
import { parseYaml } from '../yaml/parse.ts';

/** True for the name of Falco's configuration. */
export function isFalcoConfig(uri: string): boolean {
  return /(?:^|\/)falco\.ya?ml$/.test(uri);
}

/** The rules files and folders that a `falco.yaml` lists, see `configuredScalars`. */
export function configuredRules(uri: string, text: string): readonly string[] | undefined {
  return configuredScalars(uri, text)?.map(({ value }) => value);
}

/**
 * The paths of rules files and folders in a `falco.yaml`, in its order; undefined for other files and where it
 * lists none. `rules_file` is the name that the key had before Falco 0.38.
 */
export function configuredScalars(uri: string, text: string): readonly YamlScalar[] | undefined {
  if (!isFalcoConfig(uri) || !/\brules_files?["']?\s*:/.test(text)) return undefined;
  const [document] = parseYaml(text).documents;
  if (document?.kind !== 'map') return undefined;
  const paths = [...listUnder(document, 'rules_files'), ...listUnder(document, 'rules_file')];
  return paths.length === 0 ? undefined : paths;
}

function listUnder(map: YamlMap, key: string): YamlScalar[] {
  const value = valueUnder(map, key);
  if (value === undefined) return [];
  const nodes = value.kind === 'list' ? value.items : [value];
  return nodes.flatMap((node) => (node.kind === 'scalar' && node.value !== '' ? [node] : []));
}

/**
 * The addresses that a path in a `falco.yaml` can stand for, the most likely first. What is in `/etc/falco` once
 * it is installed lies beside the file while it is written.
 * @param config the file's address.
 */
export function addressesOf(path: string, config: string): string[] {
  const folder = config.slice(0, config.lastIndexOf('/'));
  if (!path.startsWith('/')) return [joined(folder, path)];
  const installed = `file://${joined('', path)}`;
  return path.startsWith('/etc/falco/')
    ? [joined(folder, path.slice('/etc/falco/'.length)), installed]
    : [installed];
}

/** A folder's address with a path below it; `.` and `..` are followed, a slash at the end is dropped. */
function joined(folder: string, path: string): string {
  const parts = folder.split('/');
  const least = /^[a-z][\w+.-]*:\/\//i.test(folder) ? 3 : 1;
  for (const part of path.split('/')) {
    if (part === '..') parts.length = Math.max(least, parts.length - 1);
    else if (part !== '' && part !== '.') parts.push(encodeURIComponent(part));
  }
  return parts.join('/');
}
