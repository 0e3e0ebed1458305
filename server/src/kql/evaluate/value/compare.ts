import { plainOf, textOfDynamic, typeOfDynamic } from './convert.ts';
import type { Decimal } from './decimal.ts';
import { compareDecimals, formatDecimal } from './decimal.ts';
import { printJson } from './json.ts';
import type { ScalarType, Value } from './value.ts';

/**
 * Orders two values of one type: negative, zero, positive. Null stands below everything and NaN just
 * above null, as in Kusto's ascending order; text goes by code units.
 */
export function compareValues(a: Value, b: Value, type: ScalarType): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
  if (type === 'decimal') return compareDecimals(a as Decimal, b as Decimal);
  if (type === 'dynamic') return compareDynamic(a, b);
  if (a === b) return 0;
  if (a < b) return -1;
  return a > b ? 1 : compareNotANumber(a, b);
}

/** The order Kusto sorts dynamic values in: by kind, then by value. */
export function compareDynamic(a: Value, b: Value): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
  const [left, right] = [typeOfDynamic(a), typeOfDynamic(b)];
  if (isNumeric(left) && isNumeric(right)) return compareValues(plainOf(a), plainOf(b), 'real');
  if (left !== right) return typeOrder.indexOf(left) - typeOrder.indexOf(right);
  if (left === 'dynamic') return compareValues(textOfDynamic(a), textOfDynamic(b), 'string');
  return compareValues(plainOf(a), plainOf(b), left);
}

const typeOrder: readonly ScalarType[] = [
  'bool',
  'int',
  'long',
  'real',
  'decimal',
  'timespan',
  'datetime',
  'string',
  'guid',
  'dynamic',
];

function isNumeric(type: ScalarType): boolean {
  return type === 'long' || type === 'real';
}

function compareNotANumber(a: Value, b: Value): number {
  const [left, right] = [Number.isNaN(a), Number.isNaN(b)];
  return left === right ? 0 : left ? -1 : 1;
}

/** Something a Map tells values of one type apart by: equal values give equal keys. */
export function keyOf(value: Value, type: ScalarType): string | number | bigint | boolean | null {
  if (value === null) return null;
  if (type === 'decimal') return formatDecimal(value as Decimal);
  if (type === 'dynamic') return `${typeOfDynamic(value)} ${printJson(value)}`;
  return value as string | number | bigint | boolean;
}

/** One key for several values; the length before each part keeps hostile text apart. */
export function keyOfAll(values: readonly Value[], types: readonly ScalarType[]): string {
  let key = '';
  for (let i = 0; i < values.length; i++) {
    const part = keyOf(values[i]!, types[i]!);
    const text = String(part);
    key += part === null ? '-' : `${text.length}:${text}`;
  }
  return key;
}

/** Equality of two dynamic values by structure. */
export function sameDynamic(a: Value, b: Value): boolean {
  return a === b || keyOf(a, 'dynamic') === keyOf(b, 'dynamic');
}
