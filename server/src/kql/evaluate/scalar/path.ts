import type { NameNode, PathNode } from '../../kusto/syntax.ts';
import type { Scalar, Scope, TupleOfRow } from '../scope.ts';
import { failAt } from '../scope.ts';
import { converter } from '../value/convert.ts';
import type { Value } from '../value/value.ts';
import { isArray, isBag } from '../value/value.ts';

/** Compiles `value.name`: the member of a bag; null where there is none. */
export function compilePath(node: PathNode, scope: Scope): Scalar {
  const { kusto } = scope.session;
  const base = scope.session.compile(node.Expression, scope);
  if (base.type !== 'dynamic') throw failAt(node, `'.' needs a dynamic value, this is a ${base.type}`);
  if (kusto.kindName(node.Selector) !== 'NameReference') {
    const selector = scope.session.compile(node.Selector, scope);
    return access(base, selector);
  }
  const name = (node.Selector as NameNode).SimpleName;
  return { type: 'dynamic', constant: base.constant, run: (row) => memberOf(base.run(row), name) };
}

/** Compiles `value[index]` and `value["name"]`; a negative index counts from the end. */
export function compileElement(node: PathNode, scope: Scope): Scalar {
  const base = scope.session.compile(node.Expression, scope);
  if (base.tuple && base.tuple.columns.length > 1) {
    return itemOfTuple(base, base.tuple, scope.session.compile(node.Selector, scope));
  }
  if (base.type !== 'dynamic') throw failAt(node, `'[ ]' needs a dynamic value, this is a ${base.type}`);
  return access(base, scope.session.compile(node.Selector, scope));
}

/** One of the values that a function such as `array_sort_asc` gives side by side. */
function itemOfTuple({ constant }: Scalar, { columns, run }: TupleOfRow, selector: Scalar): Scalar {
  const converters = columns.map(({ type }) => converter(type, 'dynamic'));
  return {
    type: 'dynamic',
    constant: constant && selector.constant,
    run: (row) => {
      const place = Number(selector.run(row));
      return converters[place]?.(run(row)[place]!) ?? null;
    },
  };
}

function access(base: Scalar, selector: Scalar): Scalar {
  return {
    type: 'dynamic',
    constant: base.constant && selector.constant,
    run: (row) => memberOf(base.run(row), selector.run(row)),
  };
}

/** The item or member of a dynamic value; null where there is none. */
export function memberOf(base: Value, selector: Value): Value {
  if (typeof selector === 'string') return isBag(base) ? (base.get(selector) ?? null) : null;
  if (typeof selector !== 'number' && typeof selector !== 'bigint') return null;
  return isArray(base) ? (base.at(Number(selector)) ?? null) : null;
}
