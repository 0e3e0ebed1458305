import { toBytes } from '../../falco/evaluate/byte-string.ts';
import { type Piece, parsePattern } from '../../falco/evaluate/posix-regex.ts';
import { posixClasses } from '../pattern/pcre2-sets.ts';
import { type BytePattern, bytesWhere, choice, repeat, sequence, text } from './byte-pattern.ts';

/** Ranges beyond ASCII with more characters than this have no pattern over bytes that anyone could read. */
const mostCharacters = 64;

/**
 * The texts that a pattern of `regex` covers, as bytes of UTF-8; undefined where it asks for the start or end
 * of a line inside the text, or for many characters beyond ASCII. Source: ENGINE.md "Conditions".
 */
export function regexPattern(pattern: string): BytePattern | undefined {
  const parsed = parsePattern(pattern);
  return parsed.ok ? wholePattern(parsed.tree) : undefined;
}

/** The whole text is matched, so `^` at its start and `$` at its end say nothing. */
function wholePattern(piece: Piece): BytePattern | undefined {
  if (piece.kind === 'choice') return all(piece.parts.map(wholePattern), choice);
  if (piece.kind !== 'sequence') return wholePattern({ kind: 'sequence', parts: [piece] });
  const parts = [...piece.parts];
  while (isAtom(parts[0], '^')) parts.shift();
  while (isAtom(parts.at(-1), '$')) parts.pop();
  return all(parts.map(patternOf), sequence);
}

function isAtom(piece: Piece | undefined, wanted: string): boolean {
  return piece?.kind === 'atom' && piece.text === wanted;
}

function patternOf(piece: Piece): BytePattern | undefined {
  switch (piece.kind) {
    case 'atom':
      return atomPattern(piece.text);
    case 'sequence':
      return all(piece.parts.map(patternOf), sequence);
    case 'choice':
      return all(piece.parts.map(patternOf), choice);
    case 'times': {
      const item = patternOf(piece.of);
      if (item === undefined) return undefined;
      return repeat(item, piece.operator === '+' ? 1 : 0, piece.operator === '?' ? 1 : undefined);
    }
    case 'counted': {
      const item = patternOf(piece.of);
      return item && repeat(item, piece.min, piece.max);
    }
  }
}

function all(
  patterns: readonly (BytePattern | undefined)[],
  join: (...items: readonly BytePattern[]) => BytePattern,
): BytePattern | undefined {
  return patterns.every((each) => each !== undefined) ? join(...patterns) : undefined;
}

const continuation = bytesWhere((byte) => byte >= 0x80 && byte < 0xc0);
/** Any character beyond ASCII; texts are UTF-8, so the first byte tells how many follow. */
const beyondAscii = choice(
  sequence(
    bytesWhere((byte) => byte >= 0xc2 && byte < 0xe0),
    continuation,
  ),
  sequence(
    bytesWhere((byte) => byte >= 0xe0 && byte < 0xf0),
    repeat(continuation, 2, 2),
  ),
  sequence(
    bytesWhere((byte) => byte >= 0xf0 && byte < 0xf5),
    repeat(continuation, 3, 3),
  ),
);

function atomPattern(atom: string): BytePattern | undefined {
  if (atom === '^' || atom === '$') return undefined;
  if (atom === '.')
    return choice(
      bytesWhere((byte) => byte < 0x80 && byte !== 0x0a),
      beyondAscii,
    );
  if (atom.startsWith('[')) return classPattern(atom);
  return character(codeOf(atom));
}

function character(codePoint: number): BytePattern {
  return text(toBytes(String.fromCodePoint(codePoint)));
}

/** The character that `\x{…}` or the character itself stands for. */
function codeOf(written: string): number {
  return written.startsWith('\\x{') ? Number.parseInt(written.slice(3), 16) : written.codePointAt(0)!;
}

/** An item between brackets: a named class, a character or a range. */
const classItem = /\[:(\^?\w+):\]|(\\x\{\w+\}|[^\\[\]])(?:-(\\x\{\w+\}|[^\\[\]]))?/g;

function classPattern(atom: string): BytePattern | undefined {
  const negated = atom.startsWith('[^');
  const ascii = new Uint8Array(128);
  const others: number[] = [];
  for (const [, name, from = '', to = from] of atom.slice(negated ? 2 : 1, -1).matchAll(classItem)) {
    if (name !== undefined) {
      if (name.startsWith('^')) return undefined;
      for (let byte = 0; byte < 128; byte++) ascii[byte]! |= posixClasses.get(name)?.[byte] ?? 0;
      continue;
    }
    const first = codeOf(from);
    const last = codeOf(to);
    for (let code = first; code <= Math.min(last, 127); code++) ascii[code] = 1;
    if (last > 127 && (negated || last - Math.max(first, 128) >= mostCharacters)) return undefined;
    for (let code = Math.max(first, 128); code <= last; code++) others.push(code);
  }
  if (others.length > mostCharacters || others.some((code) => code >= 0xd800 && code < 0xe000))
    return undefined;
  const inAscii = bytesWhere((byte) => byte < 128 && (ascii[byte] === 1) !== negated);
  return negated ? choice(inAscii, beyondAscii) : choice(inAscii, ...others.map(character));
}
