import { knownPlugins, syscallSource } from '../tables/fields.ts';
import type { ReadFile } from './read-file.ts';

/**
 * The plugins that files cannot do without: those that they require, and one for each event source that
 * their rules name. Plugins that are not known here are left out.
 */
export function neededPlugins(files: readonly ReadFile[]): string[] {
  const needed = new Set<string>();
  const sources = new Set<string>();
  for (const { item } of files.flatMap(({ items }) => items)) {
    for (const step of item.steps) {
      if (step.do === 'require-plugin') needed.add(knownAlternative(step.plugin.alternatives));
      if (step.do === 'define-rule') sources.add(step.rule.source);
    }
  }
  for (const source of sources) {
    if (!opens([...needed], source)) needed.add(pluginOpening(source));
  }
  needed.delete('');
  return [...needed];
}

function knownAlternative(alternatives: readonly { readonly name: string }[]): string {
  return alternatives.find(({ name }) => knownPlugins.has(name))?.name ?? '';
}

function opens(plugins: readonly string[], source: string): boolean {
  return source === syscallSource || plugins.some((name) => knownPlugins.get(name)?.source === source);
}

function pluginOpening(source: string): string {
  for (const { name, source: opened } of knownPlugins.values()) if (opened === source) return name;
  return '';
}
