import type {
  Expression,
  FunctionParameterNode,
  LetNode,
  NameNode,
  Separated,
  SyntaxNode,
  WrapperNode,
} from '../../kusto/syntax.ts';
import { elements } from '../../kusto/syntax.ts';
import { convertScalar } from '../scalar/types.ts';
import { nonScalarBinding } from '../scalar/user-call.ts';
import type { Environment, Session } from '../scope.ts';
import { constantValue, failAt, rowScope } from '../scope.ts';
import type { Table } from '../table.ts';
import { madeTable } from '../table.ts';
import type { Value } from '../value/value.ts';
import { scalarTypeNamed } from '../value/value.ts';

/** Runs the statements of a block in order; gives the last expression among them, if any. */
export function runStatements(
  statements: readonly SyntaxNode[],
  session: Session,
  environment: Environment,
): Expression | undefined {
  let result: Expression | undefined;
  for (const statement of statements) {
    const kind = session.kusto.kindName(statement);
    if (kind === 'ExpressionStatement') result = (statement as WrapperNode).Expression;
    else statementRunner(kind, statement)(statement, session, environment);
  }
  return result;
}

type Runner = (node: SyntaxNode, session: Session, environment: Environment) => void;

function statementRunner(kind: string, node: SyntaxNode): Runner {
  if (kind === 'LetStatement') return (statement, ...rest) => defineLet(statement as LetNode, ...rest);
  if (kind === 'SetOptionStatement') return setOption;
  if (kind === 'RestrictStatement') return () => undefined;
  if (kind === 'QueryParametersStatement') return declareParameters;
  throw failAt(node, `This engine does not know the statement '${kind.replace(/Statement$/, '')}'`);
}

/** A scalar is computed when it is first asked for; a table each time, unless it is materialized. */
function defineLet(node: LetNode, session: Session, environment: Environment): void {
  const name = node.Name.SimpleName;
  const binding = nonScalarBinding(node.Expression, { session, environment });
  if (binding) {
    environment.define(
      name,
      binding.kind === 'table' ? { kind: 'table', get: shared(binding.get) } : binding,
    );
    return;
  }
  const scalar = session.compile(node.Expression, rowScope(session, environment, []));
  environment.define(name, {
    kind: 'scalar',
    type: scalar.type,
    constant: true,
    get: once((): Value => constantValue(scalar)),
  });
}

/** The same table at every call; from the second one on its rows are made, so that they are not made twice. */
function shared(get: () => Table): () => Table {
  const table = once(get);
  let asked = false;
  return () => {
    if (asked) return madeTable(table());
    asked = true;
    return table();
  };
}

/** The same result at every call; nothing that a table reads changes during a run. */
function once<Result>(get: () => Result): () => Result {
  let found: { readonly result: Result } | undefined;
  return () => {
    found ??= { result: get() };
    return found.result;
  };
}

/** Options are remembered under their names; only those that some function asks for have a meaning here. */
const setOption: Runner = (node, session, environment) => {
  const { Name, ValueClause } = node as SyntaxNode & { Name: NameNode; ValueClause: WrapperNode | null };
  const kind = ValueClause && session.kusto.kindName(ValueClause.Expression);
  if (!ValueClause || !kind?.endsWith('LiteralExpression') || kind === 'TokenLiteralExpression') return;
  const { type, constant, run } = session.compile(ValueClause.Expression, rowScope(session, environment, []));
  environment.define(Name.SimpleName, { kind: 'scalar', type, constant, get: () => run([]) });
};

const declareParameters: Runner = (node, session, environment) => {
  const { Parameters } = node as SyntaxNode & { Parameters: Separated<FunctionParameterNode> };
  for (const { NameAndType, DefaultValue } of elements(Parameters)) {
    const name = NameAndType.Name.SimpleName;
    if (!DefaultValue) throw failAt(NameAndType, `The query parameter '${name}' has no default value`);
    const type = scalarTypeNamed(NameAndType.Type.toString().trim()) ?? 'dynamic';
    const scalar = convertScalar(
      session.compile(DefaultValue.Value, rowScope(session, environment, [])),
      type,
    );
    environment.define(name, {
      kind: 'scalar',
      type,
      constant: true,
      get: once(() => constantValue(scalar)),
    });
  }
};
