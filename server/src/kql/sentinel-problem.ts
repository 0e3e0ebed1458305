import { type SentinelCode, sentinelProblems } from '../falco/problems/sentinel.ts';

/** Something to say about a file for Sentinel. */
export interface SentinelProblem {
  readonly code: SentinelCode;
  readonly level: 'error' | 'warning';
  readonly message: string;
}

/** The problem of a code; `args` are what its message is made of. */
export function sentinelProblem<Code extends SentinelCode>(
  code: Code,
  ...args: Parameters<(typeof sentinelProblems)[Code]['message']>
): SentinelProblem {
  const { level, message } = sentinelProblems[code];
  const text = (message as (...all: readonly unknown[]) => string)(...args);
  return { code, level: level === 'error' ? 'error' : 'warning', message: text };
}
