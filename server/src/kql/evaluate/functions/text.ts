import { stringTests } from '../scalar/string-test.ts';
import { textOfDynamic } from '../value/convert.ts';
import { printJson } from '../value/json.ts';
import type { Value } from '../value/value.ts';
import { isArray, isBag } from '../value/value.ts';
import type { FunctionCompiler, FunctionTable } from './define.ts';
import { lenient, readAs, strict } from './define.ts';

/** Texts may grow to this many UTF-16 units by functions that repeat or join. */
const maxLength = 16 * 1024 * 1024;

/** Functions on plain text. Positions and lengths count Unicode characters. */
export const textFunctions: FunctionTable = {
  strlen: strict(['string'], (text: string) => characterCount(text)),
  string_size: strict(['string'], (text: string) => utf8Size(text)),
  tolower: strict(['string'], (text: string) => text.toLowerCase()),
  toupper: strict(['string'], (text: string) => text.toUpperCase()),
  reverse: strict(['string'], (text: string) => [...text].reverse().join('')),
  substring: lenient(['string', 'number', 'number'], substring),
  strcat: concatenate,
  strcat_delim: concatenateWith,
  strcat_array: strict(['dynamic', 'string'], joinArray),
  array_strcat: strict(['dynamic', 'string'], joinArray),
  strrep: strict(['string', 'number', 'string'], repeatText),
  indexof: lenient(['string', 'string', 'number', 'number', 'number'], indexOf),
  strcmp: strict(['string', 'string'], (a: string, b: string) => (a === b ? 0 : a < b ? -1 : 1)),
  replace_string: strict(['string', 'string', 'string'], replaceText),
  replace_strings: strict(['string', 'dynamic', 'dynamic'], replaceTexts),
  translate: strict(['string', 'string', 'string'], translate),
  split: lenient(['string', 'string', 'number'], split),
  isempty: emptyTest(true),
  isnotempty: emptyTest(false),
  notempty: emptyTest(false),
  isascii: strict(['string'], (text: string) => /^[\0-\x7f]*$/.test(text)),
  isutf8: strict(['string'], (text: string) => isWellFormed(text)),
  unicode_codepoints_from_string: strict(['string'], (text: string) =>
    [...text].map((character) => BigInt(character.codePointAt(0)!)),
  ),
  to_utf8: strict(['string'], (text: string) =>
    [...text].map((character) => BigInt(character.codePointAt(0)!)),
  ),
  unicode_codepoints_to_string: codePointsToText(),
  make_string: codePointsToText(),
  has_any_index: strict(['string', 'dynamic'], hasAnyIndex),
  dynamic_to_json: strict(['dynamic'], (value: Value) => sortedJson(value)),
};

/** Halves of characters beyond the first 65,536; most texts have none. */
const surrogate = /[\ud800-\udfff]/;

function characterCount(text: string): number {
  if (!surrogate.test(text)) return text.length;
  let count = text.length;
  for (let i = 0; i < text.length - 1; i++) {
    if (text.charCodeAt(i) >> 10 === 0x36 && text.charCodeAt(i + 1) >> 10 === 0x37) count--;
  }
  return count;
}

