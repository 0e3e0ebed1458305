/**
 * A string as the engine sees it: one UTF-16 unit (0 to 255) for each byte of its UTF-8 form.
 * Plain ASCII, nearly everything in practice, is its own byte string and costs nothing to convert.
 */
export type ByteString = string;

const beyondAscii = /[^\x00-\x7f]/;
const firstRawByte = 0xdc80;
const lastRawByte = 0xdcff;

/**
 * The UTF-8 bytes of a text. A lone surrogate U+DC80 to U+DCFF stands for one raw byte that is not UTF-8
 * (what `\xHH` in a quoted string can write); every other lone surrogate becomes U+FFFD.
 */
export function toBytes(text: string): ByteString {
  if (!beyondAscii.test(text)) return text;
  let bytes = '';
  for (const character of text) bytes += encode(character.codePointAt(0)!);
  return bytes;
}

/** The text of some bytes; what is not UTF-8 becomes U+FFFD, one for each maximal broken piece, as in the engine. */
export function toText(bytes: ByteString): string {
  if (!beyondAscii.test(bytes)) return bytes;
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(
    Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)),
  );
}

/** The bytes before the first NUL: what the engine's C string functions see. */
export function cString(bytes: ByteString): ByteString {
  const end = bytes.indexOf('\0');
  return end < 0 ? bytes : bytes.slice(0, end);
}

/** The bytes without the NULs at their end. */
export function withoutTrailingNuls(bytes: ByteString): ByteString {
  let end = bytes.length;
  while (end > 0 && bytes.charCodeAt(end - 1) === 0) end--;
  return end === bytes.length ? bytes : bytes.slice(0, end);
}

/** ASCII capitals made small, other bytes untouched: `tolower` in the C locale. */
export function lowerAscii(bytes: ByteString): ByteString {
  return beyondAscii.test(bytes) ? bytes.replace(/[A-Z]+/g, (run) => run.toLowerCase()) : bytes.toLowerCase();
}

/** ASCII small letters made capitals, other bytes untouched: `toupper` in the C locale. */
export function upperAscii(bytes: ByteString): ByteString {
  return beyondAscii.test(bytes) ? bytes.replace(/[a-z]+/g, (run) => run.toUpperCase()) : bytes.toUpperCase();
}

function encode(codePoint: number): ByteString {
  if (codePoint < 0x80) return String.fromCharCode(codePoint);
  if (codePoint >= firstRawByte && codePoint <= lastRawByte) return String.fromCharCode(codePoint - 0xdc00);
  if (codePoint >= 0xd800 && codePoint <= 0xdfff) return '\xef\xbf\xbd';
  if (codePoint < 0x800) return String.fromCharCode(0xc0 | (codePoint >> 6), tail(codePoint));
  if (codePoint < 0x10000) {
    return String.fromCharCode(0xe0 | (codePoint >> 12), tail(codePoint >> 6), tail(codePoint));
  }
  return String.fromCharCode(
    0xf0 | (codePoint >> 18),
    tail(codePoint >> 12),
    tail(codePoint >> 6),
    tail(codePoint),
  );
}

function tail(bits: number): number {
  return 0x80 | (bits & 0x3f);
}
