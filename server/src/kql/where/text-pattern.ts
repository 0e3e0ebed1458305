import { compileGlob } from '../../falco/evaluate/glob.ts';
import { cannotExpress } from './problem.ts';

/** One piece of a glob pattern. */
export type GlobPiece =
  | { readonly kind: 'star' }
  | { readonly kind: 'any' }
  | { readonly kind: 'character'; readonly text: string }
  /** A bracket expression: the ASCII characters that it takes, and whether it takes bytes beyond. */
  | { readonly kind: 'set'; readonly ascii: readonly number[]; readonly beyond: boolean };

/**
 * The pieces of a pattern of `glob` or `iglob`; undefined for one that matches nothing. Falco compares bytes
 * (glibc's `fnmatch` in the C locale): which bytes a bracket takes is asked of Falco's own reading of it.
 */
export function globPieces(pattern: string, ignoreCase: boolean): readonly GlobPiece[] | undefined {
  const pieces: GlobPiece[] = [];
  const bracket = /\[[!^]?\]?(?:\[:[a-z]+:\]|[^[\]\\])*\]/y;
  for (let at = 0; at < pattern.length; ) {
    const character = String.fromCodePoint(pattern.codePointAt(at)!);
    if (character === '*') pieces.push({ kind: 'star' });
    else if (character === '?') pieces.push({ kind: 'any' });
    else if (character === '[') {
      bracket.lastIndex = at;
      const found = bracket.exec(pattern)?.[0];
      if (found === undefined) cannotExpress(`the pattern \`${pattern}\``, 'its brackets are not plain ones');
      pieces.push(bracketPiece(found, ignoreCase));
      at += found.length;
      continue;
    } else if (character === '\\') {
      if (at + 1 === pattern.length) return undefined;
      const escaped = String.fromCodePoint(pattern.codePointAt(at + 1)!);
      pieces.push({ kind: 'character', text: escaped });
      at += 1 + escaped.length;
      continue;
    } else pieces.push({ kind: 'character', text: character });
    at += character.length;
  }
  return pieces;
}

function bracketPiece(bracket: string, ignoreCase: boolean): GlobPiece {
  if (/[^\x00-\x7f]/.test(bracket)) {
    cannotExpress(
      `the brackets \`${bracket}\``,
      'Falco compares the bytes of what stands there, KQL characters',
    );
  }
  const takes = compileGlob(bracket, ignoreCase);
  const bytes = Array.from({ length: 256 }, (_, byte) => byte).filter((byte) =>
    takes(String.fromCharCode(byte)),
  );
  return { kind: 'set', ascii: bytes.filter((byte) => byte < 0x80), beyond: bytes.includes(0xff) };
}

/** How a glob is put into a regular expression. */
interface GlobOptions {
  readonly ignoreCase: boolean;
  /** True for a component of a path, in which nothing takes a slash. */
  readonly component: boolean;
}

/** The pieces as a regular expression without anchors; `s` must be on so that a dot takes every character. */
export function globRegex(pieces: readonly GlobPiece[], options: GlobOptions): string {
  let regex = '';
  for (let at = 0; at < pieces.length; ) {
    const run = wildcardRun(pieces, at);
    if (run.length === 0) {
      regex += plainPiece(pieces[at]!, options);
      at++;
    } else {
      regex += wildcards(run, options);
      at += run.length;
    }
  }
  return regex;
}

/** Neighbouring pieces that may take parts of one character beyond ASCII. */
function wildcardRun(pieces: readonly GlobPiece[], from: number): readonly GlobPiece[] {
  let end = from;
  while (end < pieces.length && isWild(pieces[end]!)) end++;
  return pieces.slice(from, end);
}

function isWild(piece: GlobPiece): boolean {
  return piece.kind === 'star' || piece.kind === 'any' || (piece.kind === 'set' && piece.beyond);
}

function plainPiece(piece: GlobPiece, { ignoreCase }: GlobOptions): string {
  if (piece.kind === 'set') return classOf(piece.ascii);
  if (piece.kind !== 'character') return '';
  const other = swappedCase(piece.text);
  if (!ignoreCase || other === undefined) return quoteRegex(piece.text);
  return `[${piece.text}${other}]`;
}

/** The other case of an ASCII letter. */
function swappedCase(character: string): string | undefined {
  if (/^[a-z]$/.test(character)) return character.toUpperCase();
  return /^[A-Z]$/.test(character) ? character.toLowerCase() : undefined;
}

