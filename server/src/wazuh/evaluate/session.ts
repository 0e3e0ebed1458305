import type { Ruleset } from '../load/ruleset.ts';
import { type Answer, conclude, type Run } from './answer.ts';
import { decode, type EventSource } from './decode.ts';
import type { WazuhEvent } from './event.ts';
import { emptyMemory, type RememberedEvent } from './memory.ts';
import type { Trace, TraceStep } from './trace.ts';
import { type Walk, walkRoots } from './walk.ts';

/** How a session differs from a plain manager. */
export interface SessionOptions extends EventSource {
  /**
   * `manager` (the default) alerts as analysisd does; `logtest` as Wazuh's test interface, which ignores
   * `log_alert` and `no_log` and shows an ignored alert as the rule without an alert.
   */
  readonly like?: 'manager' | 'logtest';
}

/** An answer and the way to it. */
export interface ExplainedAnswer {
  readonly answer: Answer | null;
  readonly event: WazuhEvent;
  readonly trace: Trace;
}

/** A run of events through a ruleset; later answers depend on earlier events. */
export interface Session {
  /** Takes a line that arrives at `at` (milliseconds since 1970); null where no rule matches. */
  readonly evaluate: (line: string, at: number) => Answer | null;
  /** The same, with the rules tried and the condition that failed in each. */
  readonly explain: (line: string, at: number) => ExplainedAnswer;
}

/** Starts a run of events without a past. A ruleset that Wazuh refuses matches nothing. */
export function createSession(ruleset: Ruleset, options: SessionOptions = {}): Session {
  const run: Run = { ruleset, memory: emptyMemory(), logtest: options.like === 'logtest' };
  return {
    evaluate: (line, at) => answerTo(eventOf(line, at, ruleset, options), run),
    explain: (line, at) => {
      const event = eventOf(line, at, ruleset, options);
      const trace: TraceStep[] = [];
      return { answer: answerTo(event, run, trace), event, trace };
    },
  };
}

function eventOf(line: string, at: number, { settings }: Ruleset, source: EventSource): WazuhEvent {
  return decode(line, Math.floor(at / 1000), settings.maxFields, source);
}

function answerTo(event: WazuhEvent, run: Run, trace?: TraceStep[]): Answer | null {
  const { ruleset, memory } = run;
  if (!ruleset.usable) return null;
  const current: RememberedEvent = { event, number: 0, matched: 0 };
  const walk: Walk = trace === undefined ? { current, memory } : { current, memory, trace };
  const end = walkRoots(ruleset.roots, walk);
  return end === undefined ? null : conclude(end, current, run);
}
