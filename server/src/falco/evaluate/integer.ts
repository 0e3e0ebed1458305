/** An integer without loss: a number where it is safe, a bigint beyond 2^53; so equal integers are `===`. */
export type Integer = number | bigint;

/** The C type that an engine type is kept in. */
export interface IntegerWidth {
  readonly bits: 8 | 16 | 32 | 64;
  readonly signed: boolean;
}

const most = BigInt(Number.MAX_SAFE_INTEGER);

/** A bigint as `Integer`. */
export function toInteger(value: bigint): Integer {
  return value <= most && value >= -most ? Number(value) : value;
}

/** The value kept in `bits` bits: too large ones wrap round, as a C cast does. */
export function wrap(value: Integer, width: IntegerWidth): Integer {
  const big = BigInt(value);
  return toInteger(width.signed ? BigInt.asIntN(width.bits, big) : BigInt.asUintN(width.bits, big));
}

/** The least and the largest value of a 64-bit integer. */
function bounds(signed: boolean): readonly [bigint, bigint] {
  return signed ? [-(2n ** 63n), 2n ** 63n - 1n] : [0n, 2n ** 64n - 1n];
}

/**
 * The integer that the engine reads from a literal, or undefined where it calls it no number.
 * It reads with C's `sscanf`: blanks before it, an optional sign, decimal digits, nothing after them;
 * what does not fit in 64 bits becomes the nearest bound, then the value wraps into its own width.
 */
export function scanInteger(text: string, width: IntegerWidth): Integer | undefined {
  const scanned = /^[ \t\n\v\f\r]*([+-]?)([0-9]+)$/.exec(text);
  if (scanned === null) return undefined;
  const magnitude = BigInt(scanned[2]!);
  const [least, largest] = bounds(width.signed);
  if (scanned[1] !== '-') return wrap(magnitude > largest ? largest : magnitude, width);
  if (!width.signed && magnitude > largest) return wrap(largest, width);
  return wrap(width.signed && -magnitude < least ? least : -magnitude, width);
}
