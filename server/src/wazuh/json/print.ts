import type { ByteString } from '../../falco/evaluate/byte-string.ts';
import { printedNumber } from './number.ts';
import { isArray, type JsonArray, type JsonObject, type JsonValue } from './value.ts';

/**
 * The text that Wazuh makes of a value. `spaced` is the form of an array inside a decoded field (`["a", "b"]`,
 * objects on lines of their own with tabs), without it everything is on one line without spaces.
 * Source: SEMANTICS.md "JSON decoder", and the behaviour of 4.14.7.
 */
export function printJson(value: JsonValue, spaced: boolean): ByteString {
  return printValue(value, spaced ? 0 : undefined);
}

function printValue(value: JsonValue, depth: number | undefined): ByteString {
  if (typeof value === 'string') return printString(value);
  if (typeof value === 'number') return printedNumber(value);
  if (typeof value === 'boolean' || value === null) return String(value);
  return isArray(value) ? printArray(value, depth) : printObject(value, depth);
}

function printArray({ items }: JsonArray, depth: number | undefined): ByteString {
  const inner = depth === undefined ? undefined : depth + 1;
  return `[${items.map((item) => printValue(item, inner)).join(depth === undefined ? ',' : ', ')}]`;
}

function printObject({ members }: JsonObject, depth: number | undefined): ByteString {
  if (depth === undefined) {
    return `{${members.map(({ key, value }) => `${printString(key)}:${printValue(value, undefined)}`).join(',')}}`;
  }
  const tabs = '\t'.repeat(depth + 1);
  const lines = members.map(
    ({ key, value }) => `${tabs}${printString(key)}:\t${printValue(value, depth + 1)}`,
  );
  const body = lines.length === 0 ? '' : `${lines.join(',\n')}\n`;
  return `{\n${body}${'\t'.repeat(depth)}}`;
}

const shortEscapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

function printString(bytes: ByteString): ByteString {
  const escaped = bytes.replace(
    /["\\\x00-\x1f]/g,
    (character) => shortEscapes[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `"${escaped}"`;
}
