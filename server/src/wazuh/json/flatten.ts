import { type ByteString, lowerAscii } from '../../falco/evaluate/byte-string.ts';
import type { DynamicField, StaticField } from '../evaluate/event.ts';
import { fieldNumber } from './number.ts';
import { printJson } from './print.ts';
import { isArray, isObject, type JsonMember, type JsonValue } from './value.ts';

/** The fields of a decoded JSON event. */
export interface FlatFields {
  readonly statics: Partial<Record<StaticField, ByteString>>;
  readonly fields: DynamicField[];
  readonly fieldValues: Map<ByteString, ByteString>;
}

/** How a decoder takes JSON. */
export interface FlattenOptions {
  /** The most dynamic fields; the rest is dropped without a word. */
  readonly maxFields: number;
  /** Fields whose value is `null` do not exist. */
  readonly dropNulls: boolean;
}

/** Top-level keys with a place of their own; `systemname` is the odd one. */
const staticKeys: ReadonlyMap<string, StaticField> = new Map([
  ['srcip', 'srcip'],
  ['dstip', 'dstip'],
  ['srcport', 'srcport'],
  ['dstport', 'dstport'],
  ['protocol', 'protocol'],
  ['action', 'action'],
  ['srcuser', 'srcuser'],
  ['dstuser', 'dstuser'],
  ['id', 'id'],
  ['status', 'status'],
  ['url', 'url'],
  ['data', 'data'],
  ['extra_data', 'extra_data'],
  ['systemname', 'system_name'],
]);

/**
 * The fields of a JSON value: keys joined by dots, an array as one printed text, numbers as Wazuh writes
 * them, an empty object as nothing. Source: SEMANTICS.md "JSON decoder".
 */
export function flatten(value: JsonValue | undefined, options: FlattenOptions): FlatFields {
  const result: FlatFields = { statics: {}, fields: [], fieldValues: new Map() };
  if (value !== undefined && typeof value === 'object' && value !== null && isObject(value)) {
    addMembers(result, value.members, '', options);
  }
  return result;
}

function addMembers(
  result: FlatFields,
  members: readonly JsonMember[],
  prefix: ByteString,
  options: FlattenOptions,
): void {
  for (const { key, value } of members) {
    const name = prefix + key;
    if (typeof value === 'object' && value !== null && isObject(value)) {
      addMembers(result, value.members, `${name}.`, options);
      continue;
    }
    const text = fieldText(value, options);
    if (text !== undefined) addField(result, name, text, options.maxFields);
  }
}

function fieldText(value: JsonValue, { dropNulls }: FlattenOptions): ByteString | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return fieldNumber(value);
  if (value === null) return dropNulls ? undefined : 'null';
  if (typeof value === 'boolean') return String(value);
  return isArray(value) ? printJson(value, true) : undefined;
}

function addField(result: FlatFields, name: ByteString, text: ByteString, maxFields: number): void {
  const own = name === 'user' && !result.statics.dstuser ? 'dstuser' : staticKeys.get(name);
  if (own !== undefined) {
    result.statics[own] = text;
    return;
  }
  if (result.fields.length >= maxFields) return;
  result.fields.push({ name, value: text });
  const low = lowerAscii(name);
  if (!result.fieldValues.has(low)) result.fieldValues.set(low, text);
}
