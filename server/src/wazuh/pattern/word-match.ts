import { type ByteString, lowerAscii } from '../../falco/evaluate/byte-string.ts';

/**
 * How `if_group` looks for a group: alternatives between `|`, each a piece of the group string in any case,
 * or its beginning after `^`; there is no `$`. An empty pattern never matches, an empty last alternative
 * always does. The text must come in small letters. Source: SEMANTICS.md "Tree and evaluation", and the behaviour of 4.14.7.
 */
export function compileWordMatch(pattern: ByteString): (low: ByteString) => boolean {
  const alternatives = lowerAscii(pattern).split('|');
  if (pattern === '') return () => false;
  if (alternatives.at(-1) === '') return () => true;
  return (low) =>
    alternatives.some((alternative) => {
      if (alternative === '') return low.includes('|');
      return alternative[0] === '^' ? low.startsWith(alternative.slice(1)) : low.includes(alternative);
    });
}
