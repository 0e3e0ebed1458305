import { type ByteString, toText } from '../../falco/evaluate/byte-string.ts';
import { anyText, type BytePattern, choice, sequence, text } from './byte-pattern.ts';
import { globPattern } from './glob-pattern.ts';
import { pathPattern } from './path-pattern.ts';
import { regexPattern } from './regex-pattern.ts';

/** Texts that a comparison holds for: those of a pattern, or with `outside` all others. */
export interface TextSet {
  readonly pattern: BytePattern;
  readonly outside: boolean;
}

/**
 * The texts for which an operator holds with some right-hand values, taken together; why there is no pattern
 * for them where there is none. Source: ENGINE.md "Conditions".
 */
export function textSet(operator: string, wanted: readonly ByteString[]): TextSet | string {
  const [first = ''] = wanted;
  switch (operator) {
    case '=':
    case '==':
      return inside(text(first));
    case '!=':
      return { pattern: text(first), outside: true };
    case 'in':
    case 'intersects':
      return inside(choice(...wanted.map((each) => text(each))));
    case 'contains':
      return inside(sequence(anyText, text(first), anyText));
    case 'icontains':
      return inside(sequence(anyText, text(first, true), anyText));
    case 'startswith':
      return inside(sequence(text(first), anyText));
    case 'endswith':
      return inside(sequence(anyText, text(first)));
    case 'glob':
    case 'iglob':
      return inside(
        globPattern(first, operator === 'iglob') ?? 'this bracket expression is written in an odd way',
      );
    case 'pmatch':
      return inside(pathPattern(wanted) ?? 'a bracket expression in a path is written in an odd way');
    case 'regex':
      return inside(
        regexPattern(toText(first)) ??
          'its patterns see bytes, so `^` or `$` inside a pattern and large sets of characters beyond ASCII are left out',
      );
    default:
      return `it has no order of texts, so \`${operator}\` cannot be written`;
  }
}

function inside(pattern: BytePattern | string): TextSet | string {
  return typeof pattern === 'string' ? pattern : { pattern, outside: false };
}
