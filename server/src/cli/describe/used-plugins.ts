import { knownPlugins, type PluginInfo } from '../../falco/tables/fields.ts';
import { sorted } from './condition-words.ts';

/** What of a rule may need a plugin. */
export interface PluginNeeds {
  readonly source: string;
  /** Fields of condition and output, with arguments. */
  readonly fields: readonly string[];
  readonly eventTypes: readonly string[];
}

/** Those of the loaded plugins that a rule needs: for its source, its fields, its event types. */
export function usedPlugins(loaded: readonly string[], needs: PluginNeeds): string[] {
  const plugins = loaded.flatMap((name) => knownPlugins.get(name) ?? []);
  return sorted(plugins.filter((plugin) => isUsed(plugin, needs)).map(({ name }) => name));
}

function isUsed(plugin: PluginInfo, { source, fields, eventTypes }: PluginNeeds): boolean {
  if (plugin.source === source) return true;
  const serves = plugin.extractSources.length === 0 || plugin.extractSources.includes(source);
  if (!serves) return false;
  const names = new Set(fields.map((field) => field.replace(/\[.*$/s, '')));
  const sends = plugin.asyncEvents.some((name) => eventTypes.includes(name));
  return sends || plugin.fields.some(({ name }) => names.has(name));
}
