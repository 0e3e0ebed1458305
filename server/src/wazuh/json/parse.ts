import { type ByteString, cString } from '../../falco/evaluate/byte-string.ts';
import { JsonFailure, type JsonText } from './source.ts';
import { readString } from './string.ts';
import type { JsonMember, JsonValue } from './value.ts';

const maxDepth = 1000;
const maxNumberBytes = 63;

/** A value and where it ends. */
export interface JsonPrefix {
  readonly value: JsonValue;
  readonly end: number;
}

/**
 * Parses JSON as the library inside Wazuh does, which forgives some things: what follows the value is
 * ignored, numbers are whatever `strtod` takes, strings hold raw control characters and end at U+0000.
 * Undefined where it fails. Source: SEMANTICS.md "JSON decoder", and the behaviour of 4.14.7.
 */
export function parseJson(text: ByteString): JsonPrefix | undefined {
  const reader: JsonText = { text, position: text.startsWith('\xef\xbb\xbf') ? 3 : 0, depth: 0 };
  try {
    skipSpace(reader);
    return { value: readValue(reader), end: reader.position };
  } catch (failure) {
    if (failure instanceof JsonFailure) return undefined;
    throw failure;
  }
}

function readValue(reader: JsonText): JsonValue {
  const { text, position } = reader;
  const character = text[position];
  if (character === '"') return cString(readString(reader));
  if (character === '{') return readObject(reader);
  if (character === '[') return readArray(reader);
  for (const [word, value] of words) {
    if (text.startsWith(word, position)) {
      reader.position += word.length;
      return value;
    }
  }
  return readNumber(reader);
}

const words: readonly (readonly [string, boolean | null])[] = [
  ['null', null],
  ['false', false],
  ['true', true],
];

/** At most 63 characters of a number, of which `strtod` takes what it can. */
function readNumber(reader: JsonText): number {
  const { text, position } = reader;
  if (!/[-0-9]/.test(text[position] ?? '')) throw new JsonFailure();
  numberText.lastIndex = position;
  const written = numberText.exec(text)![0].slice(0, maxNumberBytes);
  const taken = /^-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/.exec(written)?.[0];
  if (taken === undefined) throw new JsonFailure();
  reader.position += taken.length;
  return Number(taken);
}

const numberText = /[-+0-9.eE]+/y;

function readObject(reader: JsonText): JsonValue {
  const members: JsonMember[] = [];
  enter(reader);
  if (reader.text[reader.position] !== '}') {
    do {
      skipSpace(reader);
      if (reader.text[reader.position] !== '"') throw new JsonFailure();
      const key = cString(readString(reader));
      skipSpace(reader);
      expect(reader, ':');
      skipSpace(reader);
      members.push({ key, value: readValue(reader) });
      skipSpace(reader);
    } while (takes(reader, ','));
  }
  expect(reader, '}');
  reader.depth--;
  return { members };
}

function readArray(reader: JsonText): JsonValue {
  const items: JsonValue[] = [];
  enter(reader);
  if (reader.text[reader.position] !== ']') {
    do {
      skipSpace(reader);
      items.push(readValue(reader));
      skipSpace(reader);
    } while (takes(reader, ','));
  }
  expect(reader, ']');
  reader.depth--;
  return { items };
}

/** Takes the bracket that opens an array or object, and the white space behind it. */
function enter(reader: JsonText): void {
  if (reader.depth >= maxDepth) throw new JsonFailure();
  reader.depth++;
  reader.position++;
  skipSpace(reader);
}

function takes(reader: JsonText, character: string): boolean {
  if (reader.text[reader.position] !== character) return false;
  reader.position++;
  return true;
}

function expect(reader: JsonText, character: string): void {
  if (!takes(reader, character)) throw new JsonFailure();
}

/** White space is every byte up to the space. */
function skipSpace(reader: JsonText): void {
  while (reader.text.charCodeAt(reader.position) <= 0x20) reader.position++;
}
