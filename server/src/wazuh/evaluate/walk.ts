import { toText } from '../../falco/evaluate/byte-string.ts';
import type { RuleNode, RuleSlot } from '../load/rule.ts';
import type { Condition } from '../options/condition.ts';
import { correlate } from './correlate.ts';
import type { Memory, RememberedEvent } from './memory.ts';
import type { FailedCondition, TraceStep } from './trace.ts';

/** Where the walk through the tree ended. */
export interface WalkResult {
  readonly slot: RuleSlot;
  /** The rule right above, what an ignored alert is reported as. */
  readonly parent: RuleSlot | undefined;
}

/** What a walk needs and notes. */
export interface Walk {
  readonly current: RememberedEvent;
  readonly memory: Memory;
  /** Takes the rules tried; absent where nobody asks. */
  readonly trace?: TraceStep[];
}

/** Decoders of JSON, and no decoder at all, make events of this category. */
const eventCategory = 'syslog';

/**
 * The rule that an event ends on: roots in order, depth first, the first child that gives a rule wins, a rule
 * without alerts gives none. Source: SEMANTICS.md "Tree and evaluation".
 */
export function walkRoots(roots: readonly RuleNode[], walk: Walk): WalkResult | undefined {
  for (const root of roots) {
    if (root.slot.rule.category !== eventCategory) continue;
    const result = tryRule(root, walk, 0);
    if (result !== undefined) return result;
  }
  return undefined;
}

/** Rules deeper than this are not tried; real trees have a dozen levels. */
const maxDepth = 1000;

function tryRule(node: RuleNode, walk: Walk, depth: number): WalkResult | undefined {
  const { slot } = node;
  if (!matches(slot, walk, depth)) return undefined;
  for (const child of depth < maxDepth ? node.children : []) {
    const result = tryRule(child, walk, depth + 1);
    if (result !== undefined) return result.parent === undefined ? { ...result, parent: slot } : result;
  }
  if (slot.rule.noAlert) return undefined;
  const { firedTimes } = walk.memory;
  firedTimes.set(slot, (firedTimes.get(slot) ?? 0) + 1);
  return { slot, parent: undefined };
}

function matches(slot: RuleSlot, walk: Walk, depth: number): boolean {
  const { event } = walk.current;
  const { conditions } = slot.rule;
  for (const condition of conditions) {
    if (condition.holds(event, walk.memory)) continue;
    if (walk.trace !== undefined) note(walk.trace, slot, depth, failedCondition(condition, walk));
    return false;
  }
  const failed = failedCorrelation(slot, walk);
  if (walk.trace !== undefined) note(walk.trace, slot, depth, failed);
  return failed === undefined;
}

function failedCondition(condition: Condition, { current }: Walk): FailedCondition {
  const { option, subject, wanted, negated, unsupported, span } = condition;
  const value = condition.valueIn(current.event);
  const actual = value === undefined ? undefined : toText(value);
  return {
    option,
    subject,
    wanted,
    negated,
    actual,
    span,
    ...(unsupported !== undefined && { unsupported }),
  };
}

/** Counts the earlier events where the rule asks for it; what failed, or undefined. */
function failedCorrelation(slot: RuleSlot, { current, memory }: Walk): FailedCondition | undefined {
  const { correlation, span } = slot.rule;
  if (correlation === undefined || slot.search === undefined) return undefined;
  const { holds, found, needed } = correlate(slot, correlation, current, memory);
  if (holds) return undefined;
  return {
    option: searchOptions[slot.search],
    subject: 'earlier events',
    wanted: `${needed} in ${correlation.timeframe} s`,
    negated: false,
    actual: String(found),
    span,
  };
}

const searchOptions = { rule: 'if_matched_sid', group: 'if_matched_group', all: 'if_matched_regex' };

function note(
  trace: TraceStep[],
  { rule }: RuleSlot,
  depth: number,
  failed: FailedCondition | undefined,
): void {
  const { id, level, file, span } = rule;
  trace.push(
    failed === undefined
      ? { id, level, depth, file, span, outcome: 'matched' }
      : { id, level, depth, file, span, outcome: 'failed', failed },
  );
}
