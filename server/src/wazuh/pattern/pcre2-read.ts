import { readClass } from './pcre2-class.ts';
import { digitsAt, type PatternText, readByteEscape, readOctal } from './pcre2-escape.ts';
import {
  type Assertion,
  type ByteSet,
  InvalidPcre2,
  type PatternNode,
  single,
  singleInBothCases,
  UnsupportedPcre2,
} from './pcre2-nodes.ts';
import { anyByte, notLineFeed, setEscapes, verticalSpace } from './pcre2-sets.ts';
import { characterNode, characterSet } from './pcre2-utf.ts';

/** The options that `(?imsx)` switches, for the rest of the group they stand in. */
interface Options {
  readonly i: boolean;
  readonly m: boolean;
  readonly s: boolean;
  readonly x: boolean;
}

interface Reader extends PatternText {
  options: Options;
  depth: number;
  readonly groups: number;
  /** `(*UTF)` starts the pattern: it is about characters, not bytes. */
  readonly utf: boolean;
}

const maxDepth = 250;
const maxCount = 65535;

/**
 * Parses a pcre2 pattern given as bytes, as `pcre2_compile` with no options reads it.
 * @throws InvalidPcre2 where pcre2 refuses the pattern.
 * @throws UnsupportedPcre2 for what only a backtracking engine can do: references, look-behind, atomic groups
 * and possessive quantifiers, recursion, conditions, verbs.
 */
export function readPcre2(pattern: string): PatternNode {
  const options = { i: false, m: false, s: false, x: false };
  const mark = /^\(\*UTF8?\)/.exec(pattern)?.[0] ?? '';
  const groups = countGroups(pattern);
  const reader: Reader = { pattern, position: mark.length, options, depth: 0, groups, utf: mark !== '' };
  const node = readChoice(reader);
  if (reader.position < pattern.length) throw new InvalidPcre2('a ) has no ( before it');
  return node;
}

