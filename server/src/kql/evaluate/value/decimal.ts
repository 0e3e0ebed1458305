/** An exact decimal number: `digits` / 10^`scale`, kept without trailing zeros in the fraction. */
export class Decimal {
  readonly digits: bigint;
  readonly scale: number;

  constructor(digits: bigint, scale: number) {
    this.digits = digits;
    this.scale = scale;
  }
}

/** Kusto keeps 34 significant digits; a quotient is cut there. */
const significantDigits = 34;

/** Reads `-12.5`, `1e3`, `7`; undefined for any other text. */
export function parseDecimal(text: string): Decimal | undefined {
  const match = /^\s*([+-]?)(\d{0,400})(?:\.(\d{0,400}))?(?:[eE]([+-]?\d{1,4}))?\s*$/.exec(text);
  if (!match || (!match[2] && !match[3])) return undefined;
  const fraction = match[3] ?? '';
  const digits = BigInt(`${match[2] ?? ''}${fraction}` || '0');
  const exponent = fraction.length - Number(match[4] ?? 0);
  if (Math.abs(exponent) > 400) return undefined;
  return reduce(match[1] === '-' ? -digits : digits, exponent);
}

/** The decimal of a whole number. */
export function decimalOfInteger(value: number | bigint): Decimal {
  return new Decimal(BigInt(value), 0);
}

/** The shortest decimal that prints as the real does; undefined for NaN and infinities. */
export function decimalOfReal(value: number): Decimal | undefined {
  return Number.isFinite(value) ? parseDecimal(String(value)) : undefined;
}

/** Adds two decimals exactly. */
export function addDecimals(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  return reduce(raise(a, scale) + raise(b, scale), scale);
}

/** The decimal with its sign turned. */
export function negateDecimal(a: Decimal): Decimal {
  return new Decimal(-a.digits, a.scale);
}

/** Multiplies two decimals exactly. */
export function multiplyDecimals(a: Decimal, b: Decimal): Decimal {
  return reduce(a.digits * b.digits, a.scale + b.scale);
}

/** Divides, cut at 34 significant digits; undefined for a zero divisor. */
export function divideDecimals(a: Decimal, b: Decimal): Decimal | undefined {
  if (b.digits === 0n) return undefined;
  const extra = significantDigits + digitCount(b.digits);
  const quotient = (a.digits * 10n ** BigInt(extra)) / b.digits;
  return limitDigits(quotient, a.scale - b.scale + extra);
}

/** The remainder with the sign of the dividend; undefined for a zero divisor. */
export function remainderOfDecimals(a: Decimal, b: Decimal): Decimal | undefined {
  if (b.digits === 0n) return undefined;
  const scale = Math.max(a.scale, b.scale);
  return reduce(raise(a, scale) % raise(b, scale), scale);
}

/** Rounded to that many places after the point, halves away from zero. */
export function roundedDecimal(a: Decimal, places: number): Decimal {
  if (a.scale <= places) return a;
  const unit = 10n ** BigInt(a.scale - places);
  const half = (a.digits < 0n ? -unit : unit) / 2n;
  return reduce((a.digits + half) / unit, places);
}

/** Negative, zero or positive as `a` is below, at or above `b`. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  const scale = Math.max(a.scale, b.scale);
  const difference = raise(a, scale) - raise(b, scale);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** The nearest real. */
export function realOfDecimal(a: Decimal): number {
  return Number(formatDecimal(a));
}

/** The whole part, cut towards zero. */
export function integerOfDecimal(a: Decimal): bigint {
  return a.scale <= 0 ? a.digits * 10n ** BigInt(-a.scale) : a.digits / 10n ** BigInt(a.scale);
}

/** Plain notation without an exponent: `-12.5`. */
export function formatDecimal(a: Decimal): string {
  if (a.scale <= 0) return (a.digits * 10n ** BigInt(-a.scale)).toString();
  const negative = a.digits < 0n;
  const text = (negative ? -a.digits : a.digits).toString().padStart(a.scale + 1, '0');
  const whole = text.slice(0, -a.scale);
  return `${negative ? '-' : ''}${whole}.${text.slice(-a.scale)}`;
}

function raise(a: Decimal, scale: number): bigint {
  return a.digits * 10n ** BigInt(scale - a.scale);
}

function reduce(digits: bigint, scale: number): Decimal {
  let rest = digits;
  let left = scale;
  while (left > 0 && rest % 10n === 0n) {
    rest /= 10n;
    left--;
  }
  return new Decimal(rest, left);
}

function limitDigits(digits: bigint, scale: number): Decimal {
  const excess = digitCount(digits) - significantDigits;
  if (excess <= 0) return reduce(digits, scale);
  return reduce(digits / 10n ** BigInt(excess), scale - excess);
}

function digitCount(digits: bigint): number {
  return (digits < 0n ? -digits : digits).toString().length;
}
