import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  parseAllDocuments,
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
  try {
    const parsed = parseAllDocuments(text, {
      schema: 'failsafe',
      uniqueKeys: false,
      merge: false,
      prettyErrors: false,
      logLevel: 'silent',
    });
    const documents = Array.isArray(parsed) ? parsed : [];
    const converted = documents.map((document) => convertDocument(document));
    const problems = documents.flatMap((document, i) => [
      ...document.errors.map((error) => ({ message: error.message, span: span(...error.pos) })),
      ...converted[i]!.unresolved,
    ]);
    return { documents: converted.map(({ node }) => node), problems };
  } catch (error) {
    // Hostile nesting exhausts the stack of the reader.
    if (!(error instanceof RangeError)) throw error;
    return { documents: [], problems: [{ message: 'The text is nested too deeply.', span: span(0, 0) }] };
  }
}

type SourceNode = Scalar | YAMLMap | YAMLSeq | Alias;

function convertDocument(document: Document): { node: YamlNode; unresolved: YamlProblem[] } {
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
