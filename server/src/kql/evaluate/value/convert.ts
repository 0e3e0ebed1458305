import { formatDatetime } from './datetime.ts';
import type { Decimal } from './decimal.ts';
import {
  decimalOfInteger,
  decimalOfReal,
  formatDecimal,
  integerOfDecimal,
  parseDecimal,
  realOfDecimal,
} from './decimal.ts';
import { printJson, textOfTyped } from './json.ts';
import { parseDatetime } from './parse-datetime.ts';
import { textOfReal } from './real.ts';
import { formatTimespan, parseTimespan, ticksPer } from './timespan.ts';
import type { ScalarType, Value } from './value.ts';
import { fitsLong, isArray, isBag, longOf, longOfReal, TypedScalar } from './value.ts';

/** Turns a value of one type into another; what cannot be said in the other type becomes null. */
export type Converter = (value: Value) => Value;

const same: Converter = (value) => value;

/**
 * The conversion that `toint(…)`, `tostring(…)` and their kin do, and that Kusto does by itself where a
 * function or a column wants another type. Null stays null (the empty string for `to` string).
 */
export function converter(from: ScalarType, to: ScalarType): Converter {
  if (from === to) return same;
  if (to === 'dynamic') return dynamicOf(from);
  if (from === 'dynamic') return (value) => ofDynamic(value, to);
  if (to === 'string') return textConverter(from);
  const convert = conversions[to][from];
  if (convert === undefined) return () => null;
  return (value) => (value === null ? null : convert(value));
}

type Targets = Exclude<ScalarType, 'string' | 'dynamic'>;

const longOfNumber: Converter = (value) => longOfReal(value as number);
const numberOf: Converter = (value) => Number(value as number | bigint | boolean);
const longOfBool: Converter = (value) => (value === true ? 1 : 0);
const boolOfNumber: Converter = (value) => Number(value as number | bigint) !== 0;

const conversions: Readonly<Record<Targets, Partial<Record<ScalarType, Converter>>>> = {
  bool: {
    int: boolOfNumber,
    long: boolOfNumber,
    real: boolOfNumber,
    string: (value) => parseBool(value as string),
  },
  int: {
    bool: longOfBool,
    long: (value) => intOf(value),
    real: (value) => intOf(longOfReal(value as number)),
    decimal: (value) => intOf(longOf(integerOfDecimal(value as Decimal))),
    string: (value) => intOf(parseLong(value as string)),
    timespan: (value) => intOf(longOf(value as bigint)),
    datetime: (value) => intOf(longOf(value as bigint)),
  },
  long: {
    bool: longOfBool,
    int: same,
    real: longOfNumber,
    decimal: (value) => longOf(integerOfDecimal(value as Decimal)),
    string: (value) => parseLong(value as string),
    timespan: (value) => longOf(value as bigint),
    datetime: (value) => longOf(value as bigint),
  },
  real: {
    bool: longOfBool,
    int: same,
    long: numberOf,
    decimal: (value) => realOfDecimal(value as Decimal),
    string: (value) => parseReal(value as string),
    timespan: numberOf,
    datetime: numberOf,
  },
  decimal: {
    int: (value) => decimalOfInteger(value as number),
    long: (value) => decimalOfInteger(value as number | bigint),
    real: (value) => decimalOfReal(value as number) ?? null,
    string: (value) => parseDecimal(value as string) ?? null,
  },
  datetime: {
    string: (value) => parseDatetime(value as string) ?? null,
    long: (value) => BigInt(value as number | bigint),
    int: (value) => BigInt(value as number),
  },
  timespan: {
    string: (value) => parseTimespan(value as string) ?? null,
    long: (value) => BigInt(value as number | bigint),
    int: (value) => BigInt(value as number),
    real: (value) => ticksOfDays(value as number),
  },
  guid: { string: (value) => parseGuid(value as string) },
};

function ticksOfDays(days: number): bigint | null {
  const ticks = days * Number(ticksPer.day);
  return Math.abs(ticks) < 2 ** 63 ? BigInt(Math.round(ticks)) : null;
}

/** A long as an int: null where it does not fit. */
function intOf(value: Value): number | null {
  return typeof value === 'number' && value >= -2147483648 && value <= 2147483647 ? value : null;
}

