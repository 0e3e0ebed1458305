import { type ByteSet, byteSet, complement } from './pcre2-nodes.ts';

const digit = byteSet((byte) => byte >= 0x30 && byte <= 0x39);
const space = byteSet((byte) => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d));
const upper = byteSet((byte) => byte >= 0x41 && byte <= 0x5a);
const lower = byteSet((byte) => byte >= 0x61 && byte <= 0x7a);
const alpha = byteSet((byte) => upper[byte] === 1 || lower[byte] === 1);
const alnum = byteSet((byte) => alpha[byte] === 1 || digit[byte] === 1);
const word = byteSet((byte) => alnum[byte] === 1 || byte === 0x5f);
const horizontal = byteSet((byte) => byte === 0x09 || byte === 0x20 || byte === 0xa0);
const vertical = byteSet((byte) => (byte >= 0x0a && byte <= 0x0d) || byte === 0x85);
const graph = byteSet((byte) => byte > 0x20 && byte < 0x7f);

/** Every byte but the line feed: what `.` and `\N` take. */
export const notLineFeed: ByteSet = byteSet((byte) => byte !== 0x0a);

/** Every byte. */
export const anyByte: ByteSet = byteSet(() => true);

/** The vertical white space of `\R` and `\v`. */
export const verticalSpace: ByteSet = vertical;

/** The escapes that stand for a set of bytes, as in the C locale without UTF. */
export const setEscapes: ReadonlyMap<string, ByteSet> = new Map([
  ['d', digit],
  ['D', complement(digit)],
  ['w', word],
  ['W', complement(word)],
  ['s', space],
  ['S', complement(space)],
  ['h', horizontal],
  ['H', complement(horizontal)],
  ['v', vertical],
  ['V', complement(vertical)],
]);

/** The names of `[:name:]` inside a class. */
export const posixClasses: ReadonlyMap<string, ByteSet> = new Map([
  ['alpha', alpha],
  ['lower', lower],
  ['upper', upper],
  ['alnum', alnum],
  ['digit', digit],
  ['word', word],
  ['space', space],
  ['blank', byteSet((byte) => byte === 0x09 || byte === 0x20)],
  ['ascii', byteSet((byte) => byte < 0x80)],
  ['cntrl', byteSet((byte) => byte < 0x20 || byte === 0x7f)],
  ['graph', graph],
  ['print', byteSet((byte) => byte === 0x20 || graph[byte] === 1)],
  ['punct', byteSet((byte) => graph[byte] === 1 && alnum[byte] === 0)],
  ['xdigit', byteSet((byte) => digit[byte] === 1 || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x66))],
]);
