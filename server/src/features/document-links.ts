import type { PlacedItem } from '../falco/load/placed-item.ts';
import { techniqueOf } from '../falco/tables/attack.ts';
import { knownPlugins } from '../falco/tables/fields.ts';
import { type Span, shift } from '../text/span.ts';
import type { RulesFile } from '../workspace/rules-file.ts';
import { valueUnder, type YamlNode, type YamlScalar } from '../yaml/node.ts';

/** Characters of a file that lead to a page. */
export interface DocumentLink {
  readonly span: Span;
  readonly target: string;
  readonly tooltip: string;
}

/** Pages of what a file names: techniques of MITRE ATT&CK among the tags, and plugins. */
export function documentLinks(file: RulesFile): DocumentLink[] {
  return file.read.items.flatMap((placed) => [...techniqueLinks(placed), ...pluginLinks(placed)]);
}

function techniqueLinks({ item, start }: PlacedItem): DocumentLink[] {
  if (item.kind !== 'rule') return [];
  return listUnder(item.node, 'tags').flatMap((tag) => {
    const technique = tag.kind === 'scalar' ? techniqueOf(tag.value.toUpperCase()) : undefined;
    if (technique === undefined) return [];
    const { id, name } = technique;
    const target = `https://attack.mitre.org/techniques/${id.replace('.', '/')}/`;
    return [{ span: shift(tag.span, start), target, tooltip: `${id} ${name} (MITRE ATT&CK)` }];
  });
}

function pluginLinks({ item, start }: PlacedItem): DocumentLink[] {
  return listUnder(item.node, 'required_plugin_versions').flatMap((entry) =>
    [entry, ...listUnder(entry, 'alternatives')].flatMap((each) => {
      const name = each.kind === 'map' ? valueUnder(each, 'name') : undefined;
      return name?.kind === 'scalar' && knownPlugins.has(name.value) ? [pluginLink(name, start)] : [];
    }),
  );
}

/** The registered plugins live in one repository, each in the folder of its name. */
function pluginLink({ value, span }: YamlScalar, start: number): DocumentLink {
  return {
    span: shift(span, start),
    target: `https://github.com/falcosecurity/plugins/tree/main/plugins/${value}`,
    tooltip: `The plugin ${value}`,
  };
}

function listUnder(node: YamlNode, key: string): readonly YamlNode[] {
  const value = node.kind === 'map' ? valueUnder(node, key) : undefined;
  return value?.kind === 'list' ? value.items : [];
}
