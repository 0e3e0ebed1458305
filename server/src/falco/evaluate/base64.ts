import type { ByteString } from './byte-string.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const values: ReadonlyMap<string, number> = new Map(Array.from(alphabet, (letter, i) => [letter, i]));

/**
 * The bytes that base64 text stands for, or undefined where it is none. Padding may be left out, one or two
 * `=` at the end are taken whatever is due, other characters (blanks, line ends) are errors, and so are
 * bits that do not fill a byte unless they are 0: the engine's `b64`.
 */
export function decodeBase64(text: ByteString): ByteString | undefined {
  const digits = text.replace(/={1,2}$/, '');
  if (text === '') return '';
  if (digits.length % 4 === 1 || digits === '') return undefined;
  let bytes = '';
  let bits = 0;
  let held = 0;
  for (const digit of digits) {
    const value = values.get(digit);
    if (value === undefined) return undefined;
    bits = ((bits << 6) | value) & 0xfff;
    held += 6;
    if (held >= 8) {
      held -= 8;
      bytes += String.fromCharCode((bits >> held) & 0xff);
    }
  }
  return (bits & ((1 << held) - 1)) === 0 ? bytes : undefined;
}
