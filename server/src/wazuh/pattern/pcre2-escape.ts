import { InvalidPcre2, UnsupportedPcre2 } from './pcre2-nodes.ts';

/** A pattern being read (bytes) and how far. */
export interface PatternText {
  readonly pattern: string;
  position: number;
}

const controls: ReadonlyMap<string, number> = new Map([
  ['a', 0x07],
  ['e', 0x1b],
  ['f', 0x0c],
  ['n', 0x0a],
  ['r', 0x0d],
  ['t', 0x09],
]);

/**
 * The byte that an escape stands for; the position is behind the letter that follows the backslash.
 * @throws InvalidPcre2 for a letter without meaning, a number too large or a missing brace.
 */
export function readByteEscape(text: PatternText, letter: string): number {
  const control = controls.get(letter);
  if (control !== undefined) return control;
  if (letter === 'x') return readHexadecimal(text);
  if (letter === 'o') return readBraced(text, 8);
  if (letter === '0') return octal(letter + digitsAt(text, /[0-7]{0,2}/y));
  if (letter === 'c') return readControl(text);
  if (letter === 'p' || letter === 'P' || letter === 'X') throw new UnsupportedPcre2('Unicode properties');
  if (/[0-9A-Za-z]/.test(letter)) throw new InvalidPcre2(`pcre2 has no \\${letter}`);
  return letter.charCodeAt(0);
}

/** The octal number of `\ddd` where it is no reference to a group; the first digit is read already. */
export function readOctal(text: PatternText, first: string): number {
  return octal(first + digitsAt(text, /[0-7]{0,2}/y));
}

/** What `sticky` matches at the position, which moves behind it. */
export function digitsAt(text: PatternText, sticky: RegExp): string {
  sticky.lastIndex = text.position;
  const digits = sticky.exec(text.pattern)?.[0] ?? '';
  text.position += digits.length;
  return digits;
}

function readHexadecimal(text: PatternText): number {
  if (text.pattern[text.position] === '{') return readBraced(text, 16);
  const digits = digitsAt(text, /[0-9a-fA-F]{0,2}/y);
  return digits === '' ? 0 : Number.parseInt(digits, 16);
}

function readBraced(text: PatternText, base: 8 | 16): number {
  const braced = digitsAt(text, base === 16 ? /\{[0-9a-fA-F]+\}/y : /\{[0-7]+\}/y);
  if (braced === '') throw new InvalidPcre2('a number in braces is missing or wrong');
  return inByte(Number.parseInt(braced.slice(1, -1), base));
}

function readControl(text: PatternText): number {
  const character = text.pattern[text.position++] ?? '';
  if (!/[ -~]/.test(character)) throw new InvalidPcre2('a printable character must follow \\c');
  return character.toUpperCase().charCodeAt(0) ^ 0x40;
}

function octal(digits: string): number {
  return inByte(Number.parseInt(digits, 8));
}

function inByte(value: number): number {
  if (value > 0xff) throw new InvalidPcre2('a character number is larger than 255');
  return value;
}
