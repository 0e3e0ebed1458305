import type { ByteString } from '../../falco/evaluate/byte-string.ts';
import { type ByteSet, byteSet, single, singleInBothCases } from '../pattern/pcre2-nodes.ts';

/**
 * A set of texts, as a regular expression over bytes that always covers the whole text. A choice of nothing
 * is the empty set, a sequence of nothing the empty text.
 */
export type BytePattern =
  | { readonly kind: 'bytes'; readonly set: ByteSet }
  | { readonly kind: 'sequence'; readonly items: readonly BytePattern[] }
  | { readonly kind: 'choice'; readonly items: readonly BytePattern[] }
  | { readonly kind: 'repeat'; readonly item: BytePattern; readonly min: number; readonly max: number };

/** Every byte. */
export const everyByte: ByteSet = byteSet(() => true);

/** One byte of a set. */
export function bytes(set: ByteSet): BytePattern {
  return { kind: 'bytes', set };
}

/** One byte for which `holds`. */
export function bytesWhere(holds: (byte: number) => boolean): BytePattern {
  return bytes(byteSet(holds));
}

/** This very text; with `bothCases` in any ASCII case. */
export function text(value: ByteString, bothCases = false): BytePattern {
  const setOf = bothCases ? singleInBothCases : single;
  return sequence(...Array.from(value, (byte) => bytes(setOf(byte.charCodeAt(0)))));
}

/** One after the other. */
export function sequence(...items: readonly BytePattern[]): BytePattern {
  const flat = items.flatMap((item) => (item.kind === 'sequence' ? item.items : [item]));
  return flat.length === 1 ? flat[0]! : { kind: 'sequence', items: flat };
}

/** One of them. */
export function choice(...items: readonly BytePattern[]): BytePattern {
  const flat = items.flatMap((item) => (item.kind === 'choice' ? item.items : [item]));
  return flat.length === 1 ? flat[0]! : { kind: 'choice', items: flat };
}

/** At least `min` and at most `max` times. */
export function repeat(item: BytePattern, min: number, max = Number.POSITIVE_INFINITY): BytePattern {
  if (max === 0) return sequence();
  return min === 1 && max === 1 ? item : { kind: 'repeat', item, min, max };
}

/** Any text. */
export const anyText: BytePattern = repeat(bytes(everyByte), 0);

/** True for `anyText`, however it came about. */
export function isAnyText(pattern: BytePattern): boolean {
  return (
    pattern.kind === 'repeat' &&
    pattern.min === 0 &&
    pattern.max === Number.POSITIVE_INFINITY &&
    pattern.item.kind === 'bytes' &&
    !pattern.item.set.includes(0)
  );
}

/** The pattern with something else in the place of each set of bytes. */
export function mapSets(pattern: BytePattern, map: (set: ByteSet) => BytePattern): BytePattern {
  switch (pattern.kind) {
    case 'bytes':
      return map(pattern.set);
    case 'sequence':
      return sequence(...pattern.items.map((item) => mapSets(item, map)));
    case 'choice':
      return choice(...pattern.items.map((item) => mapSets(item, map)));
    case 'repeat':
      return { ...pattern, item: mapSets(pattern.item, map) };
  }
}
