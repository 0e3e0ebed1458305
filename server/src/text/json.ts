import { parse as parseLosslessly, stringify } from 'lossless-json';

/** What JSON can hold, with the integers that a double would round as bigint. */
export type JsonValue = string | number | bigint | boolean | null | readonly JsonValue[] | JsonObject;

/** An object of JSON; its keys are those of the text, `__proto__` among them. */
export interface JsonObject {
  [key: string]: JsonValue;
}

/**
 * Parses JSON and keeps integers past 2^53, such as `evt.time`, whole: they come as bigint. Almost as fast as
 * JSON.parse where they are values of keys.
 * @throws SyntaxError where the text is no JSON, or holds such integers and is nested more than 100 deep.
 */
export function parseJson(text: string): JsonValue {
  const value = JSON.parse(text) as JsonValue;
  if (!/\d{16}/.test(text)) return value;
  return restore(value, text, 0) ? value : parseSlowly(text);
}

/** As `parseJson`; undefined where the text is no JSON. */
export function tryParseJson(text: string): JsonValue | undefined {
  try {
    return parseJson(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/**
 * Writes a value as JSON; integers of 64 bits, which come as bigint, stay whole.
 * @param indent blanks before what is inside something else; all on one line if not given.
 */
export function writeJson(value: unknown, indent?: number): string {
  return stringify(value, undefined, indent) ?? 'null';
}

/** True for an object, as opposed to an array or a plain value. */
export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const deepest = 100;

/** Puts the integers that JSON.parse rounded back, in place; false where one cannot be found in the text. */
function restore(value: JsonValue, text: string, depth: number): boolean {
  if (typeof value === 'number') return !isRounded(value);
  if (typeof value !== 'object' || value === null) return true;
  if (depth > deepest) return false;
  if (!isJsonObject(value))
    return (value as readonly JsonValue[]).every((each) => restore(each, text, depth + 1));
  for (const key of Object.keys(value)) {
    const member = value[key]!;
    if (typeof member === 'number' && isRounded(member)) {
      const integer = integerOf(key, text);
      if (integer === undefined) return false;
      value[key] = integer; // keys such as `__proto__` stay what they are: they are there already
    } else if (!restore(member, text, depth + 1)) return false;
  }
  return true;
}

function isRounded(value: number): boolean {
  return Number.isInteger(value) && !Number.isSafeInteger(value);
}

/**
 * The integer that stands behind a key. Within strings a quote has a backslash before it, so a key in quotes
 * with a colon is a key; undefined where several such keys have different values, or one is written otherwise.
 */
function integerOf(key: string, text: string): bigint | undefined {
  const quoted = JSON.stringify(key);
  let digits: string | undefined;
  for (let at = text.indexOf(quoted); at !== -1; at = text.indexOf(quoted, at + quoted.length)) {
    longInteger.lastIndex = at + quoted.length;
    const found = longInteger.exec(text)?.[1];
    if (found === undefined) continue;
    if (digits !== undefined && digits !== found) return undefined;
    digits = found;
  }
  return digits === undefined ? undefined : BigInt(digits);
}

const longInteger = /\s*:\s*(-?\d{16,})(?![\d.eE])/y;

/** For integers in lists and other rare places. */
function parseSlowly(text: string): JsonValue {
  try {
    return parseLosslessly(text, null, exactNumber) as JsonValue;
  } catch (error) {
    if (error instanceof RangeError) throw new SyntaxError('The JSON is nested too deeply');
    throw error;
  }
}

function exactNumber(written: string): number | bigint {
  const number = Number(written);
  return isRounded(number) && /^-?\d+$/.test(written) ? BigInt(written) : number;
}
