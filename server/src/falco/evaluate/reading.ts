import { type ByteString, toBytes } from './byte-string.ts';
import type { EventValue } from './event.ts';
import { type Integer, toInteger, wrap } from './integer.ts';
import { parseIpv4, parseIpv6 } from './ip-address.ts';
import { type EngineValue, integerWidths, portWidth } from './parse-value.ts';

/**
 * What reading a field from an event gives: a value; several (a list field, or a field that stands for
 * several things, such as `proc.aname` for all ancestors); null where the engine had no value; undefined
 * where the event does not tell.
 */
export type Reading = EngineValue | readonly EngineValue[] | null | undefined;

/** True where several values were read. */
export function isSeveral(reading: EngineValue | readonly EngineValue[]): reading is readonly EngineValue[] {
  return Array.isArray(reading);
}

/** All values that were read, be it one or several. */
export function allOf(reading: EngineValue | readonly EngineValue[]): readonly EngineValue[] {
  return isSeveral(reading) ? reading : [reading];
}

/** Turns an event's value into what the engine would have; undefined where it is no value of that type. */
export type ValueReader = (value: EventValue | undefined) => Reading;

/** The reader for a field of an engine type (`CHARBUF`, `IPADDR` …), of one value or a list. */
export function valueReader(type: string, list: boolean): ValueReader {
  const convert = converterOf(type);
  return (value) => {
    if (value === undefined || value === null) return value;
    if (typeof value === 'object') return readAll(value, convert);
    return list ? readAll(listItems(value), convert) : convert(value);
  };
}

type Scalar = string | number | bigint | boolean;
type Converter = (value: Scalar) => EngineValue | undefined;

/** An empty list stands for no value, as in the engine; one strange element makes the whole unusable. */
function readAll(values: readonly EventValue[], convert: Converter): Reading {
  const converted: EngineValue[] = [];
  for (const value of values) {
    if (value === null) continue;
    const one = typeof value === 'object' ? undefined : convert(value);
    if (one === undefined) return undefined;
    converted.push(one);
  }
  return converted.length === 0 ? null : converted;
}

/** Falco writes lists as arrays; in output texts they stand as `(a,b)`. */
function listItems(value: Scalar): readonly Scalar[] {
  if (typeof value !== 'string' || !/^\(.*\)$/s.test(value)) return [value];
  return value.slice(1, -1).split(',');
}

function converterOf(type: string): Converter {
  const width = type === 'PORT' ? portWidth : integerWidths.get(type);
  if (width !== undefined) {
    return (value) => {
      const integer = toWhole(value);
      return integer === undefined ? undefined : wrap(integer, width);
    };
  }
  switch (type) {
    case 'BOOL':
      return toBoolean;
    case 'DOUBLE':
      return toDouble;
    case 'IPADDR':
    case 'IPNET':
    case 'IPV4ADDR':
    case 'IPV4NET':
    case 'IPV6ADDR':
    case 'IPV6NET':
      return toAddress;
    default:
      return toByteString;
  }
}

function toByteString(value: Scalar): ByteString {
  return toBytes(typeof value === 'string' ? value : String(value));
}

function toWhole(value: Scalar): Integer | undefined {
  if (typeof value === 'bigint') return toInteger(value);
  if (typeof value === 'number') return Number.isInteger(value) ? toInteger(BigInt(value)) : undefined;
  if (typeof value === 'string' && /^[+-]?[0-9]{1,30}$/.test(value)) return toInteger(BigInt(value));
  return undefined;
}

function toBoolean(value: Scalar): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (value === 'true' || value === 1) return true;
  return value === 'false' || value === 0 ? false : undefined;
}

function toDouble(value: Scalar): number | undefined {
  if (typeof value === 'boolean' || value === '') return undefined;
  const double = Number(value);
  return Number.isFinite(double) ? double : undefined;
}

function toAddress(value: Scalar): ByteString | undefined {
  return typeof value === 'string' ? (parseIpv4(value) ?? parseIpv6(value)) : undefined;
}
