import { type JsonObject, parseJson, writeJson } from '../text/json.ts';
import { type Alert, alertOf } from './alert.ts';

/** The line that Falco writes to its file for an alert, its keys in Falco's order; what the alert lacks is left out. */
export function falcoLine({ hostname, output, fields, priority, rule, source, tags, time }: Alert): string {
  const object = { hostname, output, output_fields: fields, priority, rule, source, tags, time };
  return writeJson(Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)));
}

/**
 * An alert from its JSON text, once more: what is strange about it was noted when it was first read.
 * @param line on which it begins in what it was read from, from 1
 */
export function alertOfText(text: string, line: number): Alert {
  return alertOf(parseJson(text) as JsonObject, line, () => {});
}