/** Reads a whole number: decimal or `0x…`; a real is cut; null for any other text. */
export function parseLong(text: string): number | bigint | null {
  const trimmed = text.trim();
  if (/^[+-]?\d{1,15}$/.test(trimmed)) return Number(trimmed) + 0;
  if (/^[+-]?\d{1,19}$/.test(trimmed)) {
    const whole = BigInt(trimmed.replace('+', ''));
    return fitsLong(whole) ? longOf(whole) : null;
  }
  const hexadecimal = /^(-?)0x([0-9a-f]{1,16})$/i.exec(trimmed);
  if (hexadecimal) {
    const size = BigInt(`0x${hexadecimal[2]}`);
    return longOf(hexadecimal[1] ? -size : size);
  }
  if (!/^[+-]?\d{1,40}\.\d{0,40}$/.test(trimmed)) return null;
  return longOfReal(Number(trimmed));
}

/** Reads a real number, `nan` and `inf` included; null for any other text. */
export function parseReal(text: string): number | null {
  const trimmed = text.trim();
  if (/^[+-]?(?:\d{1,400}(?:\.\d{0,400})?|\.\d{1,400})(?:e[+-]?\d{1,4})?$/i.test(trimmed)) {
    return Number(trimmed);
  }
  if (/^0x[0-9a-f]{1,16}$/i.test(trimmed)) return Number(trimmed);
  if (/^nan$/i.test(trimmed)) return Number.NaN;
  const infinite = /^([+-]?)inf(?:inity)?$/i.exec(trimmed);
  if (!infinite) return null;
  return infinite[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

function parseBool(text: string): boolean | null {
  const word = text.trim().toLowerCase();
  if (word === 'true') return true;
  if (word === 'false') return false;
  const number = parseLong(word);
  return number === null ? null : number !== 0;
}

const guidPattern = /^[({]?([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})[)}]?$/i;

/** Reads a GUID in any of its usual notations into lower case with dashes; null for other text. */
export function parseGuid(text: string): string | null {
  const match = guidPattern.exec(text.trim());
  return match ? match.slice(1, 6).join('-').toLowerCase() : null;
}

function textConverter(from: ScalarType): Converter {
  return (value) => (value === null ? '' : textOf(value, from));
}

/** The text of a value of a static type, as `tostring` gives it; null is the empty string. */
export function textOf(value: Value, type: ScalarType): string {
  if (value === null) return '';
  switch (type) {
    case 'datetime':
      return formatDatetime(value as bigint);
    case 'timespan':
      return formatTimespan(value as bigint);
    case 'decimal':
      return formatDecimal(value as Decimal);
    case 'real':
      return textOfReal(value as number);
    case 'dynamic':
      return textOfDynamic(value);
    default:
      return String(value);
  }
}

/** The text of a dynamic value: a string as it is, anything else as JSON. */
export function textOfDynamic(value: Value): string {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  return value instanceof TypedScalar ? textOfTyped(value) : printJson(value);
}

/** Puts a value of a static type into the representation of dynamic values. */
function dynamicOf(from: ScalarType): Converter {
  switch (from) {
    case 'int':
    case 'long':
      return (value) => (value === null ? null : BigInt(value as number | bigint));
    case 'datetime':
    case 'timespan':
    case 'guid':
    case 'decimal':
      return (value) => (value === null ? null : new TypedScalar(from, value));
    default:
      return same;
  }
}

/** The scalar type of what a dynamic value holds; `dynamic` for null, arrays and bags. */
export function typeOfDynamic(value: Value): ScalarType {
  if (typeof value === 'bigint') return 'long';
  if (typeof value === 'number') return 'real';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'bool';
  return value instanceof TypedScalar ? value.type : 'dynamic';
}

/** Reads a dynamic value as a scalar type; null where it holds something that cannot be that. */
export function ofDynamic(value: Value, to: ScalarType): Value {
  if (to === 'dynamic') return value;
  if (to === 'string') return textOfDynamic(value);
  if (value === null || isArray(value) || isBag(value)) return null;
  const plain = plainOf(value);
  return converter(typeOfDynamic(value), to)(plain);
}

/** A scalar out of its dynamic form: the value of a TypedScalar, a bigint as the long it is. */
export function plainOf(value: Value): Value {
  if (typeof value === 'bigint') return longOf(value);
  return value instanceof TypedScalar ? value.value : value;
}
