import { columnsOf } from '../../kusto/analyse.ts';
import type { Expression, TypeSymbol } from '../../kusto/syntax.ts';
import type { Scalar } from '../scope.ts';
import { failAt } from '../scope.ts';
import type { TypedColumn } from '../table.ts';
import { converter } from '../value/convert.ts';
import type { ScalarType } from '../value/value.ts';
import { scalarTypeNamed } from '../value/value.ts';

/** The scalar type Kusto gives a node; `string` for a bare null. Throws KqlFailure where there is none. */
export function typeOfNode(node: Expression): ScalarType {
  const name = node.ResultType?.Name ?? '';
  const type = scalarTypeNamed(name);
  if (type !== undefined) return type;
  if (name === 'null' || name === 'unknown') return 'dynamic';
  throw failAt(node, `This expression has no scalar value (its type is '${name || 'unknown'}')`);
}

/** The columns of a tuple type with their scalar types; undefined where the node is no tuple. */
export function tupleOf(node: Expression): readonly TypedColumn[] | undefined {
  return typedColumns(node.RawResultType) ?? typedColumns(node.ResultType);
}

/** The columns of a type with their scalar types (`dynamic` where Kusto does not know). */
export function typedColumns(type: TypeSymbol | null): readonly TypedColumn[] | undefined {
  return columnsOf(type)?.map(({ name, type: column }) => ({
    name,
    type: scalarTypeNamed(column) ?? 'dynamic',
  }));
}

/** The same expression with its value turned into another type. */
export function convertScalar(scalar: Scalar, type: ScalarType): Scalar {
  if (scalar.type === type) return scalar;
  const convert = converter(scalar.type, type);
  return { type, constant: scalar.constant, run: (row) => convert(scalar.run(row)) };
}
