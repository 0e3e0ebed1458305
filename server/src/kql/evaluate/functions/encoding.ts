import { parseGuid } from '../value/convert.ts';
import type { Value } from '../value/value.ts';
import { isArray } from '../value/value.ts';
import type { FunctionTable } from './define.ts';
import { lenient, strict } from './define.ts';

/** Base64 and URL notation. */
export const encodingFunctions: FunctionTable = {
  base64_encode_tostring: strict(['string'], (text: string) => encodeBase64(utf8Bytes(text))),
  base64_encodestring: strict(['string'], (text: string) => encodeBase64(utf8Bytes(text))),
  base64_encode_fromarray: lenient(['dynamic'], (bytes: Value) => {
    const values = bytesOf(bytes);
    return values ? encodeBase64(values) : '';
  }),
  base64_encode_fromguid: strict(['guid'], (guid: string) => encodeBase64(guidBytes(guid))),
  base64_decode_tostring: strict(['string'], (text: string) => decodeUtf8(decodeBase64(text))),
  base64_decodestring: strict(['string'], (text: string) => decodeUtf8(decodeBase64(text))),
  base64_decode_toarray: strict(['string'], (text: string) => decodeBase64(text)?.map(BigInt) ?? null),
  base64_decode_toguid: strict(['string'], (text: string) => guidOfBytes(decodeBase64(text))),
  url_encode: strict(['string'], (text: string) =>
    percentEncode(text, /[A-Za-z0-9\-_.!*()]/).replaceAll('%20', '+'),
  ),
  url_encode_component: strict(['string'], (text: string) => percentEncode(text, /[A-Za-z0-9\-_.~]/)),
  url_decode: strict(['string'], percentDecoded),
};

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** The UTF-8 bytes of a text; a lone surrogate counts as the replacement character. */
export function utf8Bytes(text: string): number[] {
  const bytes: number[] = [];
  for (const character of text) {
    const found = character.codePointAt(0)!;
    const code = found >= 0xd800 && found <= 0xdfff ? 0xfffd : found;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63));
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    else {
      bytes.push(
        0xf0 | (code >> 18),
        0x80 | ((code >> 12) & 63),
        0x80 | ((code >> 6) & 63),
        0x80 | (code & 63),
      );
    }
  }
  return bytes;
}

function encodeBase64(bytes: readonly number[]): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const [a, b, c] = [bytes[i]!, bytes[i + 1], bytes[i + 2]];
    const group = (a << 16) | ((b ?? 0) << 8) | (c ?? 0);
    text += alphabet[group >> 18]! + alphabet[(group >> 12) & 63]!;
    text += b === undefined ? '=' : alphabet[(group >> 6) & 63]!;
    text += c === undefined ? '=' : alphabet[group & 63]!;
  }
  return text;
}

function decodeBase64(text: string): number[] | null {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) return null;
  const bare = text.replace(/=+$/, '');
  const bytes: number[] = [];
  let [group, bits] = [0, 0];
  for (const character of bare) {
    group = ((group << 6) | alphabet.indexOf(character)) & 0xffffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((group >> bits) & 255);
    }
  }
  return bytes;
}

/** The text of UTF-8 bytes; the empty string for bytes that are no text. */
function decodeUtf8(bytes: readonly number[] | null): string {
  if (bytes === null) return '';
  try {
    return decodeURIComponent(bytes.map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''));
  } catch {
    return '';
  }
}

function bytesOf(value: Value): number[] | undefined {
  if (!isArray(value)) return undefined;
  const bytes = value.map(Number);
  return bytes.every((byte) => Number.isInteger(byte) && byte >= 0 && byte < 256) ? bytes : undefined;
}

/** A GUID's bytes in the order of Windows: its first three groups are little-endian. */
const guidOrder = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];

function guidBytes(guid: string): number[] {
  const digits = guid.replaceAll('-', '');
  return guidOrder.map((place) => Number.parseInt(digits.slice(place * 2, place * 2 + 2), 16));
}

function guidOfBytes(bytes: readonly number[] | null): Value {
  if (bytes?.length !== 16) return null;
  return parseGuid(guidOrder.map((place) => bytes[place]!.toString(16).padStart(2, '0')).join(''));
}

function percentEncode(text: string, kept: RegExp): string {
  let encoded = '';
  for (const character of text) {
    if (kept.test(character)) encoded += character;
    else for (const byte of utf8Bytes(character)) encoded += `%${byte.toString(16).padStart(2, '0')}`;
  }
  return encoded;
}

/** The text with its percent escapes and plus signs read; escapes that are no UTF-8 stay as they are. */
export function percentDecoded(text: string): string {
  return text.replaceAll('+', ' ').replace(/(?:%[0-9a-fA-F]{2})+/g, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run;
    }
  });
}
