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
import { scalarText } from './decode-scalar.ts';
import { joinedLine } from './flow-lines.ts';
import type { ScalarStyle, YamlEntry, YamlNode, YamlProblem, YamlScalar } from './node.ts';
import { readPlainYaml } from './plain-yaml.ts';
import { inPlainWords } from './problem-words.ts';

/** The documents of a YAML text; an empty document is null. `problems` is empty where the text is YAML. */
export interface ParsedYaml {
  readonly documents: readonly YamlNode[];
  readonly problems: readonly YamlProblem[];
}

/**
 * Reads a YAML text as yaml-cpp would: scalars stay texts, duplicate keys stay, `<<` is a key like any other,
 * an alias is the node it names (ENGINE.md, "YAML reading"). Never throws.
 * @param joinLines whether to read again, at some cost, what only lacks indentation inside brackets.
 */
export function parseYaml(text: string, joinLines = true): ParsedYaml {
  const plain = joinLines ? readPlainYaml(text) : undefined;
  return plain === undefined ? parseAnyYaml(text, joinLines) : { documents: [plain], problems: [] };
}

/** As `parseYaml`, by the library alone. */
export function parseAnyYaml(text: string, joinLines = true): ParsedYaml {
  const parsed = parseStrictly(text);
  const { length } = parsed.problems;
  // A text with very many problems has others than lines to join.
  if (length === 0 || length >= mostProblems || !joinLines) return parsed;
  return parseWithJoinedLines(text, parsed) ?? parsed;
}

/** A parsed text with the offset at which a flow collection breaks off for want of indentation. */
interface StrictlyParsed extends ParsedYaml {
  readonly brokenFlow?: number;
}

/** Lines that are joined, each at the cost of reading the text again, and characters read for that altogether. */
const mostJoined = 100;
const mostReadAgain = 100_000;

/** Reads a text whose flow collections go on in lines without indentation; undefined where it is not just that. */
function parseWithJoinedLines(text: string, first: StrictlyParsed): ParsedYaml | undefined {
  let parsed = first;
  let joined: string | undefined = text;
  const most = Math.min(mostJoined, mostReadAgain / text.length);
  for (let count = 0; count < most && parsed.brokenFlow !== undefined; count++) {
    joined = joinedLine(joined, parsed.brokenFlow);
    if (joined === undefined) return undefined;
    parsed = parseStrictly(joined, text);
    if (parsed.problems.length === 0) return parsed;
  }
  return undefined;
}

/** @param unjoined the text as it is in the file, where `text` has joined lines. */
function parseStrictly(text: string, unjoined?: string): StrictlyParsed {
  const tokens = tokensOf(text);
  if (tokens === undefined || isDeeperThan(tokens, depthLimit)) {
    return { documents: [], problems: [{ message: 'it is nested too deeply', span: span(0, 0) }] };
  }
  const composer = new Composer({
    schema: 'failsafe',
    uniqueKeys: false,
    merge: false,
    prettyErrors: false,
    logLevel: 'silent',
  });
  const documents = withoutStackTraces(() => [...composer.compose(tokens)]);
  const converted = documents.map((document) => convertDocument(document, unjoined));
  const errors = documents.flatMap((document) => document.errors);
  const problems = documents
    .flatMap((document, i) => [
      ...document.errors.map((error) => problemOf(text, error.message, within(text, error.pos))),
      ...converted[i]!.unresolved,
    ])
    .slice(0, mostProblems);
  const broken = errors.find(({ code, message }) => code === 'BAD_INDENT' && message.startsWith('Flow '));
  const parsed = { documents: converted.map(({ node }) => node), problems };
  return broken === undefined ? parsed : { ...parsed, brokenFlow: broken.pos[0] };
}

/** The library says of a tab only what it makes of what follows. */
function problemOf(text: string, message: string, where: Span): YamlProblem {
  const lineStart = text.lastIndexOf('\n', where.start - 1) + 1;
  const blanks = /^[ \t]*/.exec(text.slice(lineStart, where.end))![0];
  if (!blanks.includes('\t')) return { message: inPlainWords(message), span: where };
  const indentation = span(lineStart, lineStart + blanks.length);
  return { message: 'a tab cannot indent a line, only blanks can', span: indentation };
}

/** More problems than this of one text say nothing more to anybody. */
const mostProblems = 100;

/**
 * The reader makes an error object of each problem. A hostile text has a hundred thousand, and nearly all the
 * time would go into their stack traces, which nobody reads.
 */
function withoutStackTraces<Result>(work: () => Result): Result {
  const limit = Error.stackTraceLimit;
  try {
    Error.stackTraceLimit = 0;
    return work();
  } finally {
    Error.stackTraceLimit = limit;
  }
}

/** The reader marks the end of the text by a character behind it; a span cannot. */
function within(text: string, [start, end]: readonly [number, number]): Span {
  return span(Math.min(start, text.length), Math.min(end, text.length));
}

/** The nesting at which yaml-cpp gives up; the composer, which recurses, must not see more. */
const depthLimit = 500;

/** The tokens of a text; undefined where it closes so many collections at once that the reader runs out of stack. */
function tokensOf(text: string): readonly CST.Token[] | undefined {
  try {
    return [...new Parser().parse(text)];
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

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

function convertDocument(
  document: Document.Parsed,
  unjoined: string | undefined,
): { node: YamlNode; unresolved: YamlProblem[] } {
  const converted = new Map<SourceNode, YamlNode | undefined>();
  const unresolved: YamlProblem[] = [];

  function convert(node: unknown, at: number): YamlNode {
    if (isAlias(node)) return convertAlias(node);
    if (isScalar(node)) return convertScalar(node, unjoined);
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

function convertScalar(node: Scalar, unjoined: string | undefined): YamlScalar {
  const style = styles[node.type ?? 'PLAIN'] ?? 'plain';
  const value = typeof node.value === 'string' ? node.value : '';
  // Measured: a tag makes an empty value an empty text, not null.
  const isNull = style === 'plain' && node.tag === undefined && /^(?:~|null|Null|NULL)?$/.test(value);
  const scalar = { kind: 'scalar', span: nodeSpan(node), value, style, isNull } as const;
  // Blanks that stand for an end of line are one blank in the value.
  return unjoined === undefined ? scalar : { ...scalar, value: scalarText(unjoined, scalar) };
}

function nodeSpan(node: { range?: readonly [number, number, number] | null | undefined }): Span {
  return node.range ? span(node.range[0], node.range[1]) : span(0, 0);
}
