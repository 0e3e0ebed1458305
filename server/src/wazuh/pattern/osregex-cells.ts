/** One piece of a pattern: a byte to meet (small letters), the table of an escape, or a parenthesis. */
export type Cell = number | Uint8Array;

/** The cell of both parentheses: they take no room in the subject. */
export const parenthesis: Cell = '('.charCodeAt(0);

/** What each escape of OSRegex stands for; any other escape is an error. Source: SEMANTICS.md "OSRegex". */
const escapes: Readonly<Record<string, (byte: number) => boolean>> = {
  d: isDigit,
  w: isWord,
  s: (byte) => byte === 0x20,
  p: (byte) => punctuation.has(byte),
  D: (byte) => !isDigit(byte),
  W: (byte) => !isWord(byte),
  S: (byte) => byte !== 0x20,
  '.': () => true,
  t: only('\t'),
  '(': only('('),
  ')': only(')'),
  '\\': only('\\'),
  $: only('$'),
  '|': only('|'),
  '<': only('<'),
};

const punctuation = new Set([...'!"#$%&\'()*+,-.:;<=>?[]{|}'].map((character) => character.charCodeAt(0)));

/** For each escape letter a table of 256 entries, 1 where the byte belongs to it. */
export const escapeTables: ReadonlyMap<string, Uint8Array> = new Map(
  Object.entries(escapes).map(([letter, holds]) => [
    letter,
    Uint8Array.from({ length: 256 }, (_, byte) => (byte > 0 && holds(byte) ? 1 : 0)),
  ]),
);

function only(character: string): (byte: number) => boolean {
  return (byte) => byte === character.charCodeAt(0);
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

function isWord(byte: number): boolean {
  const letter = byte | 0x20;
  return (
    (letter >= 0x61 && letter <= 0x7a) || isDigit(byte) || byte === 0x2d || byte === 0x40 || byte === 0x5f
  );
}
