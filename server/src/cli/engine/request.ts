import type { EventValue } from '../../falco/evaluate/event.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../text/json.ts';

/** Thrown where a request is not of the form that is asked for; the message is the answer. */
export class BadRequest extends Error {}

/** The texts under a key: one, or a list of them. @throws BadRequest */
export function textsOf(request: JsonObject, key: string): string[] {
  const value = request[key];
  const values = Array.isArray(value) ? value : [value];
  if (values.every(isText)) return values;
  throw new BadRequest(`"${key}" must be a text or a list of texts`);
}

/** True for a text. */
export function isText(value: JsonValue | undefined): value is string {
  return typeof value === 'string';
}

/** The text under a key, or undefined where there is no such key. @throws BadRequest */
export function optionalText(request: JsonObject, key: string): string | undefined {
  const value = request[key];
  if (value === undefined || value === null || typeof value === 'string') return value ?? undefined;
  throw new BadRequest(`"${key}" must be a text`);
}

/** The values of an event's fields. @throws BadRequest */
export function eventFields(value: JsonValue | undefined, what: string): Record<string, EventValue> {
  if (value === undefined) return {};
  if (isJsonObject(value) && Object.values(value).every(isEventValue))
    return value as Record<string, EventValue>;
  throw new BadRequest(`${what} must be an object of fields with plain values or lists of them`);
}

function isEventValue(value: JsonValue): value is EventValue {
  return Array.isArray(value) ? value.every((each) => !isJsonObject(each)) : !isJsonObject(value);
}
