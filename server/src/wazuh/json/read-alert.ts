import { isJsonObject, type JsonObject, type JsonValue, tryParseJson } from '../../text/json.ts';

/**
 * The alert of Falco in an alert of Wazuh (`alerts.json`, or a document of its indexer), with the keys of Falco's JSON; undefined for any
 * other object. Its `full_log` is the line that came from Falco; where that is missing or cut, `data` is put
 * together again: there every value is a text, and numbers of more than 32 bits are rounded
 * (SEMANTICS.md, "JSON decoder").
 * @param note takes what got lost, as a sentence
 */
export function alertOfWazuh(value: JsonObject, note: (message: string) => void): JsonObject | undefined {
  const { rule, data, full_log: line } = isJsonObject(value._source) ? value._source : value;
  if (!isJsonObject(rule) || !('level' in rule) || !('id' in rule)) return undefined;
  const original = typeof line === 'string' ? tryParseJson(line) : undefined;
  if (isJsonObject(original) && 'output_fields' in original) return original;
  if (!isJsonObject(data) || !('output_fields' in data) || typeof data.rule !== 'string') return undefined;
  note('Read from the fields that Wazuh decoded: numbers of more than 32 bits are rounded there.');
  return { ...data, tags: arrayOf(data.tags), output_fields: flatFields(data.output_fields) };
}

/** Wazuh nests names at each dot. */
function flatFields(value: JsonValue | undefined): JsonObject {
  const fields: JsonObject = {};
  const add = (name: string, each: JsonValue, depth: number) => {
    if (!isJsonObject(each) || depth > deepest) {
      fields[name] = fieldValue(each);
      return;
    }
    for (const [key, member] of Object.entries(each))
      add(name === '' ? key : `${name}.${key}`, member, depth + 1);
  };
  if (isJsonObject(value)) add('', value, 0);
  return fields;
}

const deepest = 50;

function fieldValue(value: JsonValue): JsonValue {
  if (value === 'null') return null;
  return typeof value === 'string' ? value.replace(/^(-?\d+)\.000000$/, '$1') : value;
}

function arrayOf(value: JsonValue | undefined): JsonValue {
  const list = typeof value === 'string' && value.startsWith('[') ? tryParseJson(value) : value;
  return list ?? null;
}
