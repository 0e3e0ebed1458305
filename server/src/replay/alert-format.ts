import type { JsonObject } from '../text/json.ts';
import type { Note } from './alert.ts';

/**
 * A form other than Falco's own JSON in which alerts are handed on. What it gives are objects with the keys
 * of Falco's JSON (`rule`, `output_fields` …); what got lost on the way is absent, and noted where it shows.
 */
export interface AlertFormat {
  /** The alerts in a JSON object that is no alert itself; undefined where it is not of this form. */
  readonly inObject?: (value: JsonObject, note: Note) => readonly JsonObject[] | undefined;
  /** The alert in a line of text; undefined where it is not of this form. */
  readonly inLine?: (line: string, note: Note) => JsonObject | undefined;
  /** True for the first line of a CSV file whose rows, as objects, `inObject` understands. */
  readonly isHeader?: (columns: readonly string[]) => boolean;
}