/** The most question marks in a row that are written out. */
const mostBytes = 5;

/**
 * Wildcards take bytes: one alone only an ASCII character, several in a row the characters whose bytes add
 * up, beside a star any character that has bytes enough.
 */
function wildcards(run: readonly GlobPiece[], { component }: GlobOptions): string {
  const any = component ? '[^/]' : '.';
  const single = component ? '[\\x00-.0-\\x7f]' : '[\\x00-\\x7f]';
  const bytes = run.filter(({ kind }) => kind !== 'star');
  const open = bytes.length < run.length;
  if (bytes.length === 0) return `${any}*`;
  const set = bytes.find((piece) => piece.kind === 'set');
  if (set !== undefined) {
    if (bytes.length > 1)
      cannotExpress('several wildcards in a row', 'Falco counts bytes there, KQL characters');
    const taken = component ? set.ascii.filter((byte) => byte !== 0x2f) : set.ascii;
    if (!open) return classOf(taken);
    const before = run[0]!.kind === 'star' ? `${any}*` : '';
    const after = run.at(-1)!.kind === 'star' ? `${any}*` : '';
    return `${before}${classOf(taken, true)}${after}`;
  }
  if (bytes.length > mostBytes) {
    cannotExpress(`${bytes.length} question marks in a row`, 'Falco counts bytes there, KQL characters');
  }
  return charactersOf(bytes.length, open ? `${any}*` : undefined, single);
}

const longer = ['[\\x{80}-\\x{7ff}]', '[\\x{800}-\\x{ffff}]', '[\\x{10000}-\\x{10ffff}]'] as const;

/** Characters of `bytes` bytes in all, or of at least so many where `rest` follows. */
function charactersOf(bytes: number, rest: string | undefined, single: string): string {
  if (bytes <= 0) return rest ?? '';
  const choices = [`${single}${charactersOf(bytes - 1, rest, single)}`];
  for (const [i, characters] of longer.entries()) {
    const size = i + 2;
    if (size <= bytes || rest !== undefined) {
      choices.push(`${characters}${charactersOf(bytes - size, rest, single)}`);
    }
  }
  return choices.length === 1 ? choices[0]! : `(?:${choices.join('|')})`;
}

/** A class of ASCII characters, with all others beyond ASCII where `beyond` is set. */
function classOf(ascii: readonly number[], beyond = false): string {
  const ranges: string[] = [];
  for (let i = 0; i < ascii.length; ) {
    let end = i;
    while (ascii[end + 1] === ascii[end]! + 1) end++;
    ranges.push(end === i ? inClass(ascii[i]!) : `${inClass(ascii[i]!)}-${inClass(ascii[end]!)}`);
    i = end + 1;
  }
  const all = beyond ? [...ranges, '\\x{80}-\\x{10ffff}'] : ranges;
  return all.length === 0 ? '[^\\x00-\\x{10ffff}]' : `[${all.join('')}]`;
}

function inClass(byte: number): string {
  const character = String.fromCharCode(byte);
  return /[0-9A-Za-z]/.test(character) ? character : `\\x${byte.toString(16).padStart(2, '0')}`;
}

/** A text that stands for itself in a regular expression. */
export function quoteRegex(text: string): string {
  return text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&').replace(/[\x00-\x1f\x7f]/g, (character) => {
    return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });
}

/**
 * The paths of `pmatch` as a regular expression: whole components from the start, slashes at the start or
 * doubled do not count, `/` covers everything (undefined).
 */
export function pathPrefixRegex(paths: readonly string[]): string | undefined {
  const prefixes = paths.map((path) => path.split('/').filter((component) => component !== ''));
  if (prefixes.some((components) => components.length === 0)) return undefined;
  const written = prefixes
    .map((components) => components.map(componentRegex))
    .filter((components) => components.every((each) => each !== undefined))
    .map((components) => components.join('/+'));
  if (written.length === 0) return '[^\\x00-\\x{10ffff}]';
  const choice = written.length === 1 ? written[0]! : `(?:${written.join('|')})`;
  return `(?s)\\A/*${choice}(?:/|\\z)`;
}

function componentRegex(component: string): string | undefined {
  if (!/[?*[]/.test(component)) return quoteRegex(component);
  const pieces = globPieces(component, false);
  return pieces && globRegex(pieces, { ignoreCase: false, component: true });
}
