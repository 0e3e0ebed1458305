import { RE2JS, RE2JSException } from 're2js';
import type { Span } from '../../text/span.ts';
import type { Analysis } from './analyse.ts';
import type { KustoLibrary } from './library.ts';
import type { BinaryNode, CallNode, LiteralNode, SyntaxNode } from './syntax.ts';
import { elements } from './syntax.ts';

/** A pattern in a query that Kusto's regex dialect refuses. */
export interface RegexFault {
  readonly pattern: string;
  readonly reason: string;
  /** Its literal in the query. */
  readonly span: Span;
}

/** Functions that take a pattern, with the number of that argument. */
const patternArguments: Readonly<Record<string, number>> = {
  extract: 0,
  extract_all: 0,
  trim: 0,
  trim_start: 0,
  trim_end: 0,
  replace_regex: 1,
  indexof_regex: 1,
};

/**
 * The patterns written as literals in a query that are not of Kusto's dialect, which is that of RE2. Kusto's
 * own analysis does not look inside them (SENTINEL.md, "The Kusto language service").
 */
export function regexFaults(kusto: KustoLibrary, { root }: Analysis): readonly RegexFault[] {
  const faults: RegexFault[] = [];
  for (const node of nodesOf(root)) {
    const literal = patternIn(kusto, node);
    const reason = literal && refusal(String(literal.LiteralValue));
    if (literal === undefined || reason === undefined) continue;
    const span = { start: literal.TextStart, end: literal.End };
    faults.push({ pattern: String(literal.LiteralValue), reason, span });
  }
  return faults;
}

/** All nodes of a tree, each before those inside it. */
function* nodesOf(root: SyntaxNode): Iterable<SyntaxNode> {
  const waiting: SyntaxNode[] = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    yield node;
    for (let i = node.ChildCount - 1; i >= 0; i--) {
      const child = node.GetChild(i);
      if (child !== null) waiting.push(child);
    }
  }
}

function patternIn(kusto: KustoLibrary, node: SyntaxNode): LiteralNode | undefined {
  const kind = kusto.kindName(node);
  if (kind === 'MatchesRegexExpression') return literal(kusto, (node as BinaryNode).Right);
  if (kind !== 'FunctionCallExpression') return undefined;
  const call = node as CallNode;
  const name = call.Name.SimpleName;
  const position = Object.hasOwn(patternArguments, name) ? patternArguments[name] : undefined;
  const argument = position === undefined ? undefined : elements(call.ArgumentList.Expressions)[position];
  return argument && literal(kusto, argument);
}

function literal(kusto: KustoLibrary, node: SyntaxNode): LiteralNode | undefined {
  const kind = kusto.kindName(node);
  const isText = kind === 'StringLiteralExpression' || kind === 'CompoundStringLiteralExpression';
  return isText ? (node as LiteralNode) : undefined;
}

function refusal(pattern: string): string | undefined {
  try {
    RE2JS.compile(pattern);
    return undefined;
  } catch (error) {
    if (error instanceof RE2JSException) return error.message.replace(/^error parsing regexp: /, '');
    throw error;
  }
}
