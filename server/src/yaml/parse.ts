import {
  type Alias,
  Composer,
  type CST,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Parser,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { type Span, span } from '../text/span.ts';
import type { ScalarStyle, YamlEntry, YamlNode, YamlProblem, YamlScalar } from './node.ts';

/** The documents of a YAML text; an empty document is null. `problems` is empty where the text is YAML. */
export interface ParsedYaml {
  readonly documents: readonly YamlNode[];
  readonly problems: readonly YamlProblem[];
}

/**
 * Reads a YAML text as yaml-cpp would: scalars stay texts, duplicate keys stay, `<<` is a key like any other,
 * an alias is the node it names (ENGINE.md, "YAML reading"). Never throws.
 */
export function parseYaml(text: string): ParsedYaml {
  const tokens = [...new Parser().parse(text)];
  if (isDeeperThan(tokens, depthLimit)) {
    return { documents: [], problems: [{ message: 'it is nested too deeply', span: span(0, 0) }] };
  }
  const composer = new Composer({
    schema: 'failsafe',
    uniqueKeys: false,
    merge: false,
    prettyErrors: false,
    logLevel: 'silent',
  });
  const documents = [...composer.compose(tokens)];
  const converted = documents.map((document) => convertDocument(document));
  const problems = documents.flatMap((document, i) => [
    ...document.errors.map((error) => ({ message: error.message, span: within(text, error.pos) })),
    ...converted[i]!.unresolved,
  ]);
  return { documents: converted.map(({ node }) => node), problems };
}

/** The reader marks the end of the text by a character behind it; a span cannot. */
function within(text: string, [start, end]: readonly [number, number]): Span {
  return span(Math.min(start, text.length), Math.min(end, text.length));
}

/** The nesting at which yaml-cpp gives up; the composer, which recurses, must not see more. */
const depthLimit = 500;

/** Whether collections are nested deeper than `limit`; looks at the tokens without recursion. */
function isDeeperThan(tokens: readonly CST.Token[], limit: number): boolean {
  let level: CST.Token[] = [...tokens];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > limit) return true;
    level = level.flatMap(innerTokens);
  }
  return false;
}

function innerTokens(token: CST.Token): CST.Token[] {
  if (token.type === 'document') return token.value === undefined ? [] : [token.value];
  if (!('items' in token)) return [];
  return token.items.flatMap(({ key, value }) => [key, value].filter((each) => each != null));
}

type SourceNode = Scalar | YAMLMap | YAMLSeq | Alias;

function convertDocument(document: Document.Parsed): { node: YamlNode; unresolved: YamlProblem[] } {
  const converted = new Map<SourceNode, YamlNode | undefined>();
  const unresolved: YamlProblem[] = [];

  function convert(node: unknown, at: number): YamlNode {
    if (isAlias(node)) return convertAlias(node);
    if (isScalar(node)) return convertScalar(node);
    if (!isMap(node) && !isSeq(node)) return nullAt(at);
    const known = converted.get(node);
    if (known !== undefined) return known;
    // An alias within the node that it names would never end.
    if (converted.has(node)) return nullAt(at);
    converted.set(node, undefined);
    const result = isMap(node) ? convertMap(node) : convertList(node);
    converted.set(node, result);
    return result;
  }

  function convertAlias(alias: Alias): YamlNode {
    const target = alias.resolve(document);
    const where = nodeSpan(alias);
    if (target === undefined) {
      unresolved.push({ message: `the referenced anchor is not defined: ${alias.source}`, span: where });
      return nullAt(where.start);
    }
    return { ...convert(target, where.start), span: where } as YamlNode;
  }

  function convertMap(map: YAMLMap): YamlNode {
    const entries = map.items.map((pair): YamlEntry => {
      const key = convert(pair.key, nodeSpan(map).start);
      return { key, value: convert(pair.value, key.span.end) };
    });
    return { kind: 'map', span: nodeSpan(map), entries };
  }

  function convertList(list: YAMLSeq): YamlNode {
    const where = nodeSpan(list);
    return { kind: 'list', span: where, items: list.items.map((item) => convert(item, where.start)) };
  }

  return { node: convert(document.contents, document.range?.[0] ?? 0), unresolved };
}

function nullAt(offset: number): YamlScalar {
  return { kind: 'scalar', span: span(offset, offset), value: '', style: 'plain', isNull: true };
}

const styles: Readonly<Record<string, ScalarStyle>> = {
  PLAIN: 'plain',
  QUOTE_SINGLE: 'single',
  QUOTE_DOUBLE: 'double',
  BLOCK_LITERAL: 'literal',
  BLOCK_FOLDED: 'folded',
};

function convertScalar(node: Scalar): YamlScalar {
  const style = styles[node.type ?? 'PLAIN'] ?? 'plain';
  const value = typeof node.value === 'string' ? node.value : '';
  // Measured: a tag makes an empty value an empty text, not null.
  const isNull = style === 'plain' && node.tag === undefined && /^(?:~|null|Null|NULL)?$/.test(value);
  return { kind: 'scalar', span: nodeSpan(node), value, style, isNull };
}

function nodeSpan(node: { range?: readonly [number, number, number] | null | undefined }): Span {
  return node.range ? span(node.range[0], node.range[1]) : span(0, 0);
}
