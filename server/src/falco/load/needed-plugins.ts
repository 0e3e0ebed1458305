import { knownPlugins } from '../tables/fields.ts';
import type { ReadFile } from './read-file.ts';

/**
 * The plugins that files call for, in the order in which they do: those that `required_plugin_versions` names
 * (where we know none of several alternatives, none), and those that open a `source` which a rule uses.
 */
export function neededPlugins(files: readonly ReadFile[]): string[] {
  const needed = new Set<string>();
  for (const call of files.flatMap(callsIn)) {
    if (call.source === undefined || !opens(needed, call.source)) needed.add(call.plugin);
  }
  return [...needed];
}

/** A plugin that a file calls for, and the source for whose sake it does; absent where it names the plugin. */
interface Call {
  readonly plugin: string;
  readonly source?: string;
}

const known = new WeakMap<ReadFile, readonly Call[]>();

/** What a file calls for, each source once. */
function callsIn(file: ReadFile): readonly Call[] {
  const calls = known.get(file) ?? findCalls(file);
  known.set(file, calls);
  return calls;
}

function findCalls({ items }: ReadFile): Call[] {
  const sources = new Set<string>();
  const calls: Call[] = [];
  for (const step of items.flatMap(({ item }) => item.steps)) {
    if (step.do === 'require-plugin') {
      const plugin = step.plugin.alternatives.find(({ name }) => knownPlugins.has(name))?.name;
      if (plugin !== undefined) calls.push({ plugin });
    } else if (step.do === 'define-rule' && !sources.has(step.rule.source)) {
      const { source } = step.rule;
      sources.add(source);
      const plugin = openers.get(source);
      if (plugin !== undefined) calls.push({ plugin, source });
    }
  }
  return calls;
}

/** The first plugin known that opens a source, by the source. */
const openers: ReadonlyMap<string, string> = new Map(
  [...knownPlugins.values()].reverse().map(({ source, name }) => [source, name]),
);

function opens(plugins: ReadonlySet<string>, source: string): boolean {
  return [...plugins].some((name) => knownPlugins.get(name)?.source === source);
}
