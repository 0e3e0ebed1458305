import type { ByteSet } from '../pattern/pcre2-nodes.ts';
import { type BytePattern, isAnyText } from './byte-pattern.ts';

/**
 * Prints a pattern for pcre2 as one that finds it in a text and need not cover it: anchored, unless any text
 * may stand before or after. Nothing in it means anything to Wazuh's XML or to real XML.
 */
export function printWhole(pattern: BytePattern): string {
  const { items, openStart, openEnd } = withoutOpenEnds(pattern);
  const inner = print({ kind: 'sequence', items }, openStart && openEnd ? 'choice' : 'sequence');
  return `${openStart ? '' : '^'}${inner}${openEnd ? '' : '\\z'}`;
}

/** Prints a pattern as a part of another; any text at its end is left out where `openEnd` is asked for. */
export function printPart(pattern: BytePattern): string {
  return print(pattern, 'sequence');
}

/** The pattern without any text at its end, and whether there was some. */
export function withoutOpenEnd(pattern: BytePattern): {
  readonly pattern: BytePattern;
  readonly open: boolean;
} {
  const items = pattern.kind === 'sequence' ? pattern.items : [pattern];
  const last = items.at(-1);
  const open = last !== undefined && isAnyText(last);
  return { pattern: { kind: 'sequence', items: open ? items.slice(0, -1) : items }, open };
}

function withoutOpenEnds(pattern: BytePattern) {
  const { pattern: rest, open: openEnd } = withoutOpenEnd(pattern);
  const items = rest.kind === 'sequence' ? rest.items : [rest];
  const [first] = items;
  const openStart = first !== undefined && isAnyText(first);
  // Of any text alone nothing is left, and it is open at both ends.
  const both = openStart || (openEnd && items.length === 0);
  return { items: openStart ? items.slice(1) : items, openStart: both, openEnd };
}

/** How tightly the place binds that a piece is printed into: this is the one place that knows of brackets. */
type Binding = 'choice' | 'sequence' | 'repeat';

function print(pattern: BytePattern, binding: Binding): string {
  switch (pattern.kind) {
    case 'bytes':
      return printSet(pattern.set);
    case 'sequence': {
      const inner = pattern.items.map((item) => print(item, 'sequence')).join('');
      const isOne = pattern.items.length === 1;
      if (isOne) return print(pattern.items[0]!, binding);
      return binding === 'repeat' ? `(?:${inner})` : inner;
    }
    case 'choice': {
      if (pattern.items.length === 0) return '[^\\x00-\\xFF]';
      const inner = pattern.items.map((item) => print(item, 'choice')).join('|');
      return binding === 'choice' ? inner : `(?:${inner})`;
    }
    case 'repeat': {
      const inner = `${print(pattern.item, 'repeat')}${printCount(pattern.min, pattern.max)}`;
      return binding === 'repeat' ? `(?:${inner})` : inner;
    }
  }
}

function printCount(min: number, max: number): string {
  if (max === Number.POSITIVE_INFINITY) return min === 0 ? '*' : min === 1 ? '+' : `{${min},}`;
  if (min === 0 && max === 1) return '?';
  return min === max ? `{${min}}` : `{${min},${max}}`;
}

function printSet(set: ByteSet): string {
  const count = set.reduce((sum, each) => sum + each, 0);
  if (count === 1) return printByte(set.indexOf(1));
  const positive = ranges(set, 1);
  if (count <= 128) return `[${positive}]`;
  const negative = ranges(set, 0);
  return negative === '' ? '[\\x00-\\xFF]' : `[^${negative}]`;
}

function ranges(set: ByteSet, wanted: 0 | 1): string {
  let text = '';
  for (let start = 0; start < 256; start++) {
    if (set[start] !== wanted) continue;
    let end = start;
    while (end < 255 && set[end + 1] === wanted) end++;
    text += inClass(start);
    if (end > start) text += `${end > start + 1 ? '-' : ''}${inClass(end)}`;
    start = end;
  }
  return text;
}

function inClass(byte: number): string {
  const character = String.fromCharCode(byte);
  return /[A-Za-z0-9]/.test(character) ? character : hex(byte);
}

function printByte(byte: number): string {
  const character = String.fromCharCode(byte);
  if (/[A-Za-z0-9_/:,=@%~;!"'-]/.test(character)) return character;
  return /[.()[\]{}+*?|^]/.test(character) ? `\\${character}` : hex(byte);
}

function hex(byte: number): string {
  return `\\x${byte.toString(16).toUpperCase().padStart(2, '0')}`;
}
