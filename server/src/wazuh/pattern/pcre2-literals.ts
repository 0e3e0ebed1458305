import { type ByteString, lowerAscii } from '../../falco/evaluate/byte-string.ts';
import type { Assertion, ByteSet, PatternNode } from './pcre2-nodes.ts';

const maxTexts = 64;

/** A pattern that is nothing but a few plain texts, perhaps anchored. */
interface Literals {
  readonly texts: readonly ByteString[];
  readonly atStart: boolean;
  /** `$`: at the end or before a line feed there; `\z`: at the very end. */
  readonly atEnd: 'no' | 'line' | 'strict';
}

/** The one byte that a set stands for, as far as the way of comparing sees it; undefined for a larger set. */
type ByteOf = (set: ByteSet) => number | undefined;

/**
 * A fast test for patterns like `^\Qname\E$`, `^(?:one|two)$` or `(?i)^name$`, which need no regular
 * expression; undefined for every other pattern.
 */
export function compileLiterals(node: PatternNode): ((subject: ByteString) => boolean) | undefined {
  const exact = readLiterals(node, onlyByte);
  if (exact !== undefined) return compare(exact);
  const folded = readLiterals(node, foldedByte);
  if (folded === undefined) return undefined;
  const test = compare(folded);
  return (subject) => test(lowerAscii(subject));
}

function compare({ texts, atStart, atEnd }: Literals): (subject: ByteString) => boolean {
  if (atEnd === 'no') {
    return (subject) => texts.some((text) => (atStart ? subject.startsWith(text) : subject.includes(text)));
  }
  const ends = (subject: ByteString) =>
    texts.some((text) => (atStart ? subject === text : subject.endsWith(text)));
  if (atEnd === 'strict') return ends;
  return (subject) => ends(subject) || (subject.endsWith('\n') && ends(subject.slice(0, -1)));
}

function readLiterals(node: PatternNode, byteOf: ByteOf): Literals | undefined {
  const items = [...(node.kind === 'sequence' ? node.items : [node])];
  const atStart = isAssertion(items[0], 'start');
  if (atStart) items.shift();
  const last = items.at(-1);
  const atEnd = isAssertion(last, 'last-line-end') ? 'line' : isAssertion(last, 'end') ? 'strict' : 'no';
  if (atEnd !== 'no') items.pop();
  const texts = textsOf({ kind: 'sequence', items }, byteOf);
  return texts === undefined ? undefined : { texts, atStart, atEnd };
}

function isAssertion(node: PatternNode | undefined, where: Assertion): boolean {
  return node?.kind === 'assertion' && node.where === where;
}

/** All texts that a node can stand for, where these are few. */
function textsOf(node: PatternNode, byteOf: ByteOf): readonly ByteString[] | undefined {
  switch (node.kind) {
    case 'bytes': {
      const byte = byteOf(node.set);
      return byte === undefined ? undefined : [String.fromCharCode(byte)];
    }
    case 'choice':
      return collect(node.items, byteOf, (texts, more) => [...texts, ...more], []);
    case 'sequence':
      return collect(node.items, byteOf, joinAll, ['']);
    case 'repeat': {
      const texts = node.min === 0 && node.max === 1 ? textsOf(node.item, byteOf) : undefined;
      return texts === undefined ? undefined : ['', ...texts];
    }
    default:
      return undefined;
  }
}

function joinAll(heads: readonly ByteString[], tails: readonly ByteString[]): readonly ByteString[] {
  return heads.flatMap((head) => tails.map((tail) => head + tail));
}

function collect(
  items: readonly PatternNode[],
  byteOf: ByteOf,
  join: (texts: readonly ByteString[], more: readonly ByteString[]) => readonly ByteString[],
  initial: readonly ByteString[],
): readonly ByteString[] | undefined {
  let texts = initial;
  for (const item of items) {
    const more = textsOf(item, byteOf);
    if (more === undefined || Math.max(texts.length * more.length, texts.length + more.length) > maxTexts) {
      return undefined;
    }
    texts = join(texts, more);
  }
  return texts;
}

function onlyByte(set: ByteSet): number | undefined {
  const byte = set.indexOf(1);
  return byte >= 0 && set.indexOf(1, byte + 1) < 0 ? byte : undefined;
}

/** The small letter of a set of both cases, or a byte that has only one. */
function foldedByte(set: ByteSet): number | undefined {
  const first = set.indexOf(1);
  const second = set.indexOf(1, first + 1);
  if (first < 0 || (second >= 0 && set.indexOf(1, second + 1) >= 0)) return undefined;
  const hasCases = (first >= 0x41 && first <= 0x5a) || (first >= 0x61 && first <= 0x7a);
  if (hasCases) return second === (first | 0x20) && second !== first ? second : undefined;
  return second < 0 ? first : undefined;
}
