import { columnsOf } from '../../kusto/analyse.ts';
import type {
  BridgeList,
  CompoundNamedNode,
  Expression,
  NamedExpressionNode,
  NamedParameterNode,
  NameNode,
} from '../../kusto/syntax.ts';
import { elements, listItems } from '../../kusto/syntax.ts';
import type { Read } from '../lazy-rows.ts';
import { convertScalar } from '../scalar/types.ts';
import type { Scalar, Scope } from '../scope.ts';
import type { TypedColumn } from '../table.ts';
import type { ScalarType } from '../value/value.ts';
import { scalarTypeNamed } from '../value/value.ts';

/** One column that an expression gives. `name` where the query or the expression itself names it. */
export interface OutputColumn {
  readonly name: string | undefined;
  readonly type: ScalarType;
  readonly run: Read;
}

/** Compiles the expressions of an operator's list; a tuple gives several columns. */
export function compileOutputs(nodes: readonly Expression[], scope: Scope): OutputColumn[] {
  return nodes.flatMap((node) => outputsOf(node, scope.session.compile(node, scope), scope));
}

/** The columns that one compiled expression gives, with the names the query gives them. */
export function outputsOf(node: Expression, scalar: Scalar, scope: Scope): OutputColumn[] {
  const names = namesOf(node, scope);
  const { tuple } = scalar;
  if (tuple === undefined || tuple.columns.length === 0) {
    return [{ name: names[0], type: scalar.type, run: scalar.run }];
  }
  const { run } = tuple;
  return tuple.columns.map((column, i) => ({
    name: names[i] ?? column.name,
    type: column.type,
    run: (row) => run(row)[i] ?? null,
  }));
}

function namesOf(node: Expression, scope: Scope): (string | undefined)[] {
  switch (scope.session.kusto.kindName(node)) {
    case 'SimpleNamedExpression':
      return [(node as NamedExpressionNode).Name.SimpleName];
    case 'CompoundNamedExpression':
      return elements((node as CompoundNamedNode).Names.Names).map((name) => name.SimpleName);
    case 'NameReference':
      return [(node as NameNode).SimpleName];
    default:
      return [];
  }
}

/** The columns Kusto's analysis says an operator gives; `type` undefined where it does not know. */
export function expectedColumns(
  node: Expression,
): readonly { readonly name: string; readonly type: ScalarType | undefined }[] | undefined {
  return columnsOf(node.ResultType)?.map(({ name, type }) => ({ name, type: scalarTypeNamed(type) }));
}

/** Names and types outputs by position as the analysis says; unnamed ones are numbered where it does not. */
export function settleOutputs(node: Expression, outputs: readonly OutputColumn[]): SettledOutputs {
  const expected = expectedColumns(node);
  const known = expected?.length === outputs.length ? expected : undefined;
  return settled(
    outputs.map((output, i) => ({
      name: known?.[i]?.name ?? output.name ?? `Column${i + 1}`,
      output: typed(output, known?.[i]?.type),
    })),
  );
}

/** Columns with the closures that give their values. */
export interface SettledOutputs {
  readonly columns: readonly TypedColumn[];
  readonly runs: readonly Read[];
}

/** Puts named outputs together. */
export function settled(parts: readonly { name: string; output: OutputColumn }[]): SettledOutputs {
  return {
    columns: parts.map(({ name, output }) => ({ name, type: output.type })),
    runs: parts.map(({ output }) => output.run),
  };
}

/** The output in the type wanted, where one is. */
export function typed(output: OutputColumn, type: ScalarType | undefined): OutputColumn {
  if (type === undefined || type === output.type) return output;
  return { ...convertScalar({ ...output, constant: false }, type), name: output.name };
}

/** The value of a `name=value` parameter of an operator as text; undefined where it is not given. */
export function parameterText(
  parameters: BridgeList<NamedParameterNode> | undefined,
  ...names: readonly string[]
): string | undefined {
  const found = (parameters ? listItems(parameters) : []).find((parameter) =>
    names.includes(parameter.Name.SimpleName.toLowerCase()),
  );
  return found?.Expression.toString().trim();
}
