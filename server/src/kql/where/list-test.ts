import type { LiteralTest } from './check.ts';
import { cannotExpress } from './problem.ts';
import type { Source } from './source.ts';
import type { KqlExpression } from './tree.ts';
import { and, call, compare, constant, never } from './tree.ts';

/**
 * A test of a list: `in` where all of its values are among the literals, `intersects` where one is.
 * A list without values is a missing one.
 */
export function listTest(source: Source, test: LiteralTest): KqlExpression {
  const filled = compare(call('array_length', source.raw), '>', constant(0));
  if (test.operator === 'exists') return filled;
  // Falco ends the result of a transformer with a zero byte, so that it never is among the literals.
  if (source.transformer !== undefined) return never;
  const literals = constant(
    `dynamic([${test.wanted.map((literal) => item(source.type, literal)).join(', ')}])`,
  );
  if (test.operator === 'intersects') {
    return compare(call('array_length', call('set_intersect', source.raw, literals)), '>', constant(0));
  }
  const others = call('array_length', call('set_difference', source.raw, literals));
  return and([filled, compare(others, '==', constant(0))]);
}

/** A literal as JSON, which KQL takes inside `dynamic(…)`. */
function item(type: string, literal: string): string {
  switch (type) {
    case 'CHARBUF':
      return JSON.stringify(literal);
    case 'BOOL':
      return literal;
    case 'UINT64':
    case 'RELTIME':
    case 'ABSTIME':
      return String(BigInt(literal));
    default:
      return cannotExpress('a list of addresses', 'it compares lists by their texts only');
  }
}
