import { RE2JS } from 're2js';
import { type Piece, parsePattern } from './posix-regex.ts';

/**
 * A short text that a pattern of `regex` should fit as a whole: alternatives by their first, repetitions as
 * seldom as they may be. Undefined where the pattern is none; anchors in the middle are not looked at, so the
 * caller tries whether it fits.
 */
export function instanceOfRegex(pattern: string): string | undefined {
  const parsed = parsePattern(pattern);
  return parsed.ok ? instanceOf(parsed.tree) : undefined;
}

function instanceOf(piece: Piece): string {
  switch (piece.kind) {
    case 'atom':
      return characterOf(piece.text);
    case 'sequence':
      return piece.parts.map(instanceOf).join('');
    case 'choice':
      return instanceOf(piece.parts[0]!);
    case 'times':
      return piece.operator === '+' ? instanceOf(piece.of) : '';
    case 'counted':
      return instanceOf(piece.of).repeat(piece.min);
  }
}

function characterOf(atom: string): string {
  if (atom === '^' || atom === '$') return '';
  const code = /^\\x\{([0-9a-f]+)\}$/.exec(atom)?.[1];
  if (code !== undefined) return String.fromCodePoint(Number.parseInt(code, 16));
  if (/^[^.[]$/.test(atom)) return atom;
  const fits = RE2JS.compile(atom);
  return likely.find((character) => fits.testExact(character)) ?? '';
}

/** Characters that a class is tried with: letters first, for a text that can be read. */
const likely: readonly string[] = [
  ...'xa0A_-./ ',
  ...Array.from({ length: 94 }, (_, i) => String.fromCharCode(33 + i)),
  '\t',
  '\n',
  'é',
];
