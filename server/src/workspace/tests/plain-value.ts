import type { EventValue } from '../../falco/evaluate/event.ts';
import type { JsonObject, JsonValue } from '../../text/json.ts';
import type { YamlMap, YamlNode, YamlScalar } from '../../yaml/node.ts';

/**
 * The value of a field as a test writes it: a plain `true`, `false`, `null` or number is one, anything else,
 * and all in quotes, is a text. Integers past 2^53 come as bigint. A map has no such value.
 */
export function fieldValue(node: YamlNode): EventValue | undefined {
  if (node.kind === 'scalar') return scalarValue(node);
  if (node.kind === 'map') return undefined;
  const values = node.items.map(fieldValue);
  return values.every((value) => value !== undefined) ? values : undefined;
}

/** The values of a map of fields; those that are none are left out. */
export function fieldValues(map: YamlMap): Record<string, EventValue> {
  return Object.fromEntries(
    map.entries.flatMap(({ key, value: node }) => {
      const value = key.kind === 'scalar' ? fieldValue(node) : undefined;
      return key.kind === 'scalar' && value !== undefined ? [[key.value, value] as const] : [];
    }),
  );
}

/** A map as JSON, its scalars read as values of fields are; keys that are no texts are left out. */
export function jsonOf(map: YamlMap): JsonObject {
  const members = map.entries.flatMap(({ key, value }) =>
    key.kind === 'scalar' ? [[key.value, jsonValue(value)] as const] : [],
  );
  return Object.fromEntries(members);
}

function jsonValue(node: YamlNode): JsonValue {
  if (node.kind === 'map') return jsonOf(node);
  return node.kind === 'list' ? node.items.map(jsonValue) : scalarValue(node);
}

function scalarValue({ value, style, isNull }: YamlScalar): string | number | bigint | boolean | null {
  if (isNull) return null;
  if (style !== 'plain') return value;
  if (value === 'true' || value === 'false') return value === 'true';
  if (/^[-+]?(?:0|[1-9]\d{0,30})$/.test(value)) {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : BigInt(value);
  }
  return /^[-+]?(?:0|[1-9]\d*)\.\d+$/.test(value) ? Number(value) : value;
}