/** Capturing groups, counted roughly: enough to tell a reference from a mistake. */
function countGroups(pattern: string): number {
  return pattern.match(/\((?!\?|\*)|\(\?(?:P?<(?![=!])|')/g)?.length ?? 0;
}

/** Alternatives up to a `)` or the end. */
function readChoice(reader: Reader): PatternNode {
  const items = [readSequence(reader)];
  while (reader.pattern[reader.position] === '|') {
    reader.position++;
    items.push(readSequence(reader));
  }
  return items.length === 1 ? items[0]! : { kind: 'choice', items };
}

function readSequence(reader: Reader): PatternNode {
  const items: PatternNode[] = [];
  for (;;) {
    skipExtended(reader);
    const character = reader.pattern[reader.position];
    if (character === undefined || character === '|' || character === ')') break;
    if (reader.pattern.startsWith('\\Q', reader.position)) {
      readQuoted(reader, items);
      continue;
    }
    const node = readAtom(reader);
    if (node !== undefined)
      items.push(node.kind === 'assertion' && node.where === 'start' ? node : quantified(reader, node));
  }
  return items.length === 1 ? items[0]! : { kind: 'sequence', items };
}

/** `\Q…\E`, or to the end; a quantifier behind it belongs to the last character alone. */
function readQuoted(reader: Reader, items: PatternNode[]): void {
  const start = reader.position + 2;
  const close = reader.pattern.indexOf('\\E', start);
  const text = reader.pattern.slice(start, close < 0 ? undefined : close);
  reader.position = close < 0 ? reader.pattern.length : close + 2;
  for (const character of text.slice(0, -1)) items.push(literal(reader, character.charCodeAt(0)));
  if (text !== '') items.push(quantified(reader, literal(reader, text.charCodeAt(text.length - 1))));
}

/** White space and `#` comments count for nothing under `(?x)`. */
function skipExtended(reader: Reader): void {
  if (reader.options.x) digitsAt(reader, /(?:[ \t\n\v\f\r]|#[^\n]*\n?)*/y);
}

/** One thing that can be repeated; undefined for what only sets options or says nothing. */
function readAtom(reader: Reader): PatternNode | undefined {
  const character = reader.pattern[reader.position++]!;
  switch (character) {
    case '(':
      return readGroup(reader);
    case '[':
      return readBracket(reader);
    case '.':
      return setNode(reader, reader.options.s ? anyByte : notLineFeed);
    case '^':
      return assertion(reader.options.m ? 'line-start' : 'start');
    case '$':
      return assertion(reader.options.m ? 'line-end' : 'last-line-end');
    case '\\':
      return readEscape(reader);
    case '*':
    case '+':
    case '?':
      throw new InvalidPcre2(`nothing stands before ${character} that it could repeat`);
    default:
      if (character === '{' && isCount(reader.pattern, reader.position - 1)) {
        throw new InvalidPcre2('nothing stands before { that it could repeat');
      }
      return literal(reader, character.charCodeAt(0));
  }
}

function readBracket(reader: Reader): PatternNode {
  if (/^\[:[a-z^]*:\]/.test(reader.pattern.slice(reader.position - 1, reader.position + 20))) {
    throw new InvalidPcre2('a class like [:alpha:] must stand inside another [ ]');
  }
  return setNode(reader, readClass(reader, reader.options.i));
}

function setNode({ utf }: Reader, set: ByteSet): PatternNode {
  return utf ? characterSet(set) : { kind: 'bytes', set };
}

/** A byte of the pattern; under `(*UTF)` the bytes of one character belong together. */
function literal(reader: Reader, byte: number): PatternNode {
  if (reader.utf && byte >= 0xc0) {
    const more = digitsAt(reader, /[\x80-\xbf]{1,3}/y);
    return sequenceOf([byte, ...[...more].map((character) => character.charCodeAt(0))]);
  }
  return { kind: 'bytes', set: reader.options.i ? singleInBothCases(byte) : single(byte) };
}

function assertion(where: Assertion): PatternNode {
  return { kind: 'assertion', where };
}

const assertions: Readonly<Record<string, Assertion>> = {
  A: 'start',
  z: 'end',
  Z: 'last-line-end',
  b: 'word-edge',
  B: 'no-word-edge',
};

function readEscape(reader: Reader): PatternNode | undefined {
  const letter = reader.pattern[reader.position++];
  if (letter === undefined) throw new InvalidPcre2('a backslash ends the pattern');
  if (letter === 'E') return undefined;
  const where = assertions[letter];
  if (where !== undefined) return assertion(where);
  const set = setEscapes.get(letter);
  if (set !== undefined) return setNode(reader, set);
  if (letter === 'N') return readNotLineFeed(reader);
  if (letter === 'R') return lineBreak();
  if (letter === 'K' || letter === 'G' || letter === 'C') throw new UnsupportedPcre2(`\\${letter}`);
  if (letter === 'g' || letter === 'k') throw new UnsupportedPcre2('references to groups');
  if (/[1-9]/.test(letter)) return readNumber(reader, letter);
  return literal(reader, readByteEscape(reader, letter));
}

function lineBreak(): PatternNode {
  return { kind: 'choice', items: [sequenceOf([0x0d, 0x0a]), { kind: 'bytes', set: verticalSpace }] };
}

/** `\N`, or under `(*UTF)` a character by its number: `\N{U+202E}`. */
function readNotLineFeed(reader: Reader): PatternNode {
  const named = digitsAt(reader, /\{U\+[0-9a-fA-F]+\}/y);
  if (named === '') return setNode(reader, notLineFeed);
  if (!reader.utf) throw new InvalidPcre2('\\N{U+…} needs (*UTF)');
  return characterNode(Number.parseInt(named.slice(3, -1), 16));
}

function sequenceOf(bytes: readonly number[]): PatternNode {
  return { kind: 'sequence', items: bytes.map((byte) => ({ kind: 'bytes', set: single(byte) })) };
}

/** A backslash and a digit: a reference to a group, or an octal number where there are not so many. */
function readNumber(reader: Reader, first: string): PatternNode {
  const start = reader.position;
  const number = Number(first + digitsAt(reader, /[0-9]*/y));
  if (number <= reader.groups) throw new UnsupportedPcre2('references to groups');
  if (number < 10) throw new InvalidPcre2(`there is no group ${number}`);
  reader.position = start;
  return literal(reader, /[89]/.test(first) ? first.charCodeAt(0) : readOctal(reader, first));
}

/** A group; the position is behind its `(`. */
function readGroup(reader: Reader): PatternNode | undefined {
  if (++reader.depth > maxDepth) throw new InvalidPcre2('groups are nested too deep');
  if (reader.pattern[reader.position] === '*') throw new UnsupportedPcre2('verbs like (*…)');
  const node = reader.pattern[reader.position] === '?' ? readSpecialGroup(reader) : readInside(reader);
  reader.depth--;
  return node;
}

/** What stands inside a group, up to its `)`; options set inside end with it. */
function readInside(reader: Reader): PatternNode {
  const outer = reader.options;
  const node = readChoice(reader);
  if (reader.pattern[reader.position] !== ')') throw new InvalidPcre2('a ) is missing');
  reader.position++;
  reader.options = outer;
  return node;
}

function readSpecialGroup(reader: Reader): PatternNode | undefined {
  const kind = digitsAt(reader, /\?(?:#[^)]*\)?|P?<[A-Za-z_]\w*>|'[A-Za-z_]\w*'|<[=!]|[:|=!])/y);
  if (kind.startsWith('?#')) {
    if (!kind.endsWith(')')) throw new InvalidPcre2('a comment is not closed');
    return undefined;
  }
  if (kind === '?=' || kind === '?!') {
    return { kind: 'lookahead', item: readInside(reader), negative: kind === '?!' };
  }
  if (kind.startsWith('?<=') || kind.startsWith('?<!')) throw new UnsupportedPcre2('look-behind');
  return kind === '' ? readOptions(reader) : readInside(reader);
}

/** `(?im-sx)` for the rest of the enclosing group, or `(?i:…)` for a group of its own. */
function readOptions(reader: Reader): PatternNode | undefined {
  const letters = digitsAt(reader, /\?\^?[imsxnJU]*(?:-[imsxnJU]*)?[:)]/y);
  if (letters === '') throw otherGroup(reader.pattern[reader.position + 1]);
  const outer = reader.options;
  reader.options = switched(outer, letters.slice(1, -1));
  if (letters.endsWith(')')) return undefined;
  const node = readInside(reader);
  reader.options = outer;
  return node;
}

function switched(options: Options, letters: string): Options {
  const base = letters[0] === '^' ? { i: false, m: false, s: false, x: false } : options;
  const [on = '', off = ''] = letters.split('-');
  const state = (letter: keyof Options) => (base[letter] || on.includes(letter)) && !off.includes(letter);
  return { i: state('i'), m: state('m'), s: state('s'), x: state('x') };
}

function otherGroup(letter: string | undefined): Error {
  if (letter === '>') return new UnsupportedPcre2('atomic groups');
  if (letter === '(') return new UnsupportedPcre2('conditions');
  if (letter !== undefined && /[R0-9+\-&PC]/.test(letter))
    return new UnsupportedPcre2('recursion and callouts');
  return new InvalidPcre2('an unknown kind of group follows (?');
}

/** The node with the quantifier behind it, if there is one. */
function quantified(reader: Reader, item: PatternNode): PatternNode {
  skipExtended(reader);
  const range = readQuantifier(reader);
  if (range === undefined) return item;
  const more = digitsAt(reader, /[+?]/y);
  if (more === '+') throw new UnsupportedPcre2('possessive quantifiers');
  if (item.kind === 'assertion' && item.where !== 'last-line-end') {
    throw new InvalidPcre2('an assertion cannot be repeated');
  }
  return { kind: 'repeat', item, min: range.min, max: range.max };
}

function readQuantifier(reader: Reader): { readonly min: number; readonly max: number } | undefined {
  const sign = digitsAt(reader, /[*+?]/y);
  if (sign !== '') return { min: sign === '+' ? 1 : 0, max: sign === '?' ? 1 : Number.POSITIVE_INFINITY };
  const count = /^(\d+)(,?)(\d*)$/.exec(digitsAt(reader, /\{\d+(?:,\d*)?\}/y).slice(1, -1));
  if (count === null) return undefined;
  const min = Number(count[1]);
  const max = count[2] === '' ? min : count[3] === '' ? Number.POSITIVE_INFINITY : Number(count[3]);
  if (min > maxCount || (Number.isFinite(max) && max > maxCount))
    throw new InvalidPcre2('a count is too large');
  if (max < min) throw new InvalidPcre2('the numbers of a quantifier are out of order');
  return { min, max };
}

function isCount(pattern: string, position: number): boolean {
  return /^\{\d+(?:,\d*)?\}/.test(pattern.slice(position, position + 16));
}
