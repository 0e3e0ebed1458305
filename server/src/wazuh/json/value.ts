import type { ByteString } from '../../falco/evaluate/byte-string.ts';

/** A JSON value with its strings as bytes. */
export type JsonValue = ByteString | number | boolean | null | JsonArray | JsonObject;

/** An array. */
export interface JsonArray {
  readonly items: readonly JsonValue[];
}

/** An object: members in the order written, keys may repeat. */
export interface JsonObject {
  readonly members: readonly JsonMember[];
}

/** A key and its value. */
export interface JsonMember {
  readonly key: ByteString;
  readonly value: JsonValue;
}

/** True for an array. */
export function isArray(value: JsonValue): value is JsonArray {
  return typeof value === 'object' && value !== null && 'items' in value;
}

/** True for an object. */
export function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && 'members' in value;
}
