import { type BytePattern, bytesWhere, choice, repeat, sequence, text } from './byte-pattern.ts';

/** Whole numbers from `least` to `most`, both included; without a bound where one is undefined. */
export interface IntegerRange {
  readonly least?: bigint;
  readonly most?: bigint;
}

/** From here on numbers reach Wazuh with 15 digits only, so they cannot be told apart. */
export const firstInexact = 10n ** 15n;

const firstAsFloat = 2n ** 31n;

/**
 * The texts that Wazuh's decoder gives numbers of a range: those that no 32 bits hold end in `.000000`.
 * Source: SEMANTICS.md "JSON decoder". Bounds must be nearer to 0 than `firstInexact`, or it.
 */
export function decodedIntegers(range: IntegerRange): BytePattern {
  const { least, most } = range;
  const large = most === undefined || least === undefined || most >= firstAsFloat || least < -firstAsFloat;
  const zeros = repeat(sequence(text('.'), repeat(text('0'), 6, 6)), 0, 1);
  return large ? sequence(signed(range, digitsBetween), zeros) : signed(range, digitsBetween);
}

/** The texts of numbers of a range in the JSON that an agent prints, where large ones have an exponent. */
export function printedIntegers(range: IntegerRange): BytePattern {
  return signed(range, (least, most) =>
    most === undefined ? choice(digitsBetween(least, most), withExponent) : digitsBetween(least, most),
  );
}

const digit = bytesWhere((byte) => byte >= 0x30 && byte <= 0x39);
const firstDigit = bytesWhere((byte) => byte >= 0x31 && byte <= 0x39);
const withExponent = sequence(
  firstDigit,
  repeat(sequence(text('.'), repeat(digit, 1)), 0, 1),
  text('e+'),
  repeat(digit, 2),
);

type Magnitudes = (least: bigint, most: bigint | undefined) => BytePattern;

function signed({ least, most }: IntegerRange, magnitudes: Magnitudes): BytePattern {
  const parts: BytePattern[] = [];
  if (least === undefined || least < 0n) {
    const smallest = most !== undefined && most < 0n ? -most : 1n;
    const largest = least === undefined ? undefined : -least;
    parts.push(sequence(text('-'), magnitudes(smallest, largest)));
  }
  if (most === undefined || most >= 0n) {
    parts.push(magnitudes(least !== undefined && least > 0n ? least : 0n, most));
  }
  return choice(...parts);
}

/** Decimal numbers without zeros before them. */
function digitsBetween(least: bigint, most: bigint | undefined): BytePattern {
  if (most !== undefined && most < least) return choice();
  const low = String(least);
  const parts: BytePattern[] = [];
  const lastLength = most === undefined ? low.length : String(most).length;
  for (let length = low.length; length <= lastLength; length++) {
    const from = length === low.length ? low : `1${'0'.repeat(length - 1)}`;
    const to = most !== undefined && length === lastLength ? String(most) : '9'.repeat(length);
    parts.push(sameLength(from, to));
  }
  if (most === undefined) parts.push(sequence(firstDigit, repeat(digit, low.length)));
  return choice(...parts);
}

/** Numbers between two of the same number of digits. */
function sameLength(from: string, to: string): BytePattern {
  if (from === to) return text(from);
  const rest = from.length - 1;
  if (/^0+$/.test(from) && /^9+$/.test(to)) return repeat(digit, from.length, from.length);
  const [first, last] = [from.charCodeAt(0), to.charCodeAt(0)];
  if (first === last) return sequence(text(from[0]!), sameLength(from.slice(1), to.slice(1)));
  const startsLow = /^0*$/.test(from.slice(1));
  const endsHigh = /^9*$/.test(to.slice(1));
  const inner = bytesWhere(
    (byte) => byte >= first + (startsLow ? 0 : 1) && byte <= last - (endsHigh ? 0 : 1),
  );
  const hasInner = last - (endsHigh ? 0 : 1) >= first + (startsLow ? 0 : 1);
  return choice(
    ...(startsLow ? [] : [sequence(text(from[0]!), sameLength(from.slice(1), '9'.repeat(rest)))]),
    ...(hasInner ? [sequence(inner, repeat(digit, rest, rest))] : []),
    ...(endsHigh ? [] : [sequence(text(to[0]!), sameLength('0'.repeat(rest), to.slice(1)))]),
  );
}
