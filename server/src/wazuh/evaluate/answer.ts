import { toText } from '../../falco/evaluate/byte-string.ts';
import type { MitreReference, RuleSlot } from '../load/rule.ts';
import type { Ruleset } from '../load/ruleset.ts';
import { noteOf } from '../options/noted-fields.ts';
import { describe } from './describe.ts';
import type { WazuhEvent } from './event.ts';
import { type AlertGroups, alertGroups } from './groups.ts';
import { type Memory, type RememberedEvent, remember } from './memory.ts';
import type { WalkResult } from './walk.ts';

/** What Wazuh makes of one event. */
export interface Answer extends AlertGroups {
  /** The id as alerts write it. */
  readonly id: string;
  readonly level: number;
  readonly description: string;
  /** Written to the alerts file. */
  readonly alert: boolean;
  readonly mail: boolean;
  /** What the rule names; `resolveMitre` looks it up. */
  readonly mitre: readonly MitreReference[];
  readonly firedTimes: number;
  /** What a counting rule counts to. */
  readonly frequency?: number;
  readonly noFullLog: boolean;
  readonly decoder: string | undefined;
}

/** What an answer depends on beside the event. */
export interface Run {
  readonly ruleset: Ruleset;
  readonly memory: Memory;
  /** As Wazuh's test interface, not as a manager. */
  readonly logtest: boolean;
}

/**
 * Turns the end of a walk into an answer, and remembers the event where it counts. Where the rule is ignored
 * for a while a manager reports the rule above it, the test interface the rule without an alert.
 * Source: SEMANTICS.md "Tree and evaluation" (ignore, level 0).
 */
export function conclude({ slot, parent }: WalkResult, current: RememberedEvent, run: Run): Answer | null {
  if (slot.rule.level === 0) return answerOf(slot, current.event, run, false);
  if (!isIgnored(slot, current.event.seconds, run)) return alertOf(slot, current, run);
  if (run.logtest) return answerOf(slot, current.event, run, false);
  return parent === undefined ? null : alertOf(parent, current, run);
}

/** A rule with `ignore` alerts once, then not again for so many seconds. */
function isIgnored(slot: RuleSlot, seconds: number, { memory, logtest }: Run): boolean {
  const { ignoreSeconds } = slot.rule;
  if (ignoreSeconds === 0) return false;
  const since = memory.ignoredSince.get(slot);
  if (since !== undefined && seconds - since < ignoreSeconds) return true;
  if (since !== undefined && logtest) memory.ignoredSince.delete(slot);
  else memory.ignoredSince.set(slot, seconds);
  return false;
}

/** The answer of a rule that counts, unless the values it asks about were noted before. */
function alertOf(slot: RuleSlot, current: RememberedEvent, run: Run): Answer | null {
  const { rule } = slot;
  const { event } = current;
  const { memory, logtest, ruleset } = run;
  if (rule.checksNotes !== undefined && memory.ignoredLines.has(noteOf(rule.checksNotes, event))) {
    return logtest ? answerOf(slot, event, run, false) : null;
  }
  if (rule.notes !== undefined && !logtest) memory.ignoredLines.add(noteOf(rule.notes, event));
  remember(slot, current, memory, ruleset.looksThroughAll);
  const alert = logtest ? rule.level >= ruleset.settings.logAlertLevel : rule.log;
  return answerOf(slot, event, run, alert);
}

function answerOf(slot: RuleSlot, event: WazuhEvent, { memory }: Run, alert: boolean): Answer {
  const { rule, search } = slot;
  const { correlation } = rule;
  return {
    id: String(rule.id),
    level: rule.level,
    description: toText(describe(rule.description, event)),
    ...alertGroups(rule.group),
    alert,
    mail: rule.mail,
    mitre: rule.mitre,
    firedTimes: memory.firedTimes.get(slot) ?? 0,
    ...(search !== undefined && correlation !== undefined && { frequency: correlation.frequency + 2 }),
    noFullLog: rule.noFullLog,
    decoder: event.decoder,
  };
}
