import { decodeBase64 } from './base64.ts';
import {
  type ByteString,
  cString,
  lowerAscii,
  toBytes,
  upperAscii,
  withoutTrailingNuls,
} from './byte-string.ts';
import type { Event } from './event.ts';
import { parseOptionString, readOptions, selectOption } from './getopt.ts';
import { memoryOf } from './memory.ts';
import type { EngineValue } from './parse-value.ts';
import { allOf, isSeveral, type Reading } from './reading.ts';
import type { Source } from './source.ts';

/** `tolower`, `toupper`, `b64`, `basename`, `len` and `val` round one operand. */
export function transform(name: string, source: Source): Source {
  if (name === 'val') return source;
  if (name === 'len') return length(source);
  const change = stringTransformers.get(name);
  if (change === undefined) return { ...source, read: () => null };
  return { ...source, read: (event) => mapStrings(source.read(event), change) };
}

/** `concat(a, b, …)`: each operand up to its first NUL. */
export function concatenate(operands: readonly Source[]): Source {
  return stringSource(operands, (event) => {
    let text = '';
    let unrecorded = false;
    for (const operand of operands) {
      const reading = operand.read(event);
      if (reading === null) return null;
      if (reading === undefined) unrecorded = true;
      else text += cString(memoryOf(operand.type, firstOf(reading) ?? ''));
    }
    return unrecorded ? undefined : text;
  });
}

/** `join(separator, list)`. */
export function join(separator: Source, list: Source): Source {
  return stringSource([separator, list], (event) => {
    const between = separator.read(event);
    const values = list.read(event);
    if (between === null || values === null) return null;
    if (between === undefined || values === undefined) return undefined;
    const texts = allOf(values).map((value) => cString(memoryOf(list.type, value)));
    return texts.join(memoryOf(separator.type, firstOf(between) ?? ''));
  });
}

/** `(a, "b", proc.pid)` inside a transformer: a list of strings. */
export function listOf(items: readonly Source[]): Source {
  const read = (event: Event): Reading => {
    const values: EngineValue[] = [];
    let unrecorded = false;
    for (const item of items) {
      const reading = item.read(event);
      if (reading === null) return null;
      if (reading === undefined) unrecorded = true;
      else for (const value of allOf(reading)) values.push(listItem(item, value));
    }
    return unrecorded ? undefined : values;
  };
  return { ...stringSource(items, read), list: true };
}

/** `getopt(arguments, "nt:")`, a list, or with `[t]` behind it the value of that option. */
export function options(words: Source, optionString: Source, selected: string | undefined): Source {
  const read = (event: Event): Reading => {
    const known = optionString.read(event);
    const values = words.read(event);
    if (known === null || values === null) return null;
    if (known === undefined || values === undefined) return undefined;
    const wanted = parseOptionString(memoryOf(optionString.type, firstOf(known) ?? ''));
    const texts = allOf(values).map((value) => memoryOf(words.type, value));
    if (selected === undefined) return readOptions(texts, wanted);
    return selectOption(texts, wanted, toBytes(selected)) ?? null;
  };
  const list = selected === undefined;
  return { ...stringSource([words, optionString], read), list, listInDisguise: list };
}

/** A string of the engine without the NULs at its end, changed; undefined where there is no result. */
type StringTransformer = (text: ByteString) => ByteString | undefined;

const stringTransformers: ReadonlyMap<string, StringTransformer> = new Map([
  ['tolower', lowerAscii],
  ['toupper', upperAscii],
  ['b64', decodeBase64],
  ['basename', (path: ByteString) => path.slice(path.lastIndexOf('/') + 1)],
]);

/** The engine ends every result with a NUL and counts it in; set operators and lists can tell. */
function mapStrings(reading: Reading, change: StringTransformer): Reading {
  if (reading === null || reading === undefined) return reading;
  if (!isSeveral(reading)) return changeOne(reading, change);
  const changed: EngineValue[] = [];
  for (const value of reading) {
    const one = changeOne(value, change);
    if (one === null) return null;
    changed.push(one);
  }
  return changed;
}

function changeOne(value: EngineValue, change: StringTransformer): EngineValue | null {
  if (typeof value !== 'string') return null;
  const changed = change(withoutTrailingNuls(value));
  if (changed === undefined) return null;
  return changed.endsWith('\0') ? changed : `${changed}\0`;
}

/** Bytes of a string up to its first NUL, of a buffer all, or the number of values in a list. */
function length(source: Source): Source {
  const countsValues = source.list && source.listInDisguise !== true;
  const read = (event: Event): Reading => {
    const reading = source.read(event);
    if (reading === null || reading === undefined) return reading;
    if (countsValues) return allOf(reading).length;
    const value = firstOf(reading);
    if (typeof value !== 'string') return null;
    return source.type === 'BYTEBUF' ? value.length : cString(value).length;
  };
  return { type: 'UINT64', list: false, plainType: source.plainType, fields: source.fields, read };
}

/** The engine writes these types as numbers in a list; the memory of all others it takes for text. */
const writtenAsNumbers = new Set(['INT64', 'UINT64', 'PID']);

function listItem(item: Source, value: EngineValue): EngineValue {
  return writtenAsNumbers.has(item.plainType) ? String(value) : memoryOf(item.type, value);
}

function stringSource(operands: readonly Source[], read: Source['read']): Source {
  const fields = operands.flatMap((operand) => operand.fields);
  return { type: 'CHARBUF', list: false, plainType: 'CHARBUF', fields, read };
}

function firstOf(reading: EngineValue | readonly EngineValue[]): EngineValue | undefined {
  return isSeveral(reading) ? reading[0] : reading;
}
