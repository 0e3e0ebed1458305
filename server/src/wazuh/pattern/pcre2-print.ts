import { type Assertion, type ByteSet, type PatternNode, UnsupportedPcre2 } from './pcre2-nodes.ts';

/** The most repetitions that the linear engine takes. */
const maxRepeat = 1000;

const assertions: Readonly<Record<Assertion, string>> = {
  start: '\\A',
  end: '\\z',
  'last-line-end': '(?:\\n?\\z)',
  'line-start': '(?m:^)',
  'line-end': '(?m:$)',
  'word-edge': '\\b',
  'no-word-edge': '\\B',
};

/**
 * Writes a parsed pattern for RE2, over subjects whose characters are bytes.
 * @throws UnsupportedPcre2 for a look-ahead, for a count over 1,000 and for text behind `$`.
 */
export function printForRe2(node: PatternNode): string {
  if (repetitions(node) > maxRepeat) throw new UnsupportedPcre2(`more than ${maxRepeat} repetitions`);
  return print(node);
}

/** The most copies of one place that counts make of it, counts inside counts multiplied. */
function repetitions(node: PatternNode): number {
  switch (node.kind) {
    case 'sequence':
    case 'choice':
      return node.items.reduce((most, item) => Math.max(most, repetitions(item)), 1);
    case 'repeat': {
      const count = Number.isFinite(node.max) ? node.max : node.min;
      return Math.max(1, count) * repetitions(node.item);
    }
    case 'lookahead':
      return repetitions(node.item);
    default:
      return 1;
  }
}

function print(node: PatternNode): string {
  switch (node.kind) {
    case 'bytes':
      return printSet(node.set);
    case 'sequence':
      return node.items.map((item, i) => printItem(item, node.items[i + 1])).join('');
    case 'choice':
      return `(?:${node.items.map(print).join('|')})`;
    case 'repeat':
      return `(?:${print(node.item)})${printCount(node.min, node.max)}`;
    case 'lookahead':
      throw new UnsupportedPcre2('look-ahead that does not stand right behind ^');
    case 'assertion':
      return assertions[node.where];
  }
}

/** RE2 cannot look at a final line feed without taking it, so nothing may follow `$`. */
function printItem(item: PatternNode, next: PatternNode | undefined): string {
  if (item.kind === 'assertion' && item.where === 'last-line-end' && next !== undefined) {
    if (next.kind !== 'assertion') throw new UnsupportedPcre2('text behind $');
  }
  return print(item);
}

function printCount(min: number, max: number): string {
  if (max === Number.POSITIVE_INFINITY) return min === 0 ? '*' : min === 1 ? '+' : `{${min},}`;
  return min === 0 && max === 1 ? '?' : `{${min},${max}}`;
}

function printSet(set: ByteSet): string {
  let ranges = '';
  for (let start = 0; start < 256; start++) {
    if (set[start] === 0) continue;
    let end = start;
    while (end < 255 && set[end + 1] === 1) end++;
    ranges += start === end ? hex(start) : `${hex(start)}-${hex(end)}`;
    start = end;
  }
  return ranges === '' ? '[^\\x{0}-\\x{10FFFF}]' : `[${ranges}]`;
}

function hex(byte: number): string {
  return `\\x${byte.toString(16).padStart(2, '0')}`;
}
