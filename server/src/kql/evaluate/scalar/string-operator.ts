import type { Scalar } from '../scope.ts';
import { regexTest } from '../value/regex.ts';
import { rememberTest, stringTests } from './string-test.ts';
import { convertScalar } from './types.ts';

/**
 * Compiles a string operator (`has`, `!contains_cs`, `=~`, `matches regex` …); undefined for an operator
 * that is none. Null in a non-string operand is the empty string, as everywhere in Kusto's text.
 */
export function compileStringOperator(operator: string, left: Scalar, right: Scalar): Scalar | undefined {
  const negated = operator.startsWith('!');
  const positive = operator === '!~' ? '=~' : negated ? operator.slice(1) : operator;
  const maker = positive === 'matches regex' ? regexTest : stringTests[positive];
  if (maker === undefined) return undefined;
  const [text, pattern] = [convertScalar(left, 'string'), convertScalar(right, 'string')];
  const test = rememberTest(maker);
  return {
    type: 'bool',
    constant: text.constant && pattern.constant,
    run: (row) => test(text.run(row) as string, pattern.run(row) as string) !== negated,
  };
}
