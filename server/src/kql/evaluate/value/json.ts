import { formatDatetime } from './datetime.ts';
import type { Decimal } from './decimal.ts';
import { formatDecimal } from './decimal.ts';
import { textOfReal } from './real.ts';
import { formatTimespan } from './timespan.ts';
import type { Bag, Value } from './value.ts';
import { fitsLong, isArray, isBag, TypedScalar } from './value.ts';

/** Deeper JSON than this is refused (Kusto has such a limit too). */
export const maxJsonDepth = 128;

/**
 * Reads JSON text into a dynamic value: whole numbers become bigint (long), others number (real).
 * Returns undefined for text that is not JSON. Linear in the text; never throws.
 */
export function parseJson(text: string): Value | undefined {
  const reader: Reader = { text, at: 0, slash: -1 };
  skipBlanks(reader);
  const value = readValue(reader, 0);
  if (value === undefined) return undefined;
  skipBlanks(reader);
  return reader.at === text.length ? value : undefined;
}

interface Reader {
  readonly text: string;
  at: number;
  /** Where the first backslash stands at or behind the last place it was asked for. */
  slash: number;
}

function readValue(reader: Reader, depth: number): Value | undefined {
  if (depth > maxJsonDepth) return undefined;
  switch (reader.text.charCodeAt(reader.at)) {
    case 0x22:
      return readString(reader);
    case 0x7b:
      return readBag(reader, depth);
    case 0x5b:
      return readArray(reader, depth);
    case 0x74:
      return readWord(reader, 'true', true);
    case 0x66:
      return readWord(reader, 'false', false);
    case 0x6e:
      return readWord(reader, 'null', null);
    default:
      return readNumber(reader);
  }
}

function readWord(reader: Reader, word: string, value: Value): Value | undefined {
  if (!reader.text.startsWith(word, reader.at)) return undefined;
  reader.at += word.length;
  return value;
}

const numberPattern = /-?\d+(\.\d+)?([eE][+-]?\d+)?/y;

function readNumber(reader: Reader): Value | undefined {
  numberPattern.lastIndex = reader.at;
  const match = numberPattern.exec(reader.text);
  if (!match) return undefined;
  reader.at += match[0].length;
  if (match[1] !== undefined || match[2] !== undefined || match[0].length > 20) return Number(match[0]);
  const whole = BigInt(match[0]);
  return fitsLong(whole) ? whole : Number(match[0]);
}

function readString(reader: Reader): string | undefined {
  const { text } = reader;
  const start = reader.at + 1;
  const quote = text.indexOf('"', start);
  if (quote < 0) return undefined;
  if (slashFrom(reader, start) < quote) return readEscapedString(reader, start);
  reader.at = quote + 1;
  return text.slice(start, quote);
}

/** The next backslash; each part of the text is looked through once, however often this is asked. */
function slashFrom(reader: Reader, from: number): number {
  if (reader.slash < from) {
    const found = reader.text.indexOf('\\', from);
    reader.slash = found < 0 ? Number.POSITIVE_INFINITY : found;
  }
  return reader.slash;
}

const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

function readEscapedString(reader: Reader, start: number): string | undefined {
  const { text } = reader;
  let at = start;
  let quote = -1;
  let result = '';
  for (;;) {
    if (quote < at) quote = text.indexOf('"', at);
    if (quote < 0) return undefined;
    const slash = slashFrom(reader, at);
    if (quote < slash) {
      reader.at = quote + 1;
      return result + text.slice(at, quote);
    }
    const character = escapedCharacter(text, slash + 1);
    if (character === undefined) return undefined;
    result += text.slice(at, slash) + character;
    at = slash + (text[slash + 1] === 'u' ? 6 : 2);
  }
}

/** The character for what stands behind a backslash. */
function escapedCharacter(text: string, at: number): string | undefined {
  const kind = text[at] ?? '';
  if (kind !== 'u') return escapes[kind];
  const code = text.slice(at + 1, at + 5);
  return /^[0-9a-fA-F]{4}$/.test(code) ? String.fromCharCode(Number.parseInt(code, 16)) : undefined;
}

function readArray(reader: Reader, depth: number): Value | undefined {
  const items: Value[] = [];
  reader.at++;
  skipBlanks(reader);
  if (reader.text.charCodeAt(reader.at) === 0x5d) {
    reader.at++;
    return items;
  }
  for (;;) {
    skipBlanks(reader);
    const item = readValue(reader, depth + 1);
    if (item === undefined) return undefined;
    items.push(item);
    skipBlanks(reader);
    const next = reader.text.charCodeAt(reader.at++);
    if (next === 0x5d) return items;
    if (next !== 0x2c) return undefined;
  }
}

function readBag(reader: Reader, depth: number): Value | undefined {
  const bag = new Map<string, Value>();
  reader.at++;
  skipBlanks(reader);
  if (reader.text.charCodeAt(reader.at) === 0x7d) {
    reader.at++;
    return bag;
  }
  for (;;) {
    skipBlanks(reader);
    const key = reader.text.charCodeAt(reader.at) === 0x22 ? readString(reader) : undefined;
    if (key === undefined) return undefined;
    skipBlanks(reader);
    if (reader.text.charCodeAt(reader.at++) !== 0x3a) return undefined;
    skipBlanks(reader);
    const value = readValue(reader, depth + 1);
    if (value === undefined) return undefined;
    bag.set(key, value);
    skipBlanks(reader);
    const next = reader.text.charCodeAt(reader.at++);
    if (next === 0x7d) return bag;
    if (next !== 0x2c) return undefined;
  }
}

function skipBlanks(reader: Reader): void {
  for (;;) {
    const code = reader.text.charCodeAt(reader.at);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
    reader.at++;
  }
}

/** Prints a dynamic value as JSON without blanks, as Kusto's tostring does; a real keeps its `.0`. */
export function printJson(value: Value): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') return printReal(value);
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (isArray(value)) return `[${value.map(printJson).join(',')}]`;
  if (isBag(value)) return printBag(value);
  return value instanceof TypedScalar ? printTyped(value) : formatDecimal(value);
}

function printBag(bag: Bag): string {
  const pairs: string[] = [];
  for (const [key, value] of bag) pairs.push(`${JSON.stringify(key)}:${printJson(value)}`);
  return `{${pairs.join(',')}}`;
}

function printReal(value: number): string {
  return Number.isFinite(value) ? textOfReal(value) : `"${value}"`;
}

function printTyped(scalar: TypedScalar): string {
  if (scalar.type === 'decimal') return `"${formatDecimal(scalar.value as Decimal)}"`;
  return JSON.stringify(textOfTyped(scalar));
}

/** The text of a datetime, timespan, guid or decimal held in a dynamic value. */
export function textOfTyped(scalar: TypedScalar): string {
  if (scalar.type === 'datetime') return formatDatetime(scalar.value as bigint);
  if (scalar.type === 'timespan') return formatTimespan(scalar.value as bigint);
  if (scalar.type === 'decimal') return formatDecimal(scalar.value as Decimal);
  return scalar.value as string;
}
