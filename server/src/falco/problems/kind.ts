import type { Level, ProblemKind } from './problem.ts';

/** Declares one row of the problem table; keeps the arguments of its message typed. */
export function kind<Arguments extends readonly unknown[]>(
  level: Level,
  message: (...args: Arguments) => string,
): ProblemKind<Arguments> {
  return { level, message };
}
