import type { Condition } from '../condition/tree.ts';
import { allEventCodes, type EventCodes } from '../event-types/event-codes.ts';
import { type ConditionFindings, nothingFound, ownedBy } from './condition-findings.ts';
import { fits, weigh } from './resolve-macros.ts';
import { inCondition, isError, type RuleFinding } from './rule-finding.ts';

/**
 * What naming a macro does to a condition, as far as compiling goes. Most edits of a macro leave it as it is:
 * then whatever names the macro is still compiled.
 */
export interface MacroEffect {
  /** False where something in the macro could not be resolved: conditions that name it have findings then. */
  readonly isWhole: boolean;
  readonly findings: ConditionFindings;
  /** The findings as those of what names the macro. */
  readonly owned: ConditionFindings;
  /** The errors among them, as those of a rule. */
  readonly errors: readonly RuleFinding[];
  /** False where the macro is too large to be put in. */
  readonly fits: boolean;
  /** The events that it matches and those that its negation does; undefined where the engine cannot tell. */
  readonly events: readonly [EventCodes, EventCodes] | undefined;
}

/** The effect of the resolved condition of the macro with a name. */
export function macroEffect(
  name: string,
  resolved: Condition,
  isWhole: boolean,
  findings: ConditionFindings,
  events: MacroEffect['events'],
): MacroEffect {
  const fitsIn = fits(weigh(resolved));
  if (isWhole && fitsIn && findings === nothingFound && events?.every(isAll)) {
    return noEffect;
  }
  const owned = ownedBy(name, findings);
  const errors = owned.findings.filter(({ found }) => isError(found)).map(inCondition);
  return { isWhole, findings, owned, errors, fits: fitsIn, events };
}

/** Most macros say nothing of events. */
const noEffect: MacroEffect = {
  isWhole: true,
  findings: nothingFound,
  owned: nothingFound,
  errors: [],
  fits: true,
  events: [allEventCodes, allEventCodes],
};

function isAll(codes: EventCodes): boolean {
  return codes === allEventCodes;
}

/** True where conditions that name a macro compile the same with either; findings are places, never the same. */
export function sameEffect(a: MacroEffect, b: MacroEffect): boolean {
  if (!a.isWhole || !b.isWhole || a.findings !== nothingFound || b.findings !== nothingFound) return false;
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
