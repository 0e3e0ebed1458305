import { toBytes } from '../../falco/evaluate/byte-string.ts';
import { compileTest } from '../../falco/evaluate/comparison.ts';
import { perlPattern } from '../../falco/evaluate/posix-regex.ts';
import type { LiteralTest } from './check.ts';
import { cannotExpress } from './problem.ts';
import { quantified } from './quantified.ts';
import type { Source } from './source.ts';
import { lowerAscii } from './source.ts';
import type { GlobPiece } from './text-pattern.ts';
import { globPieces, globRegex, pathPrefixRegex } from './text-pattern.ts';
import type { ComparisonOperator, KqlExpression } from './tree.ts';
import { always, and, compare, matches, never, text } from './tree.ts';

/**
 * A test of a text. Where a missing value, an empty text to KQL, would pass it, the value must be there
 * besides; and a column stands for its field only where no empty text and no `<NA>` passes.
 */
export function textTest(source: Source, test: LiteralTest): KqlExpression {
  const passes = passesOn(source.type, test);
  const column = !passes('') && !passes('<NA>') ? source.column : undefined;
  const expression = plainTextTest(column ?? source.text, test);
  return source.emptyWithout && !passes('') ? expression : and([source.present, expression]);
}

/** Falco's own verdict on a text. */
function passesOn(type: string, test: LiteralTest): (value: string) => boolean {
  const hexadecimal = test.operator === 'bcontains' || test.operator === 'bstartswith';
  const wanted = test.wanted.map((literal) => toBytes(hexadecimal ? textOfHex(literal) : literal));
  const falco = compileTest(type, test, wanted);
  return (value) => falco(value);
}

function plainTextTest(subject: KqlExpression, test: LiteralTest): KqlExpression {
  const { operator, quantifier, wanted } = test;
  const isEquals = operator === '=' || operator === '==';
  if (operator === 'in' || operator === 'intersects' || (isEquals && quantifier === 'anyof')) {
    return membership(subject, 'in', wanted);
  }
  if (operator === '!=' && quantifier === 'allof') return membership(subject, '!in', wanted);
  if (operator === 'pmatch') return pathTest(subject, wanted);
  return quantified(test, (literal) => single(subject, operator, literal));
}

/** `in` for several texts, `==` for one. */
function membership(
  subject: KqlExpression,
  operator: 'in' | '!in',
  wanted: readonly string[],
): KqlExpression {
  const [only] = wanted;
  if (wanted.length === 1) return compare(subject, operator === 'in' ? '==' : '!=', text(only!));
  return compare(subject, operator, wanted.map(text));
}

function single(subject: KqlExpression, operator: string, literal: string): KqlExpression {
  switch (operator) {
    case '=':
    case '==':
      return compare(subject, '==', text(literal));
    case '!=':
      return compare(subject, '!=', text(literal));
    case 'contains':
      return partTest(subject, 'contains_cs', literal);
    case 'startswith':
      return partTest(subject, 'startswith_cs', literal);
    case 'endswith':
      return partTest(subject, 'endswith_cs', literal);
    case 'bcontains':
      return partTest(subject, 'contains_cs', textOfHex(literal));
    case 'bstartswith':
      return partTest(subject, 'startswith_cs', textOfHex(literal));
    case 'icontains':
      return containsAnyCase(subject, literal);
    case 'glob':
    case 'iglob':
      return globTest(subject, literal, operator === 'iglob');
    case 'regex':
      return regexTest(subject, literal);
    default:
      return cannotExpress('the order of texts', 'it has no order of texts by their bytes');
  }
}

function partTest(subject: KqlExpression, operator: ComparisonOperator, literal: string): KqlExpression {
  return literal === '' ? always : compare(subject, operator, text(literal));
}

/**
 * Falco folds the case of ASCII letters only. KQL's `contains` folds all: the same for a text in which no
 * letter has a relative beyond ASCII (k the Kelvin sign, s the long s, i the dotted capital I).
 */
function containsAnyCase(subject: KqlExpression, literal: string): KqlExpression {
  if (literal === '') return always;
  if (/^[^A-Za-z]*$/.test(literal)) return compare(subject, 'contains_cs', text(literal));
  if (/^[\x20-\x7e]*$/.test(literal) && !/[iks]/i.test(literal))
    return compare(subject, 'contains', text(literal));
  const lower = literal.replace(/[A-Z]+/g, (run) => run.toLowerCase());
  return compare(lowerAscii(subject), 'contains_cs', text(lower));
}

/** A plain text between stars is an operator of KQL; anything else a regular expression. */
function globTest(subject: KqlExpression, pattern: string, ignoreCase: boolean): KqlExpression {
  const pieces = globPieces(pattern, ignoreCase);
  if (pieces === undefined) return never;
  const plain = ignoreCase && /[A-Za-z]/.test(pattern) ? undefined : textBetweenStars(pieces);
  if (plain === undefined) {
    return matches(subject, `(?s)\\A${globRegex(pieces, { ignoreCase, component: false })}\\z`);
  }
  const { literal, open, close } = plain;
  if (open && close) return partTest(subject, 'contains_cs', literal);
  if (open) return partTest(subject, 'endswith_cs', literal);
  return close ? partTest(subject, 'startswith_cs', literal) : compare(subject, '==', text(literal));
}

function textBetweenStars(pieces: readonly GlobPiece[]) {
  const first = pieces.findIndex(({ kind }) => kind !== 'star');
  const from = first < 0 ? pieces.length : first;
  const to = pieces.findLastIndex(({ kind }) => kind !== 'star') + 1;
  const middle = pieces.slice(from, Math.max(from, to));
  if (!middle.every((piece) => piece.kind === 'character')) return undefined;
  const literal = middle.map((piece) => (piece.kind === 'character' ? piece.text : '')).join('');
  return { literal, open: from > 0, close: from === pieces.length ? from > 0 : to < pieces.length };
}

function regexTest(subject: KqlExpression, pattern: string): KqlExpression {
  const perl = perlPattern(pattern);
  if (perl === undefined) return cannotExpress(`the pattern \`${pattern}\``, 'Falco does not load it either');
  const lines = /[\^$]/.test(pattern) ? '(?m)' : '';
  return matches(subject, `${lines}\\A(?:${perl})\\z`);
}

function pathTest(subject: KqlExpression, paths: readonly string[]): KqlExpression {
  const regex = pathPrefixRegex(paths);
  return regex === undefined ? always : matches(subject, regex);
}

/** The text that hexadecimal digits stand for, where they stand for whole characters. */
function textOfHex(digits: string): string {
  const bytes = Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return cannotExpress(`the bytes \`${digits}\``, 'they are no whole characters of UTF-8');
  }
}
