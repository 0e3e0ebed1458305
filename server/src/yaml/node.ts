import type { SourceMap } from '../text/source-map.ts';
import type { Span } from '../text/span.ts';

/**
 * A YAML value as the engine's reader (yaml-cpp) sees it: every scalar is a text, what it means is decided by
 * the key it stands under. Spans are offsets in the text that was parsed.
 */
export type YamlNode = YamlScalar | YamlList | YamlMap;

/** How a scalar is written: without quotes, in single or double ones, or as a block with `|` or `>`. */
export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal' | 'folded';

/** A text, whatever type YAML would make of it. */
export interface YamlScalar {
  readonly kind: 'scalar';
  /** The scalar with its quotes, or from its block header to the end of its last line. */
  readonly span: Span;
  readonly value: string;
  readonly style: ScalarStyle;
  /** True for nothing at all, `~` and `null` without a tag. */
  readonly isNull: boolean;
}

/** A list, in blocks or in brackets; spans count as those of its items do. */
export interface YamlList {
  readonly kind: 'list';
  readonly span: Span;
  readonly items: readonly YamlNode[];
}

/** A map, its entries in the order written; keys may repeat. */
export interface YamlMap {
  readonly kind: 'map';
  readonly span: Span;
  readonly entries: readonly YamlEntry[];
}

/** A key of a map and its value. */
export interface YamlEntry {
  readonly key: YamlNode;
  readonly value: YamlNode;
}

/** Something that is not YAML. */
export interface YamlProblem {
  readonly message: string;
  readonly span: Span;
}

/** The text of a scalar with its map to the text in which it stands. */
export interface DecodedScalar {
  readonly text: string;
  readonly map: SourceMap;
}

/** The entry of a key; with several of the same name the first counts, as in yaml-cpp (ENGINE.md). */
export function entryOf(map: YamlMap, key: string): YamlEntry | undefined {
  return map.entries.find((entry) => entry.key.kind === 'scalar' && entry.key.value === key);
}

/** The value under a key, see `entryOf`. */
export function valueUnder(map: YamlMap, key: string): YamlNode | undefined {
  return entryOf(map, key)?.value;
}

/** True for null, `~` and an empty value. */
export function isNull(node: YamlNode): boolean {
  return node.kind === 'scalar' && node.isNull;
}
