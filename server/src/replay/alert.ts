import type { EventValue } from '../falco/evaluate/event.ts';
import { type Priority, parsePriority } from '../falco/items/item.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../text/json.ts';

/** An alert as Falco prints it with `json_output`, or Falcosidekick hands it on. What it lacks is absent. */
export interface Alert {
  /** Line on which it begins in what was read, from 1. */
  readonly line: number;
  readonly rule?: string;
  readonly priority?: Priority;
  /** As written; Falco writes RFC 3339 with nanoseconds. */
  readonly time?: string;
  readonly source?: string;
  readonly hostname?: string;
  readonly output?: string;
  readonly tags: readonly string[];
  readonly fields: Readonly<Record<string, EventValue>>;
}

/** Something strange about an alert or a line, and how it was read all the same. */
export interface Oddity {
  readonly line: number;
  readonly message: string;
}

/** Takes what is strange about the alert that is being read. */
export type Note = (message: string) => void;

/** True for an object that is an alert by its keys; logs hold other objects too. */
export function isAlert(value: JsonValue): value is JsonObject {
  if (!isJsonObject(value)) return false;
  return 'output_fields' in value || ('rule' in value && ('output' in value || 'priority' in value));
}

/**
 * True for a message of Falco about itself. Before 0.29 it said so by the name of the rule alone; a rule of that name
 * may be somebody's own all the same.
 */
export function isOfFalcoItself({ rule, source }: Pick<Alert, 'rule' | 'source'>): boolean {
  return source === 'internal' || (source === undefined && (rule?.startsWith('Falco internal: ') ?? false));
}

/** Makes an alert of a JSON object; whatever is missing or strange is noted and left out. */
export function alertOf(value: JsonObject, line: number, note: Note): Alert {
  const text = (key: string) => textOf(value, key, note);
  const [rule, time] = [text('rule'), text('time')];
  if (rule === undefined) note('The alert does not say which rule it is from.');
  if (time !== undefined && Number.isNaN(Date.parse(time))) note(`The time "${shortened(time)}" is no date.`);
  const alert: Alert = {
    line,
    rule,
    time,
    priority: priorityOf(text('priority'), note),
    source: text('source'),
    hostname: text('hostname'),
    output: text('output'),
    tags: tagsOf(value.tags, note),
    fields: fieldsOf(value.output_fields, note),
  };
  return alert;
}

function textOf(value: JsonObject, key: string, note: Note): string | undefined {
  const text = Object.hasOwn(value, key) ? value[key] : undefined;
  if (typeof text === 'string') return text;
  if (text === undefined) return undefined;
  note(text === null ? `"${key}" is null.` : `"${key}" is no text and was not read.`);
  return undefined;
}

function priorityOf(text: string | undefined, note: Note): Priority | undefined {
  if (text === undefined) return undefined;
  const priority = parsePriority(text);
  if (priority === undefined) note(`Falco has no priority "${shortened(text)}".`);
  else if (priority !== text) note(`The priority "${text}" was read as ${priority}.`);
  return priority;
}

function tagsOf(tags: JsonValue | undefined, note: Note): readonly string[] {
  if (tags === undefined || tags === null) return [];
  if (Array.isArray(tags) && tags.every((tag) => typeof tag === 'string')) return tags;
  note('"tags" is no list of texts and was not read.');
  return [];
}

/** The output fields, changed in place where a value is none that Falco writes. */
function fieldsOf(fields: JsonValue | undefined, note: Note): Alert['fields'] {
  if (!isJsonObject(fields)) {
    note('The alert has no "output_fields", so nothing can be said about any condition.');
    return {};
  }
  for (const name of Object.keys(fields)) {
    const value = fields[name]!;
    if (isEventValue(value)) continue;
    const text = printJson(value);
    if (text !== undefined) {
      note(`The value of "${shortened(name)}" is an object; its JSON text was taken.`);
      fields[name] = text;
    } else {
      note(`The value of "${shortened(name)}" is nested too deeply and was left out.`);
      delete fields[name];
    }
  }
  return fields as Alert['fields'];
}

function isEventValue(value: JsonValue): value is EventValue {
  if (typeof value !== 'object' || value === null) return true;
  return Array.isArray(value) && value.every((each) => typeof each !== 'object' || each === null);
}

/** Undefined where the value is nested more deeply than JSON.stringify can go. */
function printJson(value: JsonValue): string | undefined {
  try {
    return JSON.stringify(value, (_, each) => (typeof each === 'bigint' ? String(each) : each));
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
