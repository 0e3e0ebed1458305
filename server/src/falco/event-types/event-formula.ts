import type { And, Condition, Or } from '../condition/tree.ts';
import { allEventCodes, codesOfNames, type EventCodes } from './event-codes.ts';
import { deepest, intersection, LookupError, matchingCheck, type Universe, union } from './matching.ts';

/**
 * The events that a condition matches, as far as its own text says: what is left of it depends on the macros
 * that it names. Finding the events for other macros then takes no look at the condition.
 */
export type EventFormula = EventCodes | MacroEvents | EventGroup;

/** The events that a macro matches, or its negation. */
interface MacroEvents {
  readonly macro: string;
  readonly negated: boolean;
}

interface EventGroup {
  /** Puts the events of the parts together. */
  readonly join: typeof union;
  readonly parts: readonly EventFormula[];
}

/** The events that a macro matches and those that its negation does; undefined where there is no such macro. */
export type EventsOfMacro = (name: string) => readonly [EventCodes, EventCodes] | undefined;

/**
 * The formula of a condition whose macros are not resolved; undefined where the engine cannot look up one of
 * its own checks of `evt.type`.
 */
export function eventFormula(condition: Condition, asyncEvents: readonly string[]): EventFormula | undefined {
  try {
    const named = (names: readonly string[]) => codesOfNames(names, asyncEvents);
    return formulaOf(condition, false, { all: allEventCodes, named }, 0);
  } catch (error) {
    if (error instanceof LookupError) return undefined;
    throw error;
  }
}

type OwnUniverse = Pick<Universe<number>, 'all' | 'named'>;

function formulaOf(
  condition: Condition,
  negated: boolean,
  universe: OwnUniverse,
  depth: number,
): EventFormula {
  if (depth > deepest) return universe.all;
  switch (condition.kind) {
    case 'and':
    case 'or':
      return groupOf(condition, negated, universe, depth);
    case 'not':
      return formulaOf(condition.operand, !negated, universe, depth + 1);
    case 'check':
      return matchingCheck(condition, negated, universe);
    case 'macro':
      return { macro: condition.name, negated };
    case 'missing':
      return universe.all;
  }
}

/** Most parts match everything: then so does a chain of `or`, and a chain of `and` is what is left without them. */
function groupOf(
  { kind, operands }: And | Or,
  negated: boolean,
  universe: OwnUniverse,
  depth: number,
): EventFormula {
  const { all } = universe;
  const parts = operands.map((each) => formulaOf(each, negated, universe, depth + 1));
  if ((kind === 'and') === negated) return parts.includes(all) ? all : { join: union, parts };
  const [first = all, ...others] = parts.filter((part) => part !== all);
  return others.length === 0 ? first : { join: intersection, parts: [first, ...others] };
}

/** The macros that match all events of a formula. */
export function demandedMacros(formula: EventFormula): readonly string[] {
  if ('macro' in formula) return formula.negated ? [] : [formula.macro];
  return 'join' in formula && formula.join === intersection ? formula.parts.flatMap(demandedMacros) : [];
}

/** The events of a formula. */
export function eventsOfFormula(formula: EventFormula, ofMacro: EventsOfMacro): EventCodes {
  if ('macro' in formula) return ofMacro(formula.macro)?.[formula.negated ? 1 : 0] ?? allEventCodes;
  if (!('join' in formula)) return formula;
  return formula.join(
    formula.parts.map((part) => eventsOfFormula(part, ofMacro)),
    allEventCodes,
  );
}
