import { knownPlugins } from '../tables/fields.ts';
import type { ReadFile } from './read-file.ts';

/**
 * The plugins that files call for, in the order in which they do: those that `required_plugin_versions` names
 * (where we know none of several alternatives, none), and those that open a `source` which a rule uses.
 */
export function neededPlugins(files: readonly ReadFile[]): string[] {
  const needed = new Set<string>();
  for (const { items } of files) {
    for (const step of items.flatMap(({ item }) => item.steps)) {
      if (step.do === 'require-plugin') {
        const known = step.plugin.alternatives.find(({ name }) => knownPlugins.has(name));
        if (known !== undefined) needed.add(known.name);
      } else if (step.do === 'define-rule') {
        const opener = pluginOpening(step.rule.source);
        if (opener !== undefined && !opens(needed, step.rule.source)) needed.add(opener);
      }
    }
  }
  return [...needed];
}

/** The first plugin known that opens a source. */
function pluginOpening(source: string): string | undefined {
  return [...knownPlugins.values()].find((plugin) => plugin.source === source)?.name;
}

function opens(plugins: ReadonlySet<string>, source: string): boolean {
  return [...plugins].some((name) => knownPlugins.get(name)?.source === source);
}
