import type { Item } from '../../falco/items/item.ts';
import { valueUnder, type YamlNode } from '../../yaml/node.ts';

/** What is no detection: an item without a kind. */
export function notADetection(node: YamlNode, text: string): Item {
  const first = node.kind === 'map' ? node.entries[0]?.key.span : undefined;
  return { text, node, name: '', nameSpan: first ?? node.span, steps: [] };
}

/**
 * One item of a file of detections, in the form of the items of rules files, so that all that looks at items
 * looks at detections too.
 */
export function readDetectionItem(node: YamlNode, text: string): Item {
  if (node.kind !== 'map') return notADetection(node, text);
  const name = valueUnder(node, 'detection');
  const first = node.entries[0]?.key.span ?? node.span;
  const value = name?.kind === 'scalar' ? name.value : '';
  return { text, node, kind: 'detection', name: value, nameSpan: name?.span ?? first, steps: [] };
}
