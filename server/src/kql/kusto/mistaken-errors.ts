import type { KustoLibrary, LibraryDiagnostic } from './library.ts';
import type { CallNode, Expression, SyntaxNode } from './syntax.ts';
import { elements } from './syntax.ts';

/**
 * Errors that the language library finds in a call which the service takes: by function, the error's code and
 * the argument that it is about. Sources: the pages of make_timespan (its seconds are real) and of summarize
 * (`count(x)` counts rows).
 */
const mistaken: Readonly<Record<string, { readonly code: string; readonly last: boolean }>> = {
  make_timespan: { code: 'KS134', last: true },
  count: { code: 'KS107', last: false },
};

const codes: ReadonlySet<string> = new Set(Object.values(mistaken).map(({ code }) => code));

/** True where the service would not find the error that the library has found. */
export function isMistaken(kusto: KustoLibrary, root: SyntaxNode, error: LibraryDiagnostic): boolean {
  if (!codes.has(error.Code)) return false;
  const call = callAround(kusto, root, error);
  const name = call?.Name.SimpleName ?? '';
  const known = Object.hasOwn(mistaken, name) ? mistaken[name]! : undefined;
  if (call === undefined || known?.code !== error.Code) return false;
  const place = elements(call.ArgumentList.Expressions).findIndex((argument) => stands(argument, error));
  return place >= 0 && (!known.last || place === call.ArgumentList.Expressions.Count - 1);
}

function stands(argument: Expression, { Start, Length }: LibraryDiagnostic): boolean {
  return argument.TextStart === Start && argument.End === Start + Length;
}

/** The innermost call around a place. */
function callAround(
  kusto: KustoLibrary,
  root: SyntaxNode,
  { Start, Length }: LibraryDiagnostic,
): CallNode | undefined {
  let call: CallNode | undefined;
  let node: SyntaxNode | undefined = root;
  while (node !== undefined) {
    const inner: SyntaxNode | undefined = childAround(node, Start, Start + Length);
    if (inner && kusto.kindName(inner) === 'FunctionCallExpression' && inner.End > Start + Length)
      call = inner as CallNode;
    node = inner;
  }
  return call;
}

function childAround(node: SyntaxNode, start: number, end: number): SyntaxNode | undefined {
  for (let i = 0; i < node.ChildCount; i++) {
    const child = node.GetChild(i);
    if (child && !child.IsToken && child.TextStart <= start && child.End >= end) return child;
  }
  return undefined;
}
