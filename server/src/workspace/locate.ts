import type { ParsedCondition } from '../falco/condition/parse.ts';
import type { PlacedItem } from '../falco/load/placed-item.ts';
import { type Span, shift, span, touches } from '../text/span.ts';
import type { YamlNode, YamlScalar } from '../yaml/node.ts';
import { factsOf, type ItemText } from './item-facts.ts';
import type { RulesFile } from './rules-file.ts';

/** Where in a rules file an offset is. */
export interface Location {
  readonly placed: PlacedItem;
  /** The offset within the item's text. */
  readonly offset: number;
  /** Keys from the item down to the value, e.g. `['exceptions', 'fields']`; lists leave no mark. */
  readonly path: readonly string[];
  /** The scalar at the offset, if there is one, and whether it is a key. */
  readonly scalar?: YamlScalar;
  readonly isKey: boolean;
}

/** The item and the value at an offset of a file; undefined between items. */
export function locate(file: RulesFile, offset: number): Location | undefined {
  const placed = file.read.items.findLast(
    ({ start, item }) => start + item.node.span.start <= offset && offset <= start + item.text.length,
  );
  if (placed === undefined) return undefined;
  const inner = offset - placed.start;
  const found = descend(placed.item.node, inner, []);
  return { placed, offset: inner, ...found };
}

type Found = Pick<Location, 'path' | 'isKey'> & { readonly scalar?: YamlScalar };

function descend(node: YamlNode, offset: number, path: readonly string[]): Found {
  if (node.kind === 'scalar') {
    return touches(node.span, offset) ? { path, isKey: false, scalar: node } : { path, isKey: false };
  }
  if (node.kind === 'list') {
    const item = node.items.findLast((each) => touches(each.span, offset));
    return item === undefined ? { path, isKey: false } : descend(item, offset, path);
  }
  for (const { key } of node.entries) {
    if (key.kind === 'scalar' && touches(key.span, offset)) return { path, isKey: true, scalar: key };
  }
  const entry = node.entries.findLast(
    ({ key, value }) => key.span.end < offset && value.span.start <= offset,
  );
  if (entry === undefined || entry.key.kind !== 'scalar') return { path, isKey: false };
  return descend(entry.value, offset, [...path, entry.key.value]);
}

/** A condition as it stands in a file. */
export interface ConditionText extends ItemText {
  readonly placed: PlacedItem;
  readonly parsed: ParsedCondition;
}

/** The condition of a rule or macro, decoded and parsed as it is written; undefined where it has none. */
export function conditionOf(placed: PlacedItem): ConditionText | undefined {
  const { condition } = factsOf(placed.item);
  if (condition === undefined) return undefined;
  const { scalar, parsed } = condition;
  return {
    placed,
    scalar,
    parsed,
    get decoded() {
      return condition.decoded;
    },
  };
}

/** The offset in a condition's decoded text for an offset in its file. */
export function offsetInCondition({ placed, decoded }: ConditionText, fileOffset: number): number {
  return decoded.map.toDerived(fileOffset - placed.start);
}

/** The characters of the file for characters of a condition's decoded text. */
export function spanInFile({ placed, decoded }: ConditionText, where: Span): Span {
  return shift(decoded.map.toSource(where), placed.start);
}

/** The place of a whole item in its file. */
export function itemSpan({ start, item }: PlacedItem): Span {
  return span(start + item.node.span.start, start + item.node.span.end);
}
