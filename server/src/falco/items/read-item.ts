import { span } from '../../text/span.ts';
import { entryOf, type YamlMap, type YamlNode } from '../../yaml/node.ts';
import type { Item, ItemKind } from './item.ts';
import { headSpan, ItemError, ItemReader } from './item-reader.ts';
import { readList } from './read-list.ts';
import { readMacro } from './read-macro.ts';
import { readRule } from './read-rule.ts';
import { readEngineVersion, readPluginVersions } from './read-versions.ts';

/** Kinds in the order in which the engine looks for their keys, each with its reader. */
const readers: readonly (readonly [ItemKind, (reader: ItemReader, item: YamlMap) => void])[] = [
  ['required_engine_version', readEngineVersion],
  ['required_plugin_versions', readPluginVersions],
  ['list', readList],
  ['macro', readMacro],
  ['rule', readRule],
];

/**
 * Reads one item of a rules file, as the engine's reader does (ENGINE.md, "Items"). Never throws: what is
 * wrong is a step of the item.
 * @param node the item; its spans count in `text`.
 */
export function readItem(node: YamlNode, text: string): Item {
  const reader = new ItemReader({ type: 'rules content item', name: '' });
  if (node.kind !== 'map') return notAMap(node, text);
  const known = readers.find(([kind]) => entryOf(node, kind) !== undefined);
  if (known === undefined) {
    reader.warn('unknown-item', headSpan(node), [], 'LOAD_UNKNOWN_ITEM', 'Unknown top level item');
    return { text, node, name: '', nameSpan: headSpan(node), steps: reader.steps };
  }
  const [kind, read] = known;
  try {
    read(reader, node);
  } catch (error) {
    if (!(error instanceof ItemError)) throw error;
    reader.step({ do: 'report', finding: error.finding });
  }
  const nameNode = entryOf(node, kind)!.value;
  const name = nameNode.kind === 'scalar' ? nameNode.value : '';
  return { text, node, kind, name, nameSpan: nameNode.span, steps: reader.steps };
}

function notAMap(node: YamlNode, text: string): Item {
  const reader = new ItemReader({ type: 'rules content item', name: '' });
  try {
    reader.fail(
      'item-not-a-map',
      node.span,
      [],
      'Unexpected element type. Each element should be a yaml associative array.',
    );
  } catch (error) {
    if (!(error instanceof ItemError)) throw error;
    reader.step({ do: 'report', finding: error.finding });
  }
  return { text, node, name: '', nameSpan: span(node.span.start, node.span.end), steps: reader.steps };
}
