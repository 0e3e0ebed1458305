import type { Item } from '../../falco/items/item.ts';
import { type ItemCache, type ReadFile, readItems, type SourceFile } from '../../falco/load/read-file.ts';
import { valueUnder, type YamlNode } from '../../yaml/node.ts';

/** True for the address or path of a file of tests: `*.falco-test.yaml`, or `.yml`. */
export function isTestsFile(name: string): boolean {
  return /\.falco-test\.ya?ml$/i.test(name);
}

/** Cuts a file of tests into its items, as `readRulesFile` does. Never throws. */
export function readTestsFile(file: SourceFile, cache: ItemCache): ReadFile {
  return readItems(file, { item: readTestItem, notAList: notATest }, cache);
}

/** What is no test: an item without a kind. */
function notATest(node: YamlNode, text: string): Item {
  const first = node.kind === 'map' ? node.entries[0]?.key.span : undefined;
  return { text, node, name: '', nameSpan: first ?? node.span, steps: [] };
}

function readTestItem(node: YamlNode, text: string): Item {
  if (node.kind !== 'map') return notATest(node, text);
  const name = valueUnder(node, 'test');
  const first = node.entries[0]?.key.span ?? node.span;
  const value = name?.kind === 'scalar' ? name.value : '';
  return { text, node, kind: 'test', name: value, nameSpan: name?.span ?? first, steps: [] };
}
