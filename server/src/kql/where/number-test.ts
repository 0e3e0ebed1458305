import { compileTest } from '../../falco/evaluate/comparison.ts';
import type { EngineValue } from '../../falco/evaluate/parse-value.ts';
import { parseValue } from '../../falco/evaluate/parse-value.ts';
import type { LiteralTest } from './check.ts';
import { cannotExpress, Inexpressible } from './problem.ts';
import { quantified } from './quantified.ts';
import type { Source } from './source.ts';
import type { ComparisonOperator, KqlExpression } from './tree.ts';
import { and, call, compare, constant } from './tree.ts';

/** Types whose values can be beyond what a `long` of Kusto holds. */
const unsigned64 = new Set(['UINT64', 'RELTIME', 'ABSTIME']);

/** The largest whole number below which a real is exact. */
const exactReal = 2n ** 53n;

/** A test of a number, or of the length of a text or list. */
export function numberTest(source: Source, test: LiteralTest): KqlExpression {
  const wanted = test.wanted.map((literal) => numberOf(source.type, literal));
  const subject = subjectOf(source, wanted);
  const expression = valueTest(source, subject, test, wanted);
  return needsPresence(source, test, wanted) ? and([presence(source, subject), expression]) : expression;
}

/** A test of `true` and `false`. */
export function booleanTest(source: Source, test: LiteralTest): KqlExpression {
  const subject = call('tobool', source.raw);
  const expression = quantified(asAny(test), (literal) => {
    return compare(subject, operatorOf(test.operator), constant(literal));
  });
  return needsPresence(source, test, []) ? and([call('isnotnull', subject), expression]) : expression;
}

function numberOf(type: string, literal: string): bigint {
  const parsed = parseValue(type, literal);
  if (!parsed.ok || typeof parsed.value === 'string' || typeof parsed.value === 'object') {
    return cannotExpress(`\`${literal}\``, 'Falco does not load it either');
  }
  const number = BigInt(parsed.value);
  // The sign stands before the literal, and 2^63 is beyond Kusto's longs.
  if (number === -(2n ** 63n)) throw new Inexpressible('kql-number-too-large', [literal]);
  return number;
}

/**
 * A number of 64 bits without sign is read as a real: from 2^63 on Kusto's JSON has it as one anyway, and
 * below 2^53 every comparison with a whole number is exact.
 */
function subjectOf(source: Source, wanted: readonly bigint[]): KqlExpression {
  if (source.transformer === 'len') {
    return source.list ? call('array_length', source.raw) : call('string_size', source.text);
  }
  if (source.type === 'DOUBLE') return call('toreal', source.raw);
  if (!unsigned64.has(source.type)) return call('tolong', source.raw);
  const tooLarge = wanted.find((number) => number >= exactReal);
  if (tooLarge !== undefined) throw new Inexpressible('kql-number-too-large', [String(tooLarge)]);
  return call('toreal', source.raw);
}

function valueTest(
  source: Source,
  subject: KqlExpression,
  test: LiteralTest,
  wanted: readonly bigint[],
): KqlExpression {
  const any = asAny(test);
  const different = [...new Set(wanted)];
  const isSet = any.quantifier === 'anyof' && test.operator !== '!=' && different.length > 1;
  if (isSet && !unsigned64.has(source.type)) return compare(subject, 'in', different.map(constant));
  const texts = { ...any, wanted: (any.quantifier === 'oneof' ? wanted : different).map(String) };
  return quantified(texts, (literal) => compare(subject, operatorOf(test.operator), constant(literal)));
}

/** `in` as `=` with any of its values. */
function asAny(test: LiteralTest): LiteralTest {
  return test.operator === 'in' || test.operator === 'intersects' ? { ...test, quantifier: 'anyof' } : test;
}

function operatorOf(operator: string): ComparisonOperator {
  if (operator === '!=' || /^[<>]/.test(operator)) return operator as ComparisonOperator;
  return '==';
}

/** A missing value is null, which differs from everything; the length of a missing text is 0. */
function needsPresence(source: Source, test: LiteralTest, wanted: readonly bigint[]): boolean {
  if (source.transformer !== 'len') return test.operator === '!=' || test.quantifier === 'oneof';
  return !source.emptyWithout || compileTest('UINT64', test, wanted.map(engineNumber))(0);
}

function engineNumber(value: bigint): EngineValue {
  return value >= -exactReal && value <= exactReal ? Number(value) : value;
}

function presence(source: Source, subject: KqlExpression): KqlExpression {
  if (source.transformer !== 'len') return call('isnotnull', subject);
  return source.list ? compare(subject, '>', constant(0)) : source.present;
}
