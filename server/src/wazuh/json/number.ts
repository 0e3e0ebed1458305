import type { ByteString } from '../../falco/evaluate/byte-string.ts';

const largestInt = 0x7fffffff;
const significant = 15;
const enough = 17;

/**
 * The text of a number in a decoded field: as it is for a 32-bit integer, else with six decimals (`%f`, ties
 * to even). Source: SEMANTICS.md "JSON decoder".
 */
export function fieldNumber(value: number): ByteString {
  if (isInt32(value)) return String(value === 0 ? 0 : value);
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (Number.isInteger(value)) return `${BigInt(value)}.000000`;
  if (Number.isInteger(value * 128) && Math.abs(value * 128) % 2 === 1) return tieToEven(value);
  return value.toFixed(6);
}

/**
 * The text of a number in printed JSON (inside an array, or sent by an agent): 15 significant digits where
 * these are the same number but for rounding, else 17.
 */
export function printedNumber(value: number): ByteString {
  if (!Number.isFinite(value)) return 'null';
  if (isInt32(value)) return String(value === 0 ? 0 : value);
  const short = Number(value.toPrecision(significant));
  const larger = Math.max(Math.abs(short), Math.abs(value));
  const same = Math.abs(short - value) <= larger * Number.EPSILON;
  return general(value, same ? significant : enough);
}

function isInt32(value: number): boolean {
  return Number.isInteger(value) && value >= -largestInt - 1 && value <= largestInt;
}

/** An odd number of 128ths lies exactly between two texts of six decimals. */
function tieToEven(value: number): ByteString {
  const millionths = (BigInt(Math.abs(value * 128)) * 78125n) / 10n;
  const even = millionths % 2n === 0n ? millionths : millionths + 1n;
  const digits = even.toString().padStart(7, '0');
  return `${value < 0 ? '-' : ''}${digits.slice(0, -6)}.${digits.slice(-6)}`;
}

/** What C's `%.<digits>g` prints: no zeros at the end, an exponent of at least two digits. */
function general(value: number, digits: number): ByteString {
  const [mantissa = '', exponent = ''] = value.toExponential(digits - 1).split('e');
  const power = Number(exponent);
  if (power >= -4 && power < digits) return trimZeros(value.toFixed(Math.min(100, digits - 1 - power)));
  const sign = power < 0 ? '-' : '+';
  return `${trimZeros(mantissa)}e${sign}${String(Math.abs(power)).padStart(2, '0')}`;
}

function trimZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
