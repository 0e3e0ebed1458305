import { type ByteString, lowerAscii } from '../../falco/evaluate/byte-string.ts';
import type { CompileResult } from './compiled-pattern.ts';
import { compileOsMatch } from './osmatch.ts';
import { compileOsRegex } from './osregex.ts';
import { compilePcre2 } from './pcre2.ts';

/** How a pattern is read. `string` is equality, what `<action>` does without a `type`. */
export type PatternType = 'osmatch' | 'osregex' | 'pcre2' | 'string';

/** The longest OSMatch or OSRegex pattern, in bytes. */
const maxPatternBytes = 20480;

/** Compiles a pattern given as bytes; an invalid one gives its reason. Never throws. */
export function compilePattern(type: PatternType, pattern: ByteString): CompileResult {
  if (type === 'string') return { matches: (subject) => subject === pattern };
  if (type === 'pcre2') return compilePcre2(pattern);
  if (pattern.length > maxPatternBytes)
    return { reason: `the pattern is longer than ${maxPatternBytes} bytes` };
  return type === 'osmatch' ? compileOsMatch(pattern) : compileOsRegex(pattern);
}

/** The type that a `type` attribute names, in any case; undefined for any other word. */
export function patternType(word: string): PatternType | undefined {
  const low = lowerAscii(word);
  return low === 'osmatch' || low === 'osregex' || low === 'pcre2' ? low : undefined;
}
