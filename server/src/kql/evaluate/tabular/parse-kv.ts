import type { Expression, LiteralNode, ParseKvNode } from '../../kusto/syntax.ts';
import { elements } from '../../kusto/syntax.ts';
import { converter } from '../value/convert.ts';
import { compileRegex } from '../value/regex.ts';
import type { Value } from '../value/value.ts';
import { scalarTypeNamed } from '../value/value.ts';
import type { Operator } from './define.ts';
import { extendFromText } from './extend-from-text.ts';

/** Calls `visit` with the pairs of a text in the order in which they stand. */
type PairReader = (text: string, visit: (key: string, value: string) => void) => void;

/** `parse-kv`: the first value of each wanted key; a key that is not there gives null or empty text. */
export const parseKv: Operator = (node, context) => {
  const { Expression: subject, Keys, WithClause } = node as ParseKvNode;
  const columns = elements(Keys.Columns).map(({ Name, Type }) => ({
    name: Name.SimpleName,
    type: scalarTypeNamed(Type.toString().trim()) ?? ('string' as const),
  }));
  const keys = columns.map(({ name }) => name);
  const textsOf = textsReader(readOptions(WithClause), keys);
  const converters = columns.map(({ type }) => converter('string', type));
  const valuesOf = (text: string): readonly Value[] => {
    const texts = textsOf(text);
    return converters.map((convert, i) => convert(texts[i] ?? ''));
  };
  return extendFromText(node, context, subject, { columns, valuesOf, onlyMatching: false });
};

/** Gives for each key the text of its first value. */
type TextsReader = (text: string) => readonly (string | undefined)[];

function textsReader(options: Options, keys: readonly string[]): TextsReader {
  const { pairDelimiter, keyDelimiter, greedy, regex, quotes } = options;
  if (regex === undefined && pairDelimiter && keyDelimiter && !greedy && quotes.length === 0)
    return unquotedTexts(pairDelimiter, keyDelimiter, keys);
  const readPairs = pairReader(options);
  const places = new Map(keys.map((key, i) => [key, i]));
  return (text) => {
    const texts: (string | undefined)[] = new Array(keys.length);
    readPairs(text, (key, value) => {
      const place = places.get(key);
      if (place !== undefined) texts[place] ??= value;
    });
    return texts;
  };
}

/** Pairs between delimiters, nothing quoted: of the text only the values of wanted keys are cut out. */
function unquotedTexts(pairDelimiter: string, keyDelimiter: string, keys: readonly string[]): TextsReader {
  const placeOf = keyFinder(keys);
  return (text) => {
    const texts: (string | undefined)[] = new Array(keys.length);
    const keyEnd = finder(text, keyDelimiter);
    const pairEnd = finder(text, pairDelimiter);
    for (let at = 0; at < text.length; ) {
      const border = keyEnd(at);
      let end = pairEnd(at);
      if (border <= end && border < text.length) {
        const start = border + keyDelimiter.length;
        end = pairEnd(start);
        const place = placeOf(text, at, border);
        if (place !== undefined) texts[place] ??= text.slice(start, end).trim();
      }
      at = end + pairDelimiter.length;
    }
    return texts;
  };
}

/** Finds the place of the key that stands in a text from one place to another, blanks around it aside. */
function keyFinder(keys: readonly string[]): (text: string, from: number, to: number) => number | undefined {
  const byStart = new Map<number, { readonly key: string; readonly place: number }[]>();
  for (const [place, key] of keys.entries()) {
    const code = key.charCodeAt(0);
    byStart.set(code, [...(byStart.get(code) ?? []), { key, place }]);
  }
  return (text, from, to) => {
    const start = skipBlanks(text, from);
    let end = to;
    while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
    const same = byStart.get(text.charCodeAt(start));
    return same?.find(({ key }) => key.length === end - start && text.startsWith(key, start))?.place;
  };
}

interface Options {
  readonly pairDelimiter?: string;
  readonly keyDelimiter?: string;
  readonly quotes: readonly string[];
  readonly escapes: readonly string[];
  readonly greedy: boolean;
  readonly regex?: string;
}

function readOptions(clause: ParseKvNode['WithClause']): Options {
  const given = (clause ? elements(clause.Properties) : []).map(
    ({ Name, Expression: value }) => [Name.SimpleName.toLowerCase(), literalText(value)] as const,
  );
  const all = (name: string) => given.filter(([key]) => key === name).map(([, value]) => value);
  const [pairDelimiter] = all('pair_delimiter');
  const [keyDelimiter] = all('kv_delimiter');
  const [regex] = all('regex');
  return {
    ...(pairDelimiter !== undefined && { pairDelimiter }),
    ...(keyDelimiter !== undefined && { keyDelimiter }),
    ...(regex !== undefined && { regex }),
    quotes: all('quote'),
    escapes: all('escape'),
    greedy: all('greedy')[0] === 'true',
  };
}

function literalText(node: Expression): string {
  const { LiteralValue } = node as LiteralNode;
  return typeof LiteralValue === 'string' ? LiteralValue : node.toString().trim();
}

