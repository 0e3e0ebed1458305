import { once } from '../../text/once.ts';
import generated from './events.generated.json' with { type: 'json' };
import type { FieldType } from './fields.ts';

/** What stands behind an event type: a system call, or something else that the engine reports. */
export type EventKind = 'syscall' | 'tracepoint' | 'iterator' | 'meta' | 'plugin' | 'internal';

/** One named argument of an event, as in `evt.arg.flags`. */
export interface EventArgument {
  readonly name: string;
  readonly type: FieldType;
}

/** One entry of the engine's event table; several entries share a name (older shapes, entering, leaving). */
export interface EventInfo {
  /** The entry's number, as in `evt.type.is.2`. */
  readonly id: number;
  readonly name: string;
  /** An older shape of the event, met only in old captures. */
  readonly old: boolean;
  /** A number that no event has any more. */
  readonly unused: boolean;
  readonly arguments: readonly EventArgument[];
}

/** A generated row: name, `old` or `unused` or nothing, then `argument TYPE` for each argument. */
class EventRow implements EventInfo {
  readonly name: string;
  private read: readonly EventArgument[] | undefined;

  constructor(
    readonly id: number,
    private readonly row: readonly string[],
  ) {
    this.name = row[0] ?? '';
  }

  get old(): boolean {
    return this.row[1] === 'old';
  }

  get unused(): boolean {
    return this.row[1] === 'unused';
  }

  get arguments(): readonly EventArgument[] {
    this.read ??= this.row.slice(2).map(argumentOf);
    return this.read;
  }
}

/** The engine's event table, in its order: an entry's place is its number. */
export const events: readonly EventInfo[] = generated.events.map((row, id) => new EventRow(id, row));

/** Every name that `evt.type` can be compared with (plugins add more: `FieldTables.asyncEvents`). */
export const eventTypes: ReadonlyMap<string, EventKind> = new Map(
  generated.types.map(([name = '', kind = '']) => [name, kind as EventKind]),
);

const eventsByName: ReadonlyMap<string, readonly EventInfo[]> = groupByName(events);

const argumentsByName: () => ReadonlyMap<string, EventArgument> = once(() =>
  firstByName(events.flatMap((each) => each.arguments)),
);

/** Every name that can follow `evt.arg.` and `evt.rawarg.`, in the engine's order. */
export const argumentNames: () => readonly string[] = once(() => [...argumentsByName().keys()]);

/** Whether the engine accepts `name` as a value of `evt.type`, plugins aside; it accepts an empty text too. */
export function isEventType(name: string): boolean {
  return name === '' || eventTypes.has(name);
}

/** The table entries of this name; none for a system call that only has the generic event. */
export function eventsNamed(name: string): readonly EventInfo[] {
  return eventsByName.get(name) ?? [];
}

/** The arguments that events of this type carry today, each name once; old shapes are left out. */
export function argumentsOf(eventType: string): readonly EventArgument[] {
  const current = eventsNamed(eventType).filter((each) => !each.old && !each.unused);
  return [...firstByName(current.flatMap((each) => each.arguments)).values()];
}

/**
 * The event argument whose name is the longest prefix of `text`: the engine's way of reading what follows
 * `evt.arg.` and `evt.rawarg.`. Where events differ in an argument's type, the first in the table counts.
 */
export function longestArgument(text: string): EventArgument | undefined {
  const name = longestPrefix(argumentsByName(), text);
  return name === undefined ? undefined : argumentsByName().get(name);
}

/** The longest name of the event table that `text` begins with. */
export function longestEventName(text: string): string | undefined {
  return longestPrefix(eventsByName, text);
}

/** The longest key that `text` begins with. */
function longestPrefix(table: ReadonlyMap<string, unknown>, text: string): string | undefined {
  for (let length = Math.min(text.length, longestName()); length > 0; length--) {
    const start = text.slice(0, length);
    if (table.has(start)) return start;
  }
  return undefined;
}

/** No name of an event or an argument is longer. */
const longestName = once(() =>
  Math.max(...[...eventsByName.keys(), ...argumentNames()].map((name) => name.length)),
);

function argumentOf(text: string): EventArgument {
  const blank = text.lastIndexOf(' ');
  return { name: text.slice(0, blank), type: text.slice(blank + 1) as FieldType };
}

function groupByName(list: readonly EventInfo[]): Map<string, EventInfo[]> {
  const groups = new Map<string, EventInfo[]>();
  for (const each of list) {
    const group = groups.get(each.name);
    if (group === undefined) groups.set(each.name, [each]);
    else group.push(each);
  }
  return groups;
}

function firstByName<Named extends { readonly name: string }>(list: readonly Named[]): Map<string, Named> {
  const first = new Map<string, Named>();
  for (const each of list) {
    if (!first.has(each.name)) first.set(each.name, each);
  }
  return first;
}
