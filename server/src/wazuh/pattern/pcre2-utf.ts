import { toBytes } from '../../falco/evaluate/byte-string.ts';
import {
  type ByteSet,
  byteSet,
  InvalidPcre2,
  type PatternNode,
  single,
  UnsupportedPcre2,
} from './pcre2-nodes.ts';

/**
 * The UTF-8 bytes of one character.
 * @throws InvalidPcre2 for a number that is no character.
 */
export function characterNode(codePoint: number): PatternNode {
  if (codePoint > 0x10ffff) throw new InvalidPcre2('a character number is larger than 10FFFF');
  const bytes = [...toBytes(String.fromCodePoint(codePoint))];
  return sequence(bytes.map((byte) => single(byte.charCodeAt(0))));
}

/**
 * A set of bytes as a set of characters, under `(*UTF)`: one that takes every byte beyond ASCII takes every
 * character beyond ASCII.
 * @throws UnsupportedPcre2 for a set that takes some bytes beyond ASCII and not others.
 */
export function characterSet(set: ByteSet): PatternNode {
  const beyond = set.subarray(128);
  if (!beyond.includes(1)) return { kind: 'bytes', set };
  if (beyond.includes(0)) throw new UnsupportedPcre2('a class with characters beyond ASCII under (*UTF)');
  const ascii: PatternNode = { kind: 'bytes', set: byteSet((byte) => byte < 128 && set[byte] === 1) };
  return { kind: 'choice', items: [ascii, ...longCharacters] };
}

const following = range(0x80, 0xbf);

/** The forms of two, three and four bytes; subjects are valid UTF-8, so these need not be strict. */
const longCharacters: readonly PatternNode[] = [
  sequence([range(0xc2, 0xdf), following]),
  sequence([range(0xe0, 0xef), following, following]),
  sequence([range(0xf0, 0xf4), following, following, following]),
];

function range(from: number, to: number): ByteSet {
  return byteSet((byte) => byte >= from && byte <= to);
}

function sequence(sets: readonly ByteSet[]): PatternNode {
  const items = sets.map((set): PatternNode => ({ kind: 'bytes', set }));
  return items.length === 1 ? items[0]! : { kind: 'sequence', items };
}
