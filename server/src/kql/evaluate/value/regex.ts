import { RE2JS, RE2JSException } from 're2js';
import { KqlFailure } from '../failure.ts';

/**
 * Compiles a pattern of Kusto's regex dialect (RE2: linear time, no look-around, no back references).
 * `flags` are letters of `i m s U`. Throws KqlFailure with the engine's words for a pattern it refuses.
 */
export function compileRegex(pattern: string, flags = ''): RE2JS {
  try {
    return RE2JS.compile(flags === '' ? pattern : `(?${flags})${pattern}`);
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    throw new KqlFailure(`The regular expression '${pattern}' is not valid: ${error.message}`);
  }
}

/** A test whether the pattern matches anywhere in a text. */
export function regexTest(pattern: string): (text: string) => boolean {
  const regex = compileRegex(pattern);
  return (text) => regex.matcher(text).find();
}

/** Keeps the last compiled pattern, so that a constant pattern is compiled once. */
export function rememberRegex(): (pattern: string, flags?: string) => RE2JS {
  let last: string | undefined;
  let regex: RE2JS | undefined;
  return (pattern, flags = '') => {
    const key = `${flags}/${pattern}`;
    if (regex === undefined || key !== last) {
      regex = compileRegex(pattern, flags);
      last = key;
    }
    return regex;
  };
}
