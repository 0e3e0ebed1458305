import { type ByteString, lowerAscii } from '../../falco/evaluate/byte-string.ts';
import { parseJson } from './parse.ts';
import { isObject, type JsonObject, type JsonValue } from './value.ts';

/**
 * Adds a text under a dotted key the way Wazuh nests it: every dot leads into an object, which is made where
 * it is missing; what is there already, in any case, stays; a text that is a JSON array becomes one.
 */
export function addField(object: JsonObject, key: ByteString, value: ByteString): JsonObject {
  return addAt(object, key.split('.'), value);
}

function addAt(
  object: JsonObject,
  [key = '', ...path]: readonly ByteString[],
  value: ByteString,
): JsonObject {
  const low = lowerAscii(key);
  const index = object.members.findIndex((member) => lowerAscii(member.key) === low);
  const present = object.members[index];
  if (present === undefined) {
    const added = path.length === 0 ? arrayOrText(value) : addAt({ members: [] }, path, value);
    return { members: [...object.members, { key, value: added }] };
  }
  if (path.length === 0 || !isObject(present.value)) return object;
  const member = { key: present.key, value: addAt(present.value, path, value) };
  return { members: object.members.with(index, member) };
}

function arrayOrText(value: ByteString): JsonValue {
  if (value[0] !== '[') return value;
  const parsed = parseJson(value);
  return parsed?.end === value.length ? parsed.value : value;
}