function pairReader(options: Options): PairReader {
  if (options.regex !== undefined) return regexPairs(options.regex);
  const { pairDelimiter, keyDelimiter, greedy } = options;
  if (!pairDelimiter || !keyDelimiter) return loosePairs(options);
  return (greedy ? greedyPairs : delimitedPairs)(pairDelimiter, keyDelimiter, options);
}

function regexPairs(pattern: string): PairReader {
  const regex = compileRegex(pattern);
  return (text, visit) => {
    const matcher = regex.matcher(text);
    while (matcher.find()) visit((matcher.group(1) ?? '').trim(), (matcher.group(2) ?? '').trim());
  };
}

function delimitedPairs(pairDelimiter: string, keyDelimiter: string, options: Options): PairReader {
  return (text, visit) => {
    const pairEnd = finder(text, pairDelimiter);
    const keyEnd = finder(text, keyDelimiter);
    for (let at = 0; at < text.length; ) {
      const key = readToken(text, at, (from) => Math.min(keyEnd(from), pairEnd(from)), options);
      if (!text.startsWith(keyDelimiter, key.end)) {
        at = key.end + pairDelimiter.length;
        continue;
      }
      const value = readToken(text, key.end + keyDelimiter.length, pairEnd, options);
      visit(key.text, value.text);
      at = value.end + pairDelimiter.length;
    }
  };
}

/** Greedy: a value goes on until a pair delimiter that a key and a key delimiter follow. */
function greedyPairs(pairDelimiter: string, keyDelimiter: string, options: Options): PairReader {
  return (text, visit) => {
    const starts = keyStarts(text, pairDelimiter, keyDelimiter);
    starts.forEach(({ key, valueAt }, i) => {
      const next = starts[i + 1];
      const end = next ? next.at - pairDelimiter.length : text.length;
      visit(key, unquote(text.slice(valueAt, Math.max(valueAt, end)).trim(), options));
    });
  };
}

interface KeyStart {
  readonly at: number;
  readonly key: string;
  readonly valueAt: number;
}

/** Places where, at the start or after a pair delimiter, a key and a key delimiter stand. */
function keyStarts(text: string, pairDelimiter: string, keyDelimiter: string): KeyStart[] {
  const starts: KeyStart[] = [];
  const pairEnd = finder(text, pairDelimiter);
  const keyEnd = finder(text, keyDelimiter);
  for (let at = 0; at < text.length; at = pairEnd(at) + pairDelimiter.length) {
    const end = keyEnd(at);
    if (end === text.length) break;
    if (end < pairEnd(at))
      starts.push({ at, key: text.slice(at, end).trim(), valueAt: end + keyDelimiter.length });
  }
  return starts;
}

/** Finds the next place of a delimiter, the text's end where there is none; linear over rising calls. */
function finder(text: string, delimiter: string): (from: number) => number {
  let found = -1;
  return (from) => {
    if (found < from) {
      const next = text.indexOf(delimiter, from);
      found = next < 0 ? text.length : next;
    }
    return found;
  };
}

/** Without delimiters any character that is no letter, digit or underscore separates. */
function loosePairs(options: Options): PairReader {
  return (text, visit) => {
    const tokens = looseTokens(text, options);
    for (let i = 0; i + 1 < tokens.length; i += 2) visit(tokens[i]!, tokens[i + 1]!);
  };
}

function looseTokens(text: string, options: Options): string[] {
  const tokens: string[] = [];
  let at = 0;
  while (at < text.length) {
    const quoted = readQuoted(text, at, options);
    if (quoted) {
      tokens.push(quoted.text);
      at = quoted.end;
      continue;
    }
    const word = /[\p{L}\p{N}_]+/uy;
    word.lastIndex = at;
    const match = word.exec(text);
    if (match) tokens.push(match[0]);
    at = match ? word.lastIndex : at + 1;
  }
  return tokens;
}

interface TokenAt {
  readonly text: string;
  readonly end: number;
}

/** A key or value up to the end that `endFrom` finds; quotes keep delimiters in. */
function readToken(text: string, from: number, endFrom: (from: number) => number, options: Options): TokenAt {
  const quoted = options.quotes.length > 0 ? readQuoted(text, skipBlanks(text, from), options) : undefined;
  const end = endFrom(quoted?.end ?? from);
  return { text: quoted?.text ?? text.slice(from, end).trim(), end };
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && isBlank(text.charCodeAt(at))) at++;
  return at;
}

function isBlank(code: number): boolean {
  if (code < 0x80) return code === 0x20 || (code >= 0x09 && code <= 0x0d);
  return /\s/.test(String.fromCharCode(code));
}

function readQuoted(text: string, at: number, { quotes, escapes }: Options): TokenAt | undefined {
  const quote = quotes.find((pair) => pair !== '' && text.startsWith(pair[0]!, at));
  if (quote === undefined) return undefined;
  const closing = quote[1] ?? quote[0]!;
  let value = '';
  for (let i = at + 1; i < text.length; i++) {
    if (escapes.includes(text[i]!) && i + 1 < text.length) value += text[++i];
    else if (text[i] === closing) return { text: value, end: i + 1 };
    else value += text[i];
  }
  return undefined;
}

function unquote(text: string, options: Options): string {
  const quoted = readQuoted(text, 0, options);
  return quoted && quoted.end === text.length ? quoted.text : text;
}
