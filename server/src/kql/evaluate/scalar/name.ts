import type { CallNode, NameNode } from '../../kusto/syntax.ts';
import type { Scalar, Scope } from '../scope.ts';
import { failAt } from '../scope.ts';
import { compileUserCall } from './user-call.ts';

/** Compiles a name: a column, a `let` or parameter, or a function called without brackets. */
export function compileName(node: NameNode, scope: Scope): Scalar {
  const symbol = node.ReferencedSymbol;
  const kind = symbol ? scope.session.kusto.symbolKind(symbol) : 'Column';
  const name = kind === 'Column' && symbol ? symbol.Name : node.SimpleName;
  if (kind === 'Column') return readColumn(node, name, scope);
  if (kind === 'Function') return compileUserCall(node as unknown as CallNode, scope);
  const binding = scope.environment.find(name);
  if (binding?.kind === 'scalar') {
    return { type: binding.type, constant: binding.constant, run: binding.get };
  }
  if (binding?.kind === 'function') return compileUserCall(node as unknown as CallNode, scope);
  throw failAt(node, `The name '${name}' has no scalar value here`);
}

function readColumn(node: NameNode, name: string, scope: Scope): Scalar {
  const column = scope.columns.find((candidate) => candidate.name === name);
  if (column === undefined) throw failAt(node, `There is no column '${name}' here`);
  return { type: column.type, constant: false, run: column.run };
}
