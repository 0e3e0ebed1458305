import { type ByteSet, byteSet } from '../pattern/pcre2-nodes.ts';
import {
  type BytePattern,
  bytes,
  choice,
  isAnyText,
  mapSets,
  repeat,
  sequence,
  text,
} from './byte-pattern.ts';

const backslash = 0x5c;
const shortEscapes: readonly (readonly [byte: number, letter: string])[] = [
  [0x22, '"'],
  [backslash, '\\'],
  [0x08, 'b'],
  [0x09, 't'],
  [0x0a, 'n'],
  [0x0c, 'f'],
  [0x0d, 'r'],
];
const shortlyEscaped = new Set(shortEscapes.map(([byte]) => byte));

/**
 * The pattern of texts as they stand between the quotes of printed JSON. Each byte is written in one way
 * alone and none is the beginning of another, so this says just the same. Source: SEMANTICS.md "JSON decoder"
 * (the agent prints each alert anew).
 */
export function insideJson(pattern: BytePattern): BytePattern {
  if (isAnyText(pattern)) return anyInside;
  if (pattern.kind === 'sequence') return sequence(...pattern.items.map(insideJson));
  if (pattern.kind === 'choice') return choice(...pattern.items.map(insideJson));
  return mapSets(pattern, escapedSet);
}

/**
 * Any text between quotes: shorter than what its bytes one by one would give. An escape is taken whole, so that
 * no digit of `\u0001` is found as one of the text.
 */
const anyInside: BytePattern = repeat(
  choice(
    bytes(byteSet((byte) => byte !== 0x22 && byte !== backslash)),
    sequence(
      text('\\'),
      choice(
        bytes(byteSet((byte) => byte !== 0x0a && byte !== 0x75)),
        sequence(text('u'), repeat(bytes(byteSet(isHexDigit)), 4, 4)),
      ),
    ),
  ),
  0,
);

function isHexDigit(byte: number): boolean {
  return /[0-9a-f]/.test(String.fromCharCode(byte));
}

function escapedSet(set: ByteSet): BytePattern {
  const has = (byte: number) => set[byte] === 1;
  const plain = byteSet((byte) => has(byte) && byte >= 0x20 && !shortlyEscaped.has(byte));
  const letters = shortEscapes.filter(([byte]) => has(byte)).map(([, letter]) => letter.charCodeAt(0));
  const control = Array.from({ length: 0x20 }, (_, byte) => byte).filter(
    (byte) => has(byte) && !shortlyEscaped.has(byte),
  );
  return choice(
    ...(plain.includes(1) ? [bytes(plain)] : []),
    ...(letters.length === 0 ? [] : [sequence(text('\\'), bytes(byteSet((byte) => letters.includes(byte))))]),
    ...(control.length === 0 ? [] : [sequence(text('\\u00'), controlCodes(control))]),
  );
}

/** The last two digits of the codes of control characters. */
function controlCodes(control: readonly number[]): BytePattern {
  return choice(
    ...[0, 1].flatMap((high) => {
      const low = control
        .filter((byte) => byte >> 4 === high)
        .map((byte) => (byte & 15).toString(16).charCodeAt(0));
      if (low.length === 0) return [];
      return [sequence(text(String(high)), bytes(byteSet((byte) => low.includes(byte))))];
    }),
  );
}
