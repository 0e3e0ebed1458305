import type { Condition } from '../condition/tree.ts';
import type { EventCodes } from '../event-types/event-codes.ts';
import { type ConditionFindings, nothingFound, ownedBy } from './condition-findings.ts';
import { fits, weigh } from './resolve-macros.ts';

/**
 * What naming a macro does to a condition, as far as compiling goes. Most edits of a macro leave it as it is:
 * then whatever names the macro is still compiled.
 */
export interface MacroEffect {
  /** False where something in the macro could not be resolved: conditions that name it have findings then. */
  readonly whole: boolean;
  readonly findings: ConditionFindings;
  /** The findings as those of what names the macro. */
  readonly owned: ConditionFindings;
  /** False where the macro is too large to be put in. */
  readonly fits: boolean;
  /** The events that it matches and those that its negation does; undefined where the engine cannot tell. */
  readonly events: readonly [EventCodes, EventCodes] | undefined;
}

/** The effect of the resolved condition of the macro with a name. */
export function macroEffect(
  name: string,
  resolved: Condition,
  whole: boolean,
  findings: ConditionFindings,
  events: MacroEffect['events'],
): MacroEffect {
  return { whole, findings, owned: ownedBy(name, findings), fits: fits(weigh(resolved)), events };
}

/** True where conditions that name a macro compile the same with either; findings are places, never the same. */
export function sameEffect(a: MacroEffect, b: MacroEffect): boolean {
  if (!a.whole || !b.whole || a.findings !== nothingFound || b.findings !== nothingFound) return false;
  if (a.fits !== b.fits) return false;
  if (a.events === undefined || b.events === undefined) return false;
  return sameCodes(a.events[0], b.events[0]) && sameCodes(a.events[1], b.events[1]);
}

function sameCodes(a: EventCodes, b: EventCodes): boolean {
  if (a === b) return true;
  if (a.size !== b.size) return false;
  for (const code of a) if (!b.has(code)) return false;
  return true;
}
