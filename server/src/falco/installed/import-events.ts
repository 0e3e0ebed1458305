import type { EventArgument } from '../tables/events.ts';
import type { FieldType } from '../tables/fields.ts';
import type { Outcome } from './outcome.ts';
import { type JsonObject, objectsIn, readJson, textOf } from './read-json.ts';

/** An event that an installed Falco lists. */
export interface ListedEvent {
  readonly name: string;
  readonly arguments: readonly EventArgument[];
}

/**
 * Reads what `falco --list-events` prints: JSON where it was asked for and Falco can, lines
 * (`< open(FD **fd**, …)`) or a Markdown table (`Yes | \`<\` | \`open\` | FD **fd**`). What an event carries
 * when it is left counts; of events that are only entered, what they carry then.
 */
export function importEvents(text: string): Outcome<readonly ListedEvent[]> {
  const json = readJson(text);
  const entries = json === undefined ? entriesInLines(text) : entriesInJson(json);
  if (entries.length === 0) return { ok: false, problem: 'It does not list its events.' };
  const byName = new Map<string, ListedEvent>();
  for (const { event, entered } of entries) {
    if (!entered || !byName.has(event.name)) byName.set(event.name, event);
  }
  return { ok: true, value: [...byName.values()] };
}

interface Entry {
  readonly event: ListedEvent;
  readonly entered: boolean;
}

/** Categories of events by their names; the schema version among them is no list. */
function entriesInJson(json: JsonObject): Entry[] {
  return Object.values(json)
    .flatMap(objectsIn)
    .filter(({ name }) => textOf(name) !== '')
    .map(({ name, dir, params }) => ({
      event: { name: textOf(name), arguments: objectsIn(params).map(argumentOf) },
      entered: dir === '>',
    }));
}

function argumentOf({ name, type }: JsonObject): EventArgument {
  return { name: textOf(name), type: textOf(type) as FieldType };
}

function entriesInLines(text: string): Entry[] {
  return text.split('\n').flatMap((line) => entryInLine(line) ?? []);
}

const plainLine = /^([<>]) (\w+)\((.*)\)\s*$/;
const tableLine = /^(?:Yes|No) \| `([<>])` \| `(\w+)` \| (.*)$/;

function entryInLine(line: string): Entry | undefined {
  const match = plainLine.exec(line) ?? tableLine.exec(line);
  if (match === null) return undefined;
  const [, dir, name = '', list = ''] = match;
  const found = [...list.matchAll(/\b(\w+) \*\*(\w+)\*\*/g)];
  const args = found.map(([, type, each]) => ({ name: each!, type: type as FieldType }));
  return { event: { name, arguments: args }, entered: dir === '>' };
}
