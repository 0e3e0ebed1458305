import type { Expectation } from '../../workspace/tests/falco-test.ts';

/** An expectation that was not met. */
export interface Failure {
  readonly expectation: Expectation;
  /** What was expected, and what came. */
  readonly message: string;
  readonly expected: string;
  readonly actual: string;
  /** Why it came so, a line each. */
  readonly reasons: readonly string[];
}
