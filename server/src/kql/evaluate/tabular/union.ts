import type { Expression, ListNode, NameNode } from '../../kusto/syntax.ts';
import { elements } from '../../kusto/syntax.ts';
import type { Read } from '../lazy-rows.ts';
import { LazyRows, remembered } from '../lazy-rows.ts';
import type { Table, TypedColumn } from '../table.ts';
import { lazyTable, partsOf, renamed } from '../table.ts';
import { converter } from '../value/convert.ts';
import type { ScalarType } from '../value/value.ts';
import type { Operator, OperatorContext } from './define.ts';
import { expectedColumns, parameterText } from './output.ts';

/**
 * `union`: the rows of all tables. A name that comes with two types becomes two columns, told apart by
 * the type's name; Kusto's analysis says which columns there are.
 */
export const union: Operator = (node, context) => {
  const { Parameters, Expressions } = node as ListNode;
  const operands = elements(Expressions).flatMap((item) => operandTables(item, context));
  const tables =
    context.input.columns.length > 0 || context.input.rows.length > 0
      ? [context.input, ...operands]
      : operands;
  const source = parameterText(Parameters, 'withsource', 'with_source');
  const all = (expectedColumns(node) ?? columnsOfAll(tables)).map(({ name, type }) => ({
    name,
    type: type ?? typeIn(tables, name),
  }));
  const inner = parameterText(Parameters, 'kind')?.toLowerCase() === 'inner';
  const wanted = inner
    ? all.filter(({ name }) => name === source || tables.every((table) => hasColumn(table, name)))
    : all;
  const originals = new Set(tables.flatMap((table) => table.columns.map((column) => column.name)));
  const parts = tables.flatMap((table, i) => {
    if (isAlike(table.columns, wanted)) return partsOf(table);
    return partsOf(table).map((part) => ({
      ...part,
      asIs: false,
      reads: wanted.map((column) =>
        column.name === source
          ? sourceName(table, i)
          : columnReader(column, table.columns, part.reads, { wanted, originals }),
      ),
    }));
  });
  if (parts.length === 0) return { columns: wanted, rows: [] };
  const steps = Math.max(0, ...tables.map(({ lazy }) => lazy?.steps ?? 0)) + 1;
  return lazyTable(wanted, new LazyRows(parts, steps, context.session.budget), { open: inner });
};

/** True where rows of the table are rows of the union as they are. */
function isAlike(own: readonly TypedColumn[], wanted: readonly TypedColumn[]): boolean {
  if (own.length !== wanted.length) return false;
  return own.every(({ name, type }, i) => name === wanted[i]!.name && type === wanted[i]!.type);
}

function hasColumn({ columns }: Table, name: string): boolean {
  return columns.some((column) => column.name === name);
}

function operandTables(node: Expression, { session, environment }: OperatorContext): Table[] {
  const isName = session.kusto.kindName(node) === 'NameReference';
  const text = isName ? (node as NameNode).Name.toString().trim() : '';
  if (!text.includes('*')) {
    const table = session.evaluate(node, session, environment);
    return [isName ? renamed(table, (node as NameNode).SimpleName) : table];
  }
  const pattern = new RegExp(`^${text.split('*').map(escapePattern).join('.*')}$`, 's');
  return [...session.tables]
    .filter(([name]) => pattern.test(name))
    .map(([name, table]) => renamed(table, name));
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

function sourceName(table: Table, index: number): Read {
  const name = table.name ?? `union_arg${index}`;
  return () => name;
}

interface UnionNames {
  readonly wanted: readonly TypedColumn[];
  /** The names that the tables' columns have. */
  readonly originals: ReadonlySet<string>;
}

/** A column of the union from one of its tables: by name and type, or by a name told apart by type. */
function columnReader(
  column: TypedColumn,
  own: readonly TypedColumn[],
  reads: readonly Read[],
  { wanted, originals }: UnionNames,
): Read {
  const empty = column.type === 'string' ? '' : null;
  const index = own.findIndex(({ name, type }) => landsIn({ name, type }, wanted, originals) === column.name);
  const found = own[index];
  if (found === undefined) return () => empty;
  const read = reads[index]!;
  if (found.type === column.type) return read;
  const convert = converter(found.type, column.type);
  return remembered((row) => convert(read(row)));
}

/** The name under which a table's column appears in the union. */
function landsIn(
  { name, type }: TypedColumn,
  wanted: readonly TypedColumn[],
  originals: ReadonlySet<string>,
): string | undefined {
  const candidates = wanted.filter((column) => column.type === type && isSuffixed(column.name, name, type));
  const suffixed = candidates.find((column) => !originals.has(column.name)) ?? candidates[0];
  const same = wanted.find((column) => column.name === name);
  if (same && (same.type === type || suffixed === undefined)) return name;
  return suffixed?.name;
}

function isSuffixed(name: string, base: string, type: ScalarType): boolean {
  return name.startsWith(`${base}_${type}`) && /^\d*$/.test(name.slice(base.length + 1 + type.length));
}

function typeIn(tables: readonly Table[], name: string): ScalarType {
  for (const table of tables) {
    const column = table.columns.find((candidate) => candidate.name === name);
    if (column) return column.type;
  }
  return 'string';
}

function columnsOfAll(tables: readonly Table[]): TypedColumn[] {
  const columns = new Map<string, TypedColumn>();
  for (const table of tables)
    for (const column of table.columns) columns.set(column.name, columns.get(column.name) ?? column);
  return [...columns.values()];
}
