import type { ByteString } from '../../falco/evaluate/byte-string.ts';
import type { CorrelatedField, Correlation, RuleSlot } from '../load/rule.ts';
import type { WazuhEvent } from './event.ts';
import { isForgotten, type Memory, type RememberedEvent } from './memory.ts';

/** What a counting rule found. */
export interface CorrelationResult {
  readonly holds: boolean;
  /** Earlier events that fitted, counted up to what was needed. */
  readonly found: number;
  readonly needed: number;
}

/**
 * Whether enough earlier events fit a counting rule, looking back from the newest. An event that took part in
 * an alert of the same or a higher level ends the search; finding enough marks the newest one and the current
 * event so. Source: SEMANTICS.md "Tree and evaluation" (correlation), and the behaviour of 4.14.7.
 */
export function correlate(
  slot: RuleSlot,
  correlation: Correlation,
  current: RememberedEvent,
  memory: Memory,
): CorrelationResult {
  const { level } = slot.rule;
  const needed = correlation.frequency + 1;
  const earlier = eventsFor(slot, memory);
  let newest: RememberedEvent | undefined;
  let found = 0;
  for (let i = earlier.length - 1; i >= 0; i--) {
    const candidate = earlier[i]!;
    if (
      current.event.seconds - candidate.event.seconds > correlation.timeframe ||
      isForgotten(candidate, memory)
    )
      break;
    if (!fits(slot, correlation, candidate.event, current.event)) continue;
    if (candidate.matched >= level) break;
    found++;
    if (found === needed) {
      current.matched = level;
      if (newest !== undefined) newest.matched = level;
      return { holds: true, found, needed };
    }
    newest ??= candidate;
  }
  return { holds: false, found, needed };
}

function eventsFor(slot: RuleSlot, memory: Memory): readonly RememberedEvent[] {
  if (slot.search === 'all') return memory.events;
  if (slot.search === 'group') return memory.byWatcher.get(slot) ?? [];
  return slot.counted === undefined ? [] : (memory.byRule.get(slot.counted) ?? []);
}

function fits(slot: RuleSlot, correlation: Correlation, earlier: WazuhEvent, current: WazuhEvent): boolean {
  if (!correlation.anyAgent && earlier.agentId !== current.agentId) return false;
  if (slot.search === 'all' && correlation.earlierLog?.matches(earlier.log) === false) return false;
  return (
    sameDynamics(correlation.sameFields, earlier, current) &&
    differentDynamics(correlation.differentFields, earlier, current) &&
    correlation.sameStatics.every((field) => sameStatic(field, earlier, current)) &&
    !correlation.differentStatics.some((field) => sameStatic(field, earlier, current))
  );
}

function sameDynamics(names: readonly ByteString[], earlier: WazuhEvent, current: WazuhEvent): boolean {
  return names.every((name) => sameDynamic(name, earlier, current));
}

/** An earlier and a current event both without any field count as the same. */
function differentDynamics(names: readonly ByteString[], earlier: WazuhEvent, current: WazuhEvent): boolean {
  if (names.length === 0) return true;
  if (earlier.fields.length === 0 && current.fields.length === 0) return false;
  return !names.some((name) => sameDynamic(name, earlier, current));
}

function sameDynamic(name: ByteString, earlier: WazuhEvent, current: WazuhEvent): boolean {
  const value = current.fieldValues.get(name);
  return value !== undefined && earlier.fieldValues.get(name) === value;
}

function sameStatic(field: CorrelatedField, earlier: WazuhEvent, current: WazuhEvent): boolean {
  if (field === 'location') return earlier.location === current.location;
  const value = current.statics[field];
  return value !== undefined && earlier.statics[field] === value;
}