function utf8Size(text: string): number {
  let size = 0;
  for (const character of text) {
    const code = character.codePointAt(0)!;
    size += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return size;
}

/** A negative start counts from the end; a start beyond the text gives the empty string. */
function substring(text: string | null, start: number | null, length?: number | null): string {
  if (text === null || start === null || length === null) return '';
  if (length !== undefined && length < 0) return '';
  const isPlain = !surrogate.test(text);
  const units: string | readonly string[] = isPlain ? text : [...text];
  const from = start < 0 ? Math.max(0, units.length + start) : start;
  const cut = units.slice(from, length === undefined ? undefined : from + length);
  return typeof cut === 'string' ? cut : cut.join('');
}

function concatenate({ args }: Parameters<FunctionCompiler>[0]): ReturnType<FunctionCompiler> {
  const reads = args.map((argument) => readAs(argument, 'string'));
  return (row) => {
    let text = '';
    for (const read of reads) text += read(row);
    return text;
  };
}

function concatenateWith({ args }: Parameters<FunctionCompiler>[0]): ReturnType<FunctionCompiler> {
  const [delimiter, ...reads] = args.map((argument) => readAs(argument, 'string'));
  return (row) => reads.map((read) => read(row)).join(delimiter?.(row) as string);
}

function joinArray(array: Value, delimiter: string): Value {
  if (!isArray(array)) return null;
  return array.map((item) => (item === null ? '' : textOfDynamic(item))).join(delimiter);
}

function repeatText(text: string, count: number, delimiter = ''): Value {
  if (count <= 0) return '';
  if ((text.length + delimiter.length) * count > maxLength) return null;
  return Array(Math.trunc(count)).fill(text).join(delimiter);
}

/**
 * `occurrence` counts from 1; `length` -1 means to the end. After each occurrence the search goes on one
 * character later with the same length, as the documented example shows.
 */
function indexOf(
  text: string,
  pattern: string,
  start: number | null = 0,
  length: number | null = -1,
  occurrence: number | null = 1,
): Value {
  if (start === null || length === null || occurrence === null) return null;
  if (length < -1 || occurrence < 1) return null;
  let from = start < 0 ? Math.max(0, text.length + start) : start;
  for (let n = 1; ; n++) {
    const within = length === -1 ? text.slice(from) : text.slice(from, from + length);
    const at = within.indexOf(pattern);
    if (at < 0) return -1;
    if (n === occurrence) return from + at;
    from += at + 1;
  }
}

function replaceText(text: string, pattern: string, replacement: string): Value {
  if (pattern === '' || !text.includes(pattern)) return text;
  // In a replacement that is text, `$` has a meaning.
  if (replacement.includes('$')) return text.replaceAll(pattern, () => replacement);
  return text.replaceAll(pattern, replacement);
}

/**
 * Earlier patterns come first, and what one has matched is out of reach for the others. An item that is no text
 * is left out; a match for which there is no text to take its place stays as it is.
 */
function replaceTexts(text: string, patterns: Value, replacements: Value): Value {
  if (!isArray(patterns)) return null;
  let pieces: readonly Piece[] = [{ text, done: false }];
  for (const [i, pattern] of patterns.entries()) {
    if (typeof pattern !== 'string' || pattern === '') continue;
    const by = isArray(replacements) ? (replacements[i] ?? null) : replacements;
    const replaced = { text: typeof by === 'string' ? by : pattern, done: true };
    pieces = pieces.flatMap((piece) => (piece.done ? piece : parted(piece.text, pattern, replaced)));
  }
  return pieces.map((piece) => piece.text).join('');
}

interface Piece {
  readonly text: string;
  readonly done: boolean;
}

/** The text with `between` in place of each match of the pattern. */
function parted(text: string, pattern: string, between: Piece): Piece[] {
  return text.split(pattern).flatMap((part, i) => [...(i > 0 ? [between] : []), { text: part, done: false }]);
}

/** Replaces each character of `from` by the one at its place in `to`, the last of `to` repeating. */
function translate(from: string, to: string, text: string): Value {
  const [sources, targets] = [[...from], [...to]];
  if (targets.length === 0) return sources.length === 0 ? text : '';
  const map = new Map(sources.map((source, i) => [source, targets[Math.min(i, targets.length - 1)]!]));
  return [...text].map((character) => map.get(character) ?? character).join('');
}

/** With an index only that part, as an array of one; an index beyond the parts gives null. */
function split(text: string, delimiter: string, index?: number | null): Value {
  if (index === undefined) return delimiter === '' ? [text] : text.split(delimiter);
  const part = index === null ? undefined : partAt(text, delimiter, index);
  return part === undefined ? null : [part];
}

/** The part of that number, found without making the others. */
function partAt(text: string, delimiter: string, index: number): string | undefined {
  let start = 0;
  for (let i = 0; i < index; i++) {
    const found = delimiter === '' ? -1 : text.indexOf(delimiter, start);
    if (found < 0) return undefined;
    start = found + delimiter.length;
  }
  const end = delimiter === '' ? -1 : text.indexOf(delimiter, start);
  if (index < 0) return undefined;
  return end < 0 ? text.slice(start) : text.slice(start, end);
}

function emptyTest(empty: boolean): FunctionCompiler {
  return ({ args }) => {
    const read = readAs(args[0]!, 'string');
    return (row) => (read(row) === '') === empty;
  };
}

function isWellFormed(text: string): boolean {
  return !/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(text);
}

/** Arguments are code points or arrays of them. */
function codePointsToText(): FunctionCompiler {
  return ({ args }) => {
    const reads = args.map((argument) => readAs(argument, 'dynamic'));
    return (row) => {
      const codes = reads.flatMap((read) => {
        const value = read(row);
        return isArray(value) ? value : [value];
      });
      return codes.map(characterOf).join('');
    };
  };
}

function characterOf(value: Value): string {
  const code = Number(textOfDynamic(value) || Number.NaN);
  return Number.isInteger(code) && code >= 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
}

function hasAnyIndex(text: string, patterns: Value): Value {
  if (!isArray(patterns)) return null;
  return patterns.findIndex((pattern) => hasTerm(text, textOfDynamic(pattern)));
}

function hasTerm(text: string, pattern: string): boolean {
  return stringTests.has!(pattern)(text);
}

/** JSON with the keys of bags in order. */
function sortedJson(value: Value): string {
  return printJson(sortKeys(value));
}

function sortKeys(value: Value): Value {
  if (isArray(value)) return value.map(sortKeys);
  if (!isBag(value)) return value;
  const keys = [...value.keys()].sort((a, b) => (a < b ? -1 : 1));
  return new Map(keys.map((key) => [key, sortKeys(value.get(key)!)]));
}
