import { toBytes } from '../../falco/evaluate/byte-string.ts';
import type { LiteralTest } from './check.ts';
import { cannotExpress } from './problem.ts';
import { quantified } from './quantified.ts';
import type { Source } from './source.ts';
import type { ComparisonOperator, KqlExpression } from './tree.ts';
import { always, and, call, compare, constant, matches, text } from './tree.ts';

/** What Falco decodes: padding may be left out or be too much, bits that fill no byte must be 0. */
const decodable =
  '\\A(?:|(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{4}|[A-Za-z0-9+/][AQgw]|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048])={0,2})\\z';

/**
 * A test of decoded base64. KQL decodes into text only where the bytes are UTF-8, so bytes are compared:
 * as numbers between commas.
 */
export function decodedTest(source: Source, test: LiteralTest): KqlExpression {
  const valid = and([source.present, matches(source.text, decodable)]);
  if (test.operator === 'exists') return valid;
  const bytes = bytesOf(source.text);
  const any =
    test.operator === 'in' || test.operator === 'intersects' ? { ...test, quantifier: 'anyof' } : test;
  return and([valid, quantified(any, (literal) => single(bytes, test.operator, literal))]);
}

/** `,98,97,115,104,`: what padding there is goes, and the right one comes. */
function bytesOf(encoded: KqlExpression): KqlExpression {
  const longest = call('strcat', call('trim_end', text('='), encoded), text('==='));
  const quads: KqlExpression = { kind: 'pattern', pattern: '\\A(?:.{4})*' };
  const decoded = call('base64_decode_toarray', call('extract', quads, constant(0), longest));
  return call('strcat', text(','), call('strcat_array', decoded, text(',')), text(','));
}

function single(bytes: KqlExpression, operator: string, literal: string): KqlExpression {
  const compared = operators[operator];
  if (compared === undefined) {
    return cannotExpress(`\`${operator}\` on decoded base64`, 'it compares the bytes only as they are');
  }
  const numbers = Array.from(toBytes(literal), (byte) => `${byte.charCodeAt(0)},`).join('');
  if (numbers === '' && /^(contains|startswith|endswith)$/.test(operator)) return always;
  return compare(bytes, compared, text(`,${numbers === '' ? ',' : numbers}`));
}

const operators: Readonly<Record<string, ComparisonOperator>> = {
  '=': '==',
  '==': '==',
  '!=': '!=',
  in: '==',
  intersects: '==',
  contains: 'contains_cs',
  startswith: 'startswith_cs',
  endswith: 'endswith_cs',
};
