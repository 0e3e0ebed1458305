import type { ByteString } from '../../falco/evaluate/byte-string.ts';
import type { RuleSlot } from '../load/rule.ts';
import type { WazuhEvent } from './event.ts';

/** An event that a session remembers. */
export interface RememberedEvent {
  readonly event: WazuhEvent;
  /** How many events were remembered before it. */
  number: number;
  /** Level of the counting rule that used this event up, so that it does not fire again at once. */
  matched: number;
}

/** What a session knows of the events before: everything that makes an answer depend on the past. */
export interface Memory {
  /** How often each rule was reached. */
  readonly firedTimes: Map<RuleSlot, number>;
  /** When a rule with `ignore` last alerted, in seconds. */
  readonly ignoredSince: Map<RuleSlot, number>;
  /** Events by the rule that they ended on, for `if_matched_sid`, oldest first. */
  readonly byRule: Map<RuleSlot, RememberedEvent[]>;
  /** Events by the rule with `if_matched_group` that wants them, oldest first. */
  readonly byWatcher: Map<RuleSlot, RememberedEvent[]>;
  /** All events that ended on a rule above level 0, oldest first; kept only where a rule looks through them. */
  readonly events: RememberedEvent[];
  /** How many events have ended on a rule above level 0. */
  counted: number;
  /** The last different log for each rule with `check_diff` and host. */
  readonly lastLogs: Map<string, ByteString>;
  /** What rules with `<ignore>` have noted, for `check_if_ignored`. */
  readonly ignoredLines: Set<ByteString>;
}

/** A memory without a past. */
export function emptyMemory(): Memory {
  return {
    firedTimes: new Map(),
    ignoredSince: new Map(),
    byRule: new Map(),
    byWatcher: new Map(),
    events: [],
    counted: 0,
    lastLogs: new Map(),
    ignoredLines: new Set(),
  };
}

/** So many events are remembered, whatever rule they ended on. */
const capacity = 8192;

/** True where newer events have driven this one out. */
export function isForgotten(event: RememberedEvent, memory: Memory): boolean {
  return memory.counted - event.number > capacity;
}

/** Keeps the event for the rules that count: those of its rule, else those of its groups, and those of all. */
export function remember(slot: RuleSlot, event: RememberedEvent, memory: Memory, keepsAll: boolean): void {
  event.number = memory.counted++;
  if (slot.remembered) append(listFor(memory.byRule, slot), event);
  else for (const watcher of slot.watchers) append(listFor(memory.byWatcher, watcher), event);
  if (keepsAll) append(memory.events, event);
}

function listFor(lists: Map<RuleSlot, RememberedEvent[]>, slot: RuleSlot): RememberedEvent[] {
  const list = lists.get(slot) ?? [];
  lists.set(slot, list);
  return list;
}

/** Lists are cut to half when they reach twice the capacity, so that cutting costs little for each event. */
function append(list: RememberedEvent[], event: RememberedEvent): void {
  list.push(event);
  if (list.length >= 2 * capacity) list.splice(0, capacity);
}
