import { toText } from '../../falco/evaluate/byte-string.ts';
import { decode } from '../evaluate/decode.ts';
import type { WazuhEvent } from '../evaluate/event.ts';
import { emptyMemory } from '../evaluate/memory.ts';
import { priorityWords } from '../generate/priority.ts';
import type { Rule, RuleNode, RuleSlot } from '../load/rule.ts';
import type { Ruleset } from '../load/ruleset.ts';
import type { Condition } from '../options/condition.ts';
import type { XmlElement } from '../xml/document.ts';

/** What the rules of a ruleset have to do with alerts of Falco. */
export interface FalcoPlaces {
  /** Rules that are about alerts of Falco: by a group, a field of its alerts, or a rule above them. */
  readonly rules: ReadonlySet<RuleSlot>;
  /** Those of them that no priority of Falco can reach, while one can reach a rule above them. */
  readonly unreachable: ReadonlySet<RuleSlot>;
}

/** An alert of each priority. */
const events: readonly WazuhEvent[] = priorityWords.map((priority) =>
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
    const { isFalco, priority } = signsOf(slot.rule);
    const falco = visit.falco || isFalco;
    const still = priority.length === 0 ? left : left.filter((event) => takesPriority(priority, event));
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

interface Signs {
  /** It is about alerts of Falco by a group or a field. */
  readonly isFalco: boolean;
  /** Its conditions on the priority. */
  readonly priority: readonly Condition[];
}

/** By elements, which stay the same while their file does. */
const known = new WeakMap<XmlElement, Signs>();

function signsOf({ element, lowGroup, conditions }: Rule): Signs {
  const earlier = known.get(element);
  if (earlier !== undefined) return earlier;
  const isFalco =
    /(?:^|[, ])falco/.test(toText(lowGroup)) ||
    conditions.some(({ option, subject }) => option === 'field' && /^output_fields\./i.test(subject));
  const signs = { isFalco, priority: conditions.filter(isAboutPriority) };
  known.set(element, signs);
  return signs;
}

function takesPriority(conditions: readonly Condition[], event: WazuhEvent): boolean {
  return conditions.every((condition) => condition.holds(event, emptyMemory()));
}

/** True for a condition on the priority that can be run here. */
export function isAboutPriority({ option, subject, unsupported }: Condition): boolean {
  return option === 'field' && /^priority$/i.test(subject) && unsupported === undefined;
}
