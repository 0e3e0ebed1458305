import type { Span } from '../../text/span.ts';

/** Why a rule did not match: the first condition that failed. */
export interface FailedCondition {
  /** The element: `field`, `match`, `decoded_as`, `if_matched_sid` … */
  readonly option: string;
  /** The field or part of the event that it looked at. */
  readonly subject: string;
  readonly wanted: string;
  readonly negated: boolean;
  /** What the event has there; undefined where it has nothing. */
  readonly actual: string | undefined;
  /** Set where this program cannot run the pattern, so that the answer is not Wazuh's. */
  readonly unsupported?: string;
  readonly span: Span;
}

/** One rule that was tried. */
export interface TraceStep {
  readonly id: number;
  readonly level: number;
  /** Steps down from the root. */
  readonly depth: number;
  readonly file: string;
  readonly span: Span;
  readonly outcome: 'matched' | 'failed';
  readonly failed?: FailedCondition;
}

/** The rules tried for one event, in order. */
export type Trace = readonly TraceStep[];
