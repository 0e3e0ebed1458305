/** A JSON object of whatever contents. */
export type JsonObject = Readonly<Record<string, unknown>>;

/**
 * The first JSON object that Falco printed: alone, laid out on many lines, or as one line among others, as
 * when a plugin writes to the same output. Undefined where there is none.
 */
export function readJson(text: string): JsonObject | undefined {
  const candidates = [text, text.slice(Math.max(text.search(/^\{/m), 0)), ...text.split('\n')];
  for (const candidate of candidates) {
    if (!candidate.trimStart().startsWith('{')) continue;
    const value = parse(candidate);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** The objects in a JSON list; none where it is no list. */
export function objectsIn(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** The texts in a JSON list; none where it is no list. */
export function textsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];
}

/** A value as a text, empty where it is none. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Whether a value is a JSON object, and neither null nor a list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parse(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
