import { type ByteString, toBytes } from '../../falco/evaluate/byte-string.ts';
import { JsonFailure, type JsonText } from './source.ts';

const escapes: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  '"': '"',
  '\\': '\\',
  '/': '/',
};

/**
 * Reads the string whose opening quote stands at the position.
 * @throws JsonFailure where it does not end, or holds an unknown escape or half of a surrogate pair.
 */
export function readString(reader: JsonText): ByteString {
  const { text } = reader;
  const start = reader.position + 1;
  const end = closingQuote(text, start);
  reader.position = end + 1;
  const raw = text.slice(start, end);
  return raw.includes('\\') ? withoutEscapes(raw) : raw;
}

function closingQuote(text: ByteString, start: number): number {
  for (let from = start; ; ) {
    const quote = text.indexOf('"', from);
    if (quote < 0) throw new JsonFailure();
    let backslashes = 0;
    while (quote - 1 - backslashes >= start && text[quote - 1 - backslashes] === '\\') backslashes++;
    if (backslashes % 2 === 0) return quote;
    from = quote + 1;
  }
}

function withoutEscapes(raw: ByteString): ByteString {
  let result = '';
  let position = 0;
  for (;;) {
    const backslash = raw.indexOf('\\', position);
    if (backslash < 0) return result + raw.slice(position);
    result += raw.slice(position, backslash);
    const letter = raw[backslash + 1]!;
    if (letter === 'u') {
      const { bytes, length } = readUnicode(raw, backslash);
      result += bytes;
      position = backslash + length;
      continue;
    }
    const character = escapes[letter];
    if (character === undefined) throw new JsonFailure();
    result += character;
    position = backslash + 2;
  }
}

/** The UTF-8 bytes of `\uXXXX` or of a surrogate pair; four characters that are no number count as zero. */
function readUnicode(
  raw: ByteString,
  start: number,
): { readonly bytes: ByteString; readonly length: number } {
  const first = readHexadecimal(raw, start);
  if (first >= 0xdc00 && first <= 0xdfff) throw new JsonFailure();
  if (first < 0xd800 || first > 0xdbff) return { bytes: toBytes(String.fromCodePoint(first)), length: 6 };
  if (!raw.startsWith('\\u', start + 6)) throw new JsonFailure();
  const second = readHexadecimal(raw, start + 6);
  if (second < 0xdc00 || second > 0xdfff) throw new JsonFailure();
  const codePoint = 0x10000 + (((first & 0x3ff) << 10) | (second & 0x3ff));
  return { bytes: toBytes(String.fromCodePoint(codePoint)), length: 12 };
}

function readHexadecimal(raw: ByteString, start: number): number {
  const digits = raw.slice(start + 2, start + 6);
  if (digits.length < 4) throw new JsonFailure();
  return /^[0-9a-fA-F]{4}$/.test(digits) ? Number.parseInt(digits, 16) : 0;
}
