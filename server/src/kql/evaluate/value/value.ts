import type { Decimal } from './decimal.ts';

/** Kusto's scalar types, by the names the analysed tree uses. */
export type ScalarType =
  | 'bool'
  | 'int'
  | 'long'
  | 'real'
  | 'decimal'
  | 'string'
  | 'datetime'
  | 'timespan'
  | 'guid'
  | 'dynamic';

/** A property bag of a dynamic value; keys keep the order in which they came. */
export type Bag = ReadonlyMap<string, Value>;

/**
 * A value of a column or an expression. Its static type says how to read it:
 * - bool: boolean; string and guid: string; real: number; decimal: Decimal
 * - int and long: number where it is a safe integer, else bigint (one form for each value)
 * - datetime: bigint, ticks of 100 ns since year 1; timespan: bigint, ticks
 * - dynamic: bigint for a long, number for a real, string, boolean, array, Map for a bag, and
 *   TypedScalar for the types JSON does not have
 * - null for every type but string, whose empty value is the empty string
 */
export type Value =
  | null
  | boolean
  | number
  | bigint
  | string
  | Decimal
  | TypedScalar
  | readonly Value[]
  | Bag;

/** A datetime, timespan, guid or decimal inside a dynamic value. */
export class TypedScalar {
  readonly type: 'datetime' | 'timespan' | 'guid' | 'decimal';
  readonly value: Value;

  constructor(type: TypedScalar['type'], value: Value) {
    this.type = type;
    this.value = value;
  }
}

/** A row of a table: values in the order of its columns. */
export type Row = readonly Value[];

/** True for a dynamic array. */
export function isArray(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

/** True for a dynamic property bag. */
export function isBag(value: Value): value is Bag {
  return value instanceof Map;
}

const scalarTypes = new Set<string>([
  'bool',
  'int',
  'long',
  'real',
  'decimal',
  'string',
  'datetime',
  'timespan',
  'guid',
  'dynamic',
]);

/** The scalar type of that name (as Kusto's analysis spells it), or undefined. */
export function scalarTypeNamed(name: string): ScalarType | undefined {
  if (scalarTypes.has(name)) return name as ScalarType;
  if (name === 'double') return 'real';
  if (name === 'boolean') return 'bool';
  if (name === 'date') return 'datetime';
  if (name === 'time') return 'timespan';
  return name === 'uniqueid' ? 'guid' : undefined;
}

const maxLong = 9223372036854775807n;
const minLong = -9223372036854775808n;

/** A 64-bit integer in its one form: number where safe, else bigint; overflow wraps as Kusto's does. */
export function longOf(value: bigint): number | bigint {
  const wrapped = value > maxLong || value < minLong ? BigInt.asIntN(64, value) : value;
  return wrapped >= -9007199254740991n && wrapped <= 9007199254740991n ? Number(wrapped) : wrapped;
}

/** The long of a real, cut towards zero; null where it does not fit (also for NaN). */
export function longOfReal(value: number): number | bigint | null {
  const cut = Math.trunc(value);
  if (Number.isSafeInteger(cut)) return cut + 0;
  if (!Number.isFinite(cut) || Math.abs(cut) >= 2 ** 63) return null;
  return longOf(BigInt(cut));
}

/** True where `value` fits Kusto's long. */
export function fitsLong(value: bigint): boolean {
  return value <= maxLong && value >= minLong;
}
