import type { ByteString } from '../../falco/evaluate/byte-string.ts';
import type { Span } from '../../text/span.ts';
import type { WazuhEvent } from '../evaluate/event.ts';
import type { Memory } from '../evaluate/memory.ts';

/** One thing that a rule asks of an event. */
export interface Condition {
  /** The element that asks it: `field`, `match`, `decoded_as` … */
  readonly option: string;
  /** What it looks at: a field's name, or the option again. */
  readonly subject: string;
  /** What it wants to see there, as the file writes it. */
  readonly wanted: string;
  readonly negated: boolean;
  /** Set where this program cannot run the pattern; the condition then never holds. */
  readonly unsupported?: string;
  /** The element in its file. */
  readonly span: Span;
  /** Place in the order of asking: cheap ones first, those with a memory last. */
  readonly rank: number;
  /** What the event has there; undefined where it has nothing, and then no condition holds. */
  readonly valueIn: (event: WazuhEvent) => ByteString | undefined;
  /** The answer; may write to the memory. */
  readonly holds: (event: WazuhEvent, memory: Memory) => boolean;
}

/** The order in which a rule's conditions are asked. All must hold, so only the cost and the trace differ. */
export const ranks = { decoder: 0, field: 1, static: 2, log: 3, list: 4, memory: 5 } as const;
