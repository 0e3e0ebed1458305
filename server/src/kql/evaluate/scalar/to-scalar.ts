import type { WrapperNode } from '../../kusto/syntax.ts';
import type { Scalar, Scope } from '../scope.ts';
import { converter } from '../value/convert.ts';
import type { Value } from '../value/value.ts';
import { typeOfNode } from './types.ts';

/** Compiles `toscalar(table)`: the first value of the first row; null where there is no row. */
export function compileToScalar(node: WrapperNode, scope: Scope): Scalar {
  const { session, environment } = scope;
  const type = typeOfNode(node);
  const read = (): Value => {
    const inner = node.Expression;
    const kind = inner.ResultType && session.kusto.symbolKind(inner.ResultType);
    if (kind !== 'Table') {
      const scalar = session.compile(inner, scope);
      return converter(scalar.type, type)(scalar.run([]));
    }
    const table = session.evaluate(inner, session, environment);
    const value = table.rows[0]?.[0] ?? null;
    const from = table.columns[0]?.type ?? type;
    return converter(from, type)(value);
  };
  if (environment.varying) return { type, constant: false, run: read };
  let value: Value | undefined;
  return {
    type,
    constant: true,
    run: () => {
      if (value === undefined) value = read();
      return value;
    },
  };
}
