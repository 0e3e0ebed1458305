import { type Alert, alertOf } from '../replay/alert.ts';
import { isJsonObject, tryParseJson, writeJson } from '../text/json.ts';

/** An alert as indented JSON, its keys in Falco's order; what it lacks is left out. */
export function alertText({ hostname, output, fields, priority, rule, source, tags, time }: Alert): string {
  const object = { hostname, output, output_fields: fields, priority, rule, source, tags, time };
  const given = Object.entries(object).filter(([, value]) => value !== undefined);
  return writeJson(Object.fromEntries(given), 2);
}

/**
 * The alert that a text says.
 * @param line the one that it was read from.
 */
export function editedAlert(
  text: string,
  line: number,
): { readonly alert: Alert } | { readonly reason: string } {
  const value = tryParseJson(text);
  if (value === undefined)
    return { reason: 'This is no JSON: a comma, a quote or a bracket is missing or too many.' };
  if (!isJsonObject(value))
    return { reason: 'An alert is a JSON object: { "rule": …, "output_fields": { … } }.' };
  const notes: string[] = [];
  const alert = alertOf(value, line, (note) => notes.push(note));
  return isJsonObject(value.output_fields)
    ? { alert }
    : { reason: notes.at(-1) ?? 'The alert has no "output_fields".' };
}
