import type { EngineVersion, Item } from '../falco/items/item.ts';
import { parseEngineVersion } from '../falco/items/read-versions.ts';
import { compatible } from '../falco/load/engine-version.ts';
import type { PlacedItem } from '../falco/load/placed-item.ts';
import { argumentNames } from '../falco/tables/events.ts';
import { knownPlugins, type PluginInfo, syscallSource } from '../falco/tables/fields.ts';
import { sinceOf } from '../falco/tables/since.ts';
import { carriedFields } from '../workspace/carried-fields.ts';
import { factsOf } from '../workspace/item-facts.ts';
import { locate } from '../workspace/locate.ts';
import { engineOf } from '../workspace/settings.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import { valueUnder } from '../yaml/node.ts';
import type { FileFinding } from './check.ts';
import { near, type Suggestion } from './suggestion.ts';

/** What may be meant by the name of a field that the rule's source does not have, or what became of it. */
export function fieldSuggestion(field: string, snapshot: Snapshot, found: FileFinding): Suggestion {
  const word = field.replace(/\[.*$/s, '');
  const removed = removalNote(word, engineOf(snapshot.settings));
  if (removed !== undefined) return { word, names: [], note: removed };
  const plugin = [...knownPlugins.values()].find(({ fields }) => fields.some(({ name }) => name === word));
  if (plugin !== undefined) return { word, names: [], note: pluginNote(plugin) };
  const { tables } = snapshot;
  const home = tables.sources.find((source) => tables.forSource(source)?.find(word) !== undefined);
  if (home !== undefined) return { word, names: [], note: `Only rules of the source \`${home}\` have it.` };
  const names = new Set(fieldsAt(snapshot, found));
  if (/^evt\.(?:raw)?arg/.test(word)) {
    const prefix = word.startsWith('evt.raw') ? 'evt.rawarg.' : 'evt.arg.';
    for (const name of argumentNames()) names.add(prefix + name);
  }
  return near(word, names);
}

/** What became of a field that Falco once had. */
function removalNote(field: string, target: EngineVersion): string | undefined {
  const since = sinceOf('field', field);
  if (since?.removed === undefined || since.removedEngine === undefined) return undefined;
  if (compatible(target, parseEngineVersion(since.removedEngine)!))
    return `Falco ${since.removed} removed it.`;
  return `Engine ${target.text} still has it, but Falco ${since.removed} (engine ${since.removedEngine}) removed it.`;
}

/**
 * Names of the fields that can stand at a finding: those of the rule's source, in macros those of all sources,
 * in detections those that the rule's alerts carry.
 */
function fieldsAt(snapshot: Snapshot, { file, finding }: FileFinding): string[] {
  const { files, tables } = snapshot;
  const placed = locate(files.get(file)!, finding.span.start)?.placed;
  const carried = placed?.item.kind === 'detection' ? fieldsOfAlerts(snapshot, placed) : undefined;
  if (carried !== undefined) return carried;
  const sources = placed?.item.kind === 'rule' ? [sourceOf(placed.item)] : tables.sources;
  return sources.flatMap((source) => tables.forSource(source)?.fields ?? []).map(({ name }) => name);
}

function fieldsOfAlerts(snapshot: Snapshot, { item }: PlacedItem): string[] | undefined {
  const [rule] = factsOf(item).rules.keys();
  return rule === undefined ? undefined : carriedFields(snapshot, rule)?.map(({ key }) => key);
}

function sourceOf({ node }: Item): string {
  const source = node.kind === 'map' ? valueUnder(node, 'source') : undefined;
  return source?.kind === 'scalar' && source.value !== '' ? source.value : syscallSource;
}

function pluginNote({ name, source, extractSources }: PluginInfo): string {
  const sources = [...new Set([source, ...extractSources])]
    .filter((each) => each !== '')
    .map((each) => `\`${each}\``);
  const where = sources.length === 0 ? '' : `, in rules of the source ${sources.join(' or ')}`;
  return `The plugin \`${name}\` has it${where}.`;
}
