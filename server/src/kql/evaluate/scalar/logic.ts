import type { Scalar } from '../scope.ts';
import { convertScalar } from './types.ts';

/** Compiles `and` and `or`: three-valued, and the right side is not asked where the left decides. */
export function compileLogic(operator: string, left: Scalar, right: Scalar): Scalar {
  const [a, b] = [convertScalar(left, 'bool'), convertScalar(right, 'bool')];
  const decisive = operator === 'or';
  return {
    type: 'bool',
    constant: a.constant && b.constant,
    run: (row) => {
      const first = a.run(row);
      if (first === decisive) return decisive;
      const second = b.run(row);
      if (second === decisive) return decisive;
      return first === null || second === null ? null : !decisive;
    },
  };
}
