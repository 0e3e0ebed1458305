import type {
  BridgeList,
  CallNode,
  Expression,
  FunctionBodyNode,
  LetNode,
  SyntaxNode,
} from '../../kusto/syntax.ts';
import { elements, listItems } from '../../kusto/syntax.ts';
import type { Binding, Scalar, Scope } from '../scope.ts';
import { Environment, failAt, rowScope } from '../scope.ts';
import type { Value } from '../value/value.ts';
import { scalarTypeNamed } from '../value/value.ts';
import { convertScalar, typeOfNode } from './types.ts';

/** Calls may nest this deep (Kusto itself forbids recursion). */
const maxCallDepth = 64;

/** A parameter as the function's symbol declares it. */
export interface DeclaredParameter {
  readonly name: string;
  readonly type: string;
  readonly defaultValue: Expression | undefined;
}

interface SignatureSymbol {
  readonly Signatures: BridgeList<{
    readonly Parameters: BridgeList<{
      readonly Name: string;
      readonly DeclaredTypes: BridgeList<{ readonly Name: string }>;
      readonly DefaultValue: Expression | null;
    }>;
  }>;
}

/** The parameters of the function that a call names. */
export function declaredParameters(node: SyntaxNode): readonly DeclaredParameter[] {
  const symbol = node.ReferencedSymbol as unknown as SignatureSymbol | null;
  if (!symbol?.Signatures || symbol.Signatures.Count === 0) return [];
  return listItems(symbol.Signatures.getItem(0).Parameters).map((parameter) => ({
    name: parameter.Name,
    type: parameter.DeclaredTypes?.Count ? parameter.DeclaredTypes.getItem(0).Name : '',
    defaultValue: parameter.DefaultValue ?? undefined,
  }));
}

/** The block a called function lives in: where its `let` stands, or the outermost for a stored one. */
export function homeOf(name: string, environment: Environment, node: SyntaxNode): Environment {
  if (environment.depth > maxCallDepth) throw failAt(node, 'Function calls are nested too deeply');
  const binding = environment.find(name);
  return binding?.kind === 'function' ? binding.environment : environment.outermost();
}

/** Arguments by position or name, defaults filled in; undefined where neither is there. */
export function matchArguments(
  nodes: readonly Expression[],
  parameters: readonly DeclaredParameter[],
  scope: { readonly session: Scope['session'] },
): readonly (Expression | undefined)[] {
  const matched: (Expression | undefined)[] = parameters.map((parameter) => parameter.defaultValue);
  let position = 0;
  for (const node of nodes) {
    const named = scope.session.kusto.kindName(node) === 'SimpleNamedExpression';
    const name = named ? (node as LetNode).Name.SimpleName : undefined;
    const index =
      name === undefined ? position : parameters.findIndex((parameter) => parameter.name === name);
    matched[index] = named ? (node as LetNode).Expression : node;
    position++;
  }
  return matched;
}

/** Compiles a call of a scalar function written in KQL: arguments go into cells that its body reads. */
export function compileUserCall(node: CallNode, scope: Scope): Scalar {
  const body = node.GetCalledFunctionBody();
  const name = node.Name?.SimpleName ?? (node as unknown as { SimpleName: string }).SimpleName;
  if (!body?.Expression) throw failAt(node, `The function '${name}' has no body that can be run`);
  const parameters = declaredParameters(node);
  const nodes = node.ArgumentList ? elements(node.ArgumentList.Expressions) : [];
  const matched = matchArguments(nodes, parameters, scope);
  const cells = matched.map((argument, i) => makeCell(argument, parameters[i]!, scope));
  const constant = cells.every((cell) => cell.argument === undefined || cell.argument.constant);
  const environment = new Environment(homeOf(name, scope.environment, node), !constant);
  for (const [i, parameter] of parameters.entries()) environment.define(parameter.name, bindingOf(cells[i]!));
  const inner = { ...rowScope(scope.session, environment, []), depth: scope.depth + 1 };
  const lets = defineLets(body, inner);
  const result = convertScalar(scope.session.compile(body.Expression, inner), typeOfNode(node));
  if (inner.frame.inOrder) scope.frame.inOrder = true;
  return {
    type: result.type,
    constant,
    run: (row) => {
      for (const cell of cells) if (cell.argument) cell.value = cell.argument.run(row);
      for (const run of lets) run();
      return result.run([]);
    },
  };
}

interface Cell {
  value: Value;
  readonly argument: Scalar | undefined;
  readonly table: Binding | undefined;
  readonly constant: boolean;
}

function makeCell(argument: Expression | undefined, parameter: DeclaredParameter, scope: Scope): Cell {
  const { session, environment } = scope;
  if (argument?.ResultType && session.kusto.symbolKind(argument.ResultType) === 'Table') {
    const table: Binding = { kind: 'table', get: () => session.evaluate(argument, session, environment) };
    return { value: null, argument: undefined, table, constant: true };
  }
  const compiled = argument && session.compile(argument, scope);
  const type = scalarTypeNamed(parameter.type);
  const converted = compiled && type ? convertScalar(compiled, type) : compiled;
  return { value: null, argument: converted, table: undefined, constant: converted?.constant ?? true };
}

function bindingOf(cell: Cell): Binding {
  if (cell.table) return cell.table;
  return {
    kind: 'scalar',
    type: cell.argument?.type ?? 'dynamic',
    constant: cell.constant,
    get: () => cell.value,
  };
}

/** Defines the `let`s of a function body; gives what must run before each evaluation of the body. */
function defineLets(body: FunctionBodyNode, scope: Scope): (() => void)[] {
  const runs: (() => void)[] = [];
  for (const statement of elements(body.Statements)) {
    if (scope.session.kusto.kindName(statement) !== 'LetStatement') continue;
    const run = defineLet(statement as LetNode, scope);
    if (run) runs.push(run);
  }
  return runs;
}

function defineLet(node: LetNode, scope: Scope): (() => void) | undefined {
  const { session, environment } = scope;
  const name = node.Name.SimpleName;
  const binding = nonScalarBinding(node.Expression, scope);
  if (binding) {
    environment.define(name, binding);
    return undefined;
  }
  const scalar = session.compile(node.Expression, scope);
  let value: Value = null;
  environment.define(name, {
    kind: 'scalar',
    type: scalar.type,
    constant: scalar.constant,
    get: () => value,
  });
  return () => {
    value = scalar.run([]);
  };
}

/** The binding of a function or a table; undefined for a scalar. */
export function nonScalarBinding(
  node: Expression,
  { session, environment }: Pick<Scope, 'session' | 'environment'>,
): Binding | undefined {
  if (session.kusto.kindName(node) === 'FunctionDeclaration') {
    return { kind: 'function', declaration: node as never, environment };
  }
  const kind = node.ResultType && session.kusto.symbolKind(node.ResultType);
  if (kind !== 'Table') return undefined;
  return { kind: 'table', get: () => session.evaluate(node, session, environment) };
}
