/** The bytes that one place of a pattern takes: 256 entries, 1 where the byte belongs to it. */
export type ByteSet = Uint8Array;

/** A parsed pcre2 pattern. Groups are gone: nobody asks what they captured. */
export type PatternNode =
  | { readonly kind: 'bytes'; readonly set: ByteSet }
  | { readonly kind: 'sequence'; readonly items: readonly PatternNode[] }
  | { readonly kind: 'choice'; readonly items: readonly PatternNode[] }
  | { readonly kind: 'repeat'; readonly item: PatternNode; readonly min: number; readonly max: number }
  | { readonly kind: 'lookahead'; readonly item: PatternNode; readonly negative: boolean }
  | { readonly kind: 'assertion'; readonly where: Assertion };

/**
 * A place in the subject. `end` is the very end, `last-line-end` also before a line feed that ends the
 * subject, the `line-…` ones are those of the multi-line option.
 */
export type Assertion =
  | 'start'
  | 'end'
  | 'last-line-end'
  | 'line-start'
  | 'line-end'
  | 'word-edge'
  | 'no-word-edge';

/** pcre2 refuses the pattern. */
export class InvalidPcre2 extends Error {}

/** pcre2 takes the pattern, but nothing that runs in linear time can say it. */
export class UnsupportedPcre2 extends Error {}

/** The set of the bytes for which `holds`. */
export function byteSet(holds: (byte: number) => boolean): ByteSet {
  return Uint8Array.from({ length: 256 }, (_, byte) => (holds(byte) ? 1 : 0));
}

/** The set of all bytes that are not in `set`. */
export function complement(set: ByteSet): ByteSet {
  return byteSet((byte) => set[byte] === 0);
}

/** The set with the other case of every ASCII letter in it. */
export function bothCases(set: ByteSet): ByteSet {
  return byteSet((byte) => set[byte] === 1 || (isLetter(byte) && set[byte ^ 0x20] === 1));
}

/** The set of one byte; equal ones are one object. */
export function single(byte: number): ByteSet {
  singles[byte] ??= setOf(byte);
  return singles[byte];
}

/** The set of one byte and, for an ASCII letter, of its other case; equal ones are one object. */
export function singleInBothCases(byte: number): ByteSet {
  singlesInBothCases[byte] ??= isLetter(byte) ? setOf(byte, byte ^ 0x20) : setOf(byte);
  return singlesInBothCases[byte];
}

function setOf(...bytes: number[]): ByteSet {
  const set = new Uint8Array(256);
  for (const byte of bytes) set[byte] = 1;
  return set;
}

const singles: ByteSet[] = [];
const singlesInBothCases: ByteSet[] = [];

function isLetter(byte: number): boolean {
  const low = byte | 0x20;
  return low >= 0x61 && low <= 0x7a;
}
