import { toText } from '../../falco/evaluate/byte-string.ts';
import { decode } from '../evaluate/decode.ts';
import type { WazuhEvent } from '../evaluate/event.ts';
import { emptyMemory } from '../evaluate/memory.ts';
import { priorities } from '../generate/priority.ts';
import type { RuleNode, RuleSlot } from '../load/rule.ts';
import type { Ruleset } from '../load/ruleset.ts';
import type { Condition } from '../options/condition.ts';

/** What the rules of a ruleset have to do with alerts of Falco. */
export interface FalcoPlaces {
  /** Rules that are about alerts of Falco: by a group, a field of its alerts, or a rule above them. */
  readonly rules: ReadonlySet<RuleSlot>;
  /** Those of them that no priority of Falco can reach, while one can reach a rule above them. */
  readonly unreachable: ReadonlySet<RuleSlot>;
}

/** The priorities as alerts of old and new versions carry them. */
const events: readonly WazuhEvent[] = [...priorities.map(({ name }) => name), 'Info'].map((priority) =>
  decode(JSON.stringify({ priority }), 0, 256),
);

/** Goes through all places of the tree; a rule with several parents counts by the best of its places. */
export function falcoPlaces({ roots }: Ruleset): FalcoPlaces {
  const rules = new Set<RuleSlot>();
  const reached = new Set<RuleSlot>();
  const missed = new Set<RuleSlot>();
  const pending = roots.map((node): Visit => ({ node, falco: false, left: events }));
  for (let visit = pending.pop(); visit !== undefined; visit = pending.pop()) {
    const { node, left } = visit;
    const { slot, children } = node;
    const falco = visit.falco || isAboutFalco(slot);
    const still = left.filter((event) => takesPriority(slot.rule.conditions, event));
    if (falco) rules.add(slot);
    if (still.length > 0) reached.add(slot);
    else if (falco && left.length > 0) missed.add(slot);
    for (const child of children) pending.push({ node: child, falco, left: still });
  }
  return { rules, unreachable: new Set([...missed].filter((slot) => !reached.has(slot))) };
}

interface Visit {
  readonly node: RuleNode;
  /** A rule above is about Falco. */
  readonly falco: boolean;
  /** Priorities that get there. */
  readonly left: readonly WazuhEvent[];
}

function isAboutFalco({ rule }: RuleSlot): boolean {
  return (
    /(?:^|[, ])falco/.test(toText(rule.lowGroup)) ||
    rule.conditions.some(({ option, subject }) => option === 'field' && /^output_fields\./i.test(subject))
  );
}

function takesPriority(conditions: readonly Condition[], event: WazuhEvent): boolean {
  return conditions.every(
    (condition) => !isAboutPriority(condition) || condition.holds(event, emptyMemory()),
  );
}

/** True for a condition on the priority that can be run here. */
export function isAboutPriority({ option, subject, unsupported }: Condition): boolean {
  return option === 'field' && /^priority$/i.test(subject) && unsupported === undefined;
}
