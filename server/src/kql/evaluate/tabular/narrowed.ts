import type { CallNode, Expression, NameNode, SyntaxNode } from '../../kusto/syntax.ts';
import { readsTheRow } from '../scalar/call.ts';
import type { Session } from '../scope.ts';
import type { OperatorContext } from './define.ts';
import { rowByRow } from './row-by-row.ts';

/**
 * For an operator that gives no rows of its input: the context with those columns alone that the operator's
 * expressions name, so that no others are computed; with all where it may read others too.
 */
export function narrowed(node: Expression, context: OperatorContext): OperatorContext {
  const names = context.input.lazy?.parts && namesIn(node, context.session);
  if (names === undefined) return context;
  const input = rowByRow(
    context,
    (scope) => {
      const columns = scope.columns.filter(({ name }) => names.has(name));
      return {
        columns: columns.map(({ name, type }) => ({ name, type })),
        reads: columns.map(({ run }) => run),
      };
    },
    context.input,
  );
  return { ...context, input };
}

/** Every name within a node; undefined where `*` or a function may stand for columns without naming them. */
function namesIn(node: SyntaxNode, { kusto }: Session): ReadonlySet<string> | undefined {
  const names = new Set<string>();
  const waiting: SyntaxNode[] = [node];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const kind = kusto.kindName(next);
    if (kind === 'StarExpression') return undefined;
    if (kind === 'FunctionCallExpression' && readsTheRow((next as CallNode).Name.SimpleName))
      return undefined;
    if (kind === 'NameReference') {
      const { SimpleName, ReferencedSymbol } = next as NameNode;
      if (!SimpleName || SimpleName.includes('*')) return undefined;
      names.add(SimpleName).add(ReferencedSymbol?.Name ?? SimpleName);
    }
    for (let i = 0; i < next.ChildCount; i++) {
      const child = next.GetChild(i);
      if (child && !child.IsToken) waiting.push(child);
    }
  }
  return names;
}
