import { type ByteString, lowerAscii } from '../../falco/evaluate/byte-string.ts';
import type { CompiledPattern } from './compiled-pattern.ts';

/** One alternative of an OSMatch pattern, in small letters. */
interface Alternative {
  readonly text: ByteString;
  readonly atStart: boolean;
  readonly atEnd: boolean;
}

/**
 * Compiles an OSMatch pattern (bytes): `!` before everything negates, `|` separates, `^` and `$` anchor an
 * alternative, nothing else is special; letters match in both cases. Source: SEMANTICS.md "OSMatch".
 */
export function compileOsMatch(pattern: ByteString): CompiledPattern {
  const negated = pattern[0] === '!';
  const alternatives = lowerAscii(negated ? pattern.slice(1) : pattern)
    .split('|')
    .map(readAlternative);
  const only = alternatives.length === 1 ? alternatives[0]! : undefined;
  const found =
    only === undefined
      ? (low: ByteString) => alternatives.some((alternative) => holds(alternative, low))
      : (low: ByteString) => holds(only, low);
  return { matches: (subject) => found(lowerAscii(subject)) !== negated };
}

function readAlternative(text: ByteString): Alternative {
  const atStart = text.startsWith('^');
  const atEnd = text.endsWith('$');
  return { text: text.slice(atStart ? 1 : 0, atEnd ? -1 : undefined), atStart, atEnd };
}

function holds({ text, atStart, atEnd }: Alternative, low: ByteString): boolean {
  if (atStart) return atEnd ? low === text : low.startsWith(text);
  return atEnd ? low.endsWith(text) : low.includes(text);
}
