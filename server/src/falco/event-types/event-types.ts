import type { Check, Condition } from '../condition/tree.ts';
import {
  allEventCodes,
  allSyscalls,
  asyncName,
  codesOfNames,
  type EventCodes,
  isGenericCode,
  namesOfCodes,
  namesOfSyscalls,
  type Syscalls,
  syscallsOfNames,
} from './event-codes.ts';
import { LookupError, type Matched, matching, type Universe, type VisibleMacro } from './matching.ts';

/** The event types that a condition can match. */
export interface EventTypes {
  /**
   * Names of the matching entries of the event table, sorted. A system call without an entry of its own
   * stands for all of those, because the engine cannot tell them apart there.
   */
  readonly names: readonly string[];
  /** The names that `falco -L` lists, sorted: exact for such system calls, and always with `asyncevent`. */
  readonly listed: readonly string[];
  /** How many entries match; the engine warns (LOAD_NO_EVTTYPE) at more than `mostEventCodes`. */
  readonly codes: number;
}

/** Event types, or the engine's message about a check of `evt.type` that it cannot look up; the load fails. */
export type EventTypesResult =
  | { readonly ok: true; readonly types: EventTypes }
  | { readonly ok: false; readonly error: string; readonly check: Check };

/** At more matching entries of the event table than this the engine warns of a slow rule. */
export const mostEventCodes = 100;

/**
 * The event types that a condition of source `syscall` can match, as the engine computes them: by sets
 * through `and`, `or` and `not`, where only `evt.type` and `syscall.type` with `=`, `!=`, `in` and `exists`,
 * and some checks of `evt.num`, narrow the set. Macros must be resolved (`expansion`); one that is not matches everything.
 * @param asyncEvents names of events that loaded plugins send (`FieldTables.asyncEvents`).
 * @param known what macros match, kept from one question to the next as long as `asyncEvents` stay the same.
 * @param visible the conditions of macros that are not resolved in it, with their own macros resolved.
 */
export function eventTypesOf(
  condition: Condition,
  asyncEvents: readonly string[] = [],
  known: KnownCodes = new WeakMap(),
  visible: VisibleMacro = noMacro,
): EventTypesResult {
  try {
    const codes = matching(condition, false, codesUniverse(asyncEvents, known, visible));
    const types: EventTypes = {
      codes: codes.size,
      // Every load wants the number, only few questions the names.
      get names() {
        return namesOfCodes(codes);
      },
      get listed() {
        return listed(codes, matchingSyscalls(condition, asyncEvents, visible));
      },
    };
    return { ok: true, types };
  } catch (error) {
    if (error instanceof LookupError) return { ok: false, error: error.message, check: error.check };
    throw error;
  }
}

const noMacro = () => undefined;

/** What the conditions of macros match, plain and negated. */
export type KnownCodes = Matched<number>;

/** The events that a condition matches and those that its negation does; undefined where the load fails. */
export function eventCodesOf(
  condition: Condition,
  asyncEvents: readonly string[],
  known: KnownCodes,
): readonly [EventCodes, EventCodes] | undefined {
  const universe = codesUniverse(asyncEvents, known, noMacro);
  try {
    return [matching(condition, false, universe), matching(condition, true, universe)];
  } catch (error) {
    if (error instanceof LookupError) return undefined;
    throw error;
  }
}

function codesUniverse(
  asyncEvents: readonly string[],
  macros: KnownCodes,
  visible: VisibleMacro,
): Universe<number> {
  return { all: allEventCodes, named: (names) => codesOfNames(names, asyncEvents), macros, visible };
}

function matchingSyscalls(
  condition: Condition,
  asyncEvents: readonly string[],
  visible: VisibleMacro,
): Syscalls {
  return matching(condition, false, {
    all: allSyscalls,
    named: (names) => syscallsOfNames(names, asyncEvents),
    macros: new WeakMap(),
    visible,
  });
}

/** What `falco -L` lists for a rule of another source: plugins' events, whatever the condition says. */
export const pluginEventTypes: readonly string[] = [asyncName, 'pluginevent'];

/** As `falco -L` puts the two together. */
function listed(codes: EventCodes, syscalls: Syscalls): string[] {
  const specific = namesOfCodes(new Set([...codes].filter((code) => !isGenericCode(code))));
  return [...new Set([asyncName, ...specific, ...namesOfSyscalls(syscalls)])].sort();
}
