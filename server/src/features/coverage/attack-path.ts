import { tacticsInOrder } from '../../falco/tables/attack.ts';
import type { Snapshot } from '../../workspace/workspace.ts';
import type { AlertTally, Occurrence } from './alert-tally.ts';
import { attackProfile } from './attack-profile.ts';

/** One rule's alerts at one place, as a step of an attack. */
export interface AttackStep extends Occurrence {
  /** Names of tactics in the order of the matrix; none where nothing says which. */
  readonly tactics: readonly string[];
  /** Ids. */
  readonly techniques: readonly string[];
}

/** What happened at one place, in time order. */
export interface AttackPath {
  readonly host?: string;
  readonly container?: string;
  readonly steps: readonly AttackStep[];
  /** Tactics in the order in which their first alerts came. */
  readonly tactics: readonly string[];
}

/**
 * The way of an attack through the tactics, place by place. Many alerts of a rule are one step, at the time of the
 * first. Alerts say what their rule here says; where it is not here, what their own tags say.
 */
export function attackPaths(snapshots: readonly Snapshot[], tally: AlertTally): readonly AttackPath[] {
  const rules = snapshots.map(({ load }) => load.collector.rules);
  return tally.places.map(({ host, container, occurrences }) => {
    const steps = occurrences.map((occurrence): AttackStep => {
      const { rule, tags } = occurrence;
      const own = rules.find((each) => each.has(rule))?.get(rule)?.tags;
      const { tactics, techniques } = attackProfile(own ?? tags);
      return { ...occurrence, tactics: inOrder(tactics), techniques: techniques.map(({ id }) => id) };
    });
    const tactics = [...new Set(steps.flatMap((step) => step.tactics))];
    return {
      ...(host !== undefined && { host }),
      ...(container !== undefined && { container }),
      steps,
      tactics,
    };
  });
}

function inOrder(tactics: readonly string[]): readonly string[] {
  return tacticsInOrder.map(({ name }) => name).filter((name) => tactics.includes(name));
}
