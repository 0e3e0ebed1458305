import type { Expression, ListNode, NamedExpressionNode, NameNode } from '../../kusto/syntax.ts';
import { elements } from '../../kusto/syntax.ts';
import type { Scope } from '../scope.ts';
import { failAt } from '../scope.ts';
import type { Table, TypedColumn } from '../table.ts';
import type { Operator, OperatorContext } from './define.ts';
import type { OutputColumn } from './output.ts';
import { compileOutputs, expectedColumns, settled, settleOutputs, typed } from './output.ts';
import type { RowPlan } from './row-by-row.ts';
import { rowByRow } from './row-by-row.ts';

/** `project` and `print`: exactly the columns of the list. */
export const project: Operator = (node, context) =>
  rowByRow(context, (scope) => {
    const outputs = compileOutputs(elements((node as ListNode).Expressions), scope);
    const { columns, runs } = settleOutputs(node, outputs);
    return { columns, reads: runs };
  });

/** `extend` (and `serialize` with a list): the input's columns with some added or replaced. */
export const extend: Operator = (node, context) =>
  rowByRow(
    context,
    (scope) =>
      withOutputs(
        node,
        scope,
        compileOutputs(elements((node as ListNode).Expressions), scope),
        context.input.open,
      ),
    { open: context.input.open },
  );

/**
 * Puts new columns beside or in place of a scope's, in the order that Kusto's analysis gives.
 * @param open where the analysis does not know all columns
 */
export function withOutputs(
  node: Expression,
  scope: Scope,
  outputs: readonly OutputColumn[],
  open = false,
): RowPlan {
  const named = new Map(
    outputs.flatMap((output) => (output.name === undefined ? [] : [[output.name, output] as const])),
  );
  const unnamed = outputs.filter((output) => output.name === undefined);
  const known = new Map(scope.columns.map((column) => [column.name, column]));
  const wanted = (open ? undefined : expectedColumns(node)) ?? plainExtension(scope.columns, outputs);
  const { columns, runs } = settled(
    wanted.map(({ name, type }) => {
      const output = named.get(name) ?? known.get(name) ?? unnamed.shift();
      if (output === undefined) throw failAt(node, `The column '${name}' cannot be computed`);
      return { name, output: typed(output, type) };
    }),
  );
  return { columns, reads: runs };
}

function plainExtension(
  columns: readonly TypedColumn[],
  outputs: readonly OutputColumn[],
): readonly TypedColumn[] {
  const kept = columns.filter(({ name }) => !outputs.some((output) => output.name === name));
  return [...kept, ...outputs.map(({ name, type }, i) => ({ name: name ?? `Column${i + 1}`, type }))];
}

/** `project-away`: the columns that no pattern of the list names. */
export const projectAway: Operator = (node, context) => {
  const patterns = elements((node as ListNode).Expressions).map(namePattern);
  return pick(context, (name) => !patterns.some((pattern) => pattern.test(name)));
};

/** `project-keep`: the columns that a pattern of the list names, in their order. */
export const projectKeep: Operator = (node, context) => {
  const patterns = elements((node as ListNode).Expressions).map(namePattern);
  return pick(context, (name) => patterns.some((pattern) => pattern.test(name)));
};

function pick(context: OperatorContext, keep: (name: string) => boolean): Table {
  return reorder(
    context,
    context.input.columns.flatMap(({ name }, i) => (keep(name) ? [i] : [])),
  );
}

function reorder(context: OperatorContext, places: readonly number[]): Table {
  return rowByRow(context, (scope) => {
    const columns = places.map((place) => scope.columns[place]!);
    return {
      columns: columns.map(({ name, type }) => ({ name, type })),
      reads: columns.map(({ run }) => run),
    };
  });
}

/** A column name in which `*` stands for any characters. */
function namePattern(node: Expression): RegExp {
  const name = nameText(node as NameNode);
  const parts = name.split('*').map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's');
}

function nameText(node: NameNode): string {
  if (node.SimpleName) return node.SimpleName;
  const text = node.toString().trim();
  return /^\[\s*(["'])(.*)\1\s*\]$/s.exec(text)?.[2] ?? text;
}

/** `project-rename new = old`: other names in the same places. */
export const projectRename: Operator = (node, context) => {
  const { input, session } = context;
  const renames = new Map<string, string>();
  for (const item of elements((node as ListNode).Expressions)) {
    if (session.kusto.kindName(item) !== 'SimpleNamedExpression')
      throw failAt(item, 'A new name is wanted here');
    const { Name, Expression: old } = item as NamedExpressionNode;
    renames.set((old as NameNode).SimpleName, Name.SimpleName);
  }
  const columns = input.columns.map(({ name, type }) => ({ name: renames.get(name) ?? name, type }));
  return rowByRow(context, () => ({ columns }));
};

/** `project-reorder`: the order that Kusto's analysis gives, then columns that it does not know. */
export const projectReorder: Operator = (node, context) => {
  const places = new Map(context.input.columns.map(({ name }, i) => [name, i]));
  const known = (expectedColumns(node) ?? []).flatMap(({ name }) => places.get(name) ?? []);
  const rest = [...places.values()].filter((place) => !known.includes(place));
  return reorder(context, [...known, ...rest]);
};

/** `getschema`: a row for each column of the input. */
export const getSchema: Operator = (_node, { input }) => ({
  columns: [
    { name: 'ColumnName', type: 'string' },
    { name: 'ColumnOrdinal', type: 'long' },
    { name: 'DataType', type: 'string' },
    { name: 'ColumnType', type: 'string' },
  ],
  rows: input.columns.map(({ name, type }, i) => [name, i, dataTypes[type], type]),
});

const dataTypes: Readonly<Record<TypedColumn['type'], string>> = {
  bool: 'System.SByte',
  int: 'System.Int32',
  long: 'System.Int64',
  real: 'System.Double',
  decimal: 'System.Data.SqlTypes.SqlDecimal',
  string: 'System.String',
  datetime: 'System.DateTime',
  timespan: 'System.TimeSpan',
  guid: 'System.Guid',
  dynamic: 'System.Object',
};
