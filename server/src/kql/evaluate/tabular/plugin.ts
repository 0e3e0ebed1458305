import type {
  CallNode,
  EvaluateNode,
  Expression,
  NamedExpressionNode,
  NameNode,
} from '../../kusto/syntax.ts';
import { elements } from '../../kusto/syntax.ts';
import { constantValue, failAt } from '../scope.ts';
import type { Table, TypedColumn } from '../table.ts';
import { converter, plainOf, textOfDynamic, typeOfDynamic } from '../value/convert.ts';
import type { Bag, Row, ScalarType, Value } from '../value/value.ts';
import { isArray, isBag } from '../value/value.ts';
import type { Operator, OperatorContext } from './define.ts';
import { inputScope } from './define.ts';
import { expectedColumns } from './output.ts';

/** `evaluate plugin(…)`: of the plugins only `bag_unpack`. */
export const evaluatePlugin: Operator = (node, context) => {
  const call = (node as EvaluateNode).FunctionCall;
  if (call.Name.SimpleName !== 'bag_unpack') {
    throw failAt(call, `This engine does not know the plugin '${call.Name.SimpleName}'`);
  }
  const table = bagUnpack(call, context);
  return (node as EvaluateNode).Schema ? asDeclared(table, node, context.input) : table;
};

/** The columns that the query declares after the plugin, in their order and types; after `*` the input's too. */
function asDeclared(table: Table, node: Expression, input: Table): Table {
  const declared = expectedColumns(node) ?? [];
  const star = (node as EvaluateNode).Schema?.toString().includes('*') ?? false;
  const others = table.columns.filter(
    ({ name }) =>
      input.columns.some((column) => column.name === name) &&
      !declared.some((column) => column.name === name),
  );
  const columns = [...(star ? others : []), ...declared].map(({ name, type }) => ({
    name,
    type: type ?? ('dynamic' as const),
  }));
  const reads = columns.map(({ name, type }) => {
    const index = table.columns.findIndex((column) => column.name === name);
    const convert = converter(table.columns[index]?.type ?? 'dynamic', type);
    return (row: Row) => convert(row[index] ?? null);
  });
  return {
    columns,
    rows: table.rows.map((row) => reads.map((read) => read(row))),
    ...(star && { open: true }),
  };
}

/**
 * `bag_unpack(column [, prefix [, conflict [, ignored keys]]])`: a column for each key of the bags, sorted
 * by name, in place of the column. Kusto's analysis does not know these columns: the table is open.
 */
function bagUnpack(node: CallNode, context: OperatorContext): Table {
  const { input } = context;
  const [first, ...options] = elements(node.ArgumentList.Expressions);
  const index = input.columns.findIndex(({ name }) => name === (first as NameNode | undefined)?.SimpleName);
  if (index < 0) throw failAt(node, 'bag_unpack needs the name of a column of bags');
  const { prefix, conflict, ignored } = readOptions(options, context);
  const ignoredKeys = new Set(
    isArray(ignored ?? null) ? (ignored as readonly Value[]).map(textOfDynamic) : [],
  );
  const others = input.columns.filter((_, i) => i !== index);
  const bags = input.rows.map((row) => row[index] as Value);
  const found = memberTypes(bags, ignoredKeys);
  const columns = [...found].map(([key, type]) => ({ key, name: `${prefix ?? ''}${key}`, type }));
  const clash = columns.find(({ name }) => others.some((column) => column.name === name));
  if (clash && (conflict ?? 'error') === 'error') {
    throw failAt(node, `bag_unpack would make a second column '${clash.name}'; give it a prefix`);
  }
  const wins = conflict === 'replace_source';
  const kept = wins ? others.filter(({ name }) => !columns.some((column) => column.name === name)) : others;
  const added = wins ? columns : columns.filter(({ name }) => !others.some((column) => column.name === name));
  const places = kept.map((column) => input.columns.indexOf(column));
  const rows = input.rows.map(
    (row): Row => [
      ...places.map((place) => row[place]!),
      ...added.map(({ key, type }) => memberAs(row[index]!, key, type)),
    ],
  );
  return {
    columns: [...kept, ...added.map(({ name, type }): TypedColumn => ({ name, type }))],
    rows,
    open: true,
  };
}

const optionNames = ['prefix', 'conflict', 'ignored'] as const;

/** The names under which the options may be given instead of by their place. */
const namedOptions: Readonly<Record<string, (typeof optionNames)[number]>> = {
  outputcolumnprefix: 'prefix',
  columnsconflict: 'conflict',
  ignoredproperties: 'ignored',
};

function readOptions(
  nodes: readonly Expression[],
  context: OperatorContext,
): Partial<Record<(typeof optionNames)[number], Value>> {
  const scope = inputScope(context);
  const given = nodes.map((node, place) => {
    const isNamed = context.session.kusto.kindName(node) === 'SimpleNamedExpression';
    const name = isNamed ? (node as NamedExpressionNode).Name.SimpleName : undefined;
    const option = name === undefined ? optionNames[place] : namedOptions[name.toLowerCase()];
    if (option === undefined) throw failAt(node, `bag_unpack has no option '${name ?? place + 1}'`);
    return [option, constantValue(context.session.compile(node, scope))] as const;
  });
  return Object.fromEntries(given);
}

/** Keys in order of their names with the type of their values; `dynamic` where types differ. */
function memberTypes(bags: readonly Value[], ignored: ReadonlySet<string>): Map<string, ScalarType> {
  const types = new Map<string, ScalarType>();
  for (const bag of bags) if (isBag(bag)) learnTypes(bag, ignored, types);
  return new Map([...types].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function learnTypes(bag: Bag, ignored: ReadonlySet<string>, types: Map<string, ScalarType>): void {
  for (const [key, value] of bag) {
    if (ignored.has(key) || (value === null && types.has(key))) continue;
    const type = typeOfDynamic(value);
    const known = types.get(key);
    types.set(key, known === undefined || known === type ? type : 'dynamic');
  }
}

function memberAs(bag: Value, key: string, type: ScalarType): Value {
  const value = isBag(bag) ? (bag.get(key) ?? null) : null;
  if (value === null) return type === 'string' ? '' : null;
  return type === 'dynamic' ? value : plainOf(value);
}
