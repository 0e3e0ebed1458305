import type { Log } from './log.ts';

/**
 * A handler whose errors cost one answer and not the server: it then answers `empty`, and the log gets a line.
 * @param name the request, for the log.
 */
export function guard<Params, Result>(
  log: Log,
  name: string,
  empty: Result,
  handler: (params: Params) => Result,
): (params: Params) => Result {
  return (params) => {
    try {
      return handler(params);
    } catch (error) {
      log.error(`${name} failed: ${describeError(error)}`);
      return empty;
    }
  };
}

/** Takes the error of something that nobody waits for, and writes it to the log. */
export function reporter(log: Log, what: string): (error: unknown) => void {
  return (error) => log.error(`${what} failed: ${describeError(error)}`);
}

/** An error with its stack, as far as it has one. */
export function describeError(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
