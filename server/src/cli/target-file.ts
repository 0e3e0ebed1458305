import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { reasonOf } from '../file-reason.ts';

/** A file that cannot be written, or not be looked at before; the message names it and says why. */
export class TargetError extends Error {}

/** The text of a file. @throws TargetError where it cannot be read. */
export function readText(path: string): string {
  return attempt(path, () => readFileSync(path, 'utf8'));
}

/** Writes a file, and its folder where there is none. @throws TargetError where it cannot. */
export function writeText(path: string, text: string): void {
  attempt(path, () => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  });
}

/** Does something with a file. @throws TargetError, which names it, where that fails. */
export function attempt<Result>(path: string, action: () => Result): Result {
  try {
    return action();
  } catch (error) {
    throw new TargetError(`${path}: ${reasonOf(error as NodeJS.ErrnoException)}`);
  }
}
