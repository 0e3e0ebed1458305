import type { LazyRows, Part } from './lazy-rows.ts';
import { wholePart } from './lazy-rows.ts';
import type { Row, ScalarType } from './value/value.ts';

/** A column with its scalar type. */
export interface TypedColumn {
  readonly name: string;
  readonly type: ScalarType;
}

/** Rows in memory; every row has one value for each column, in order. */
export interface Table {
  readonly columns: readonly TypedColumn[];
  readonly rows: readonly Row[];
  /** What `rows` are made by, where they are made when they are first asked for. */
  readonly lazy?: LazyRows;
  /** The name a `union withsource` shows. */
  readonly name?: string;
  /** True where Kusto's analysis does not know all columns, because they come from the data. */
  readonly open?: boolean;
}

/** What tells tables apart besides their columns. */
export interface Described {
  readonly name?: string | undefined;
  readonly open?: boolean | undefined;
}

/** A table whose rows are made later. */
export function lazyTable(
  columns: readonly TypedColumn[],
  lazy: LazyRows,
  { name, open }: Described = {},
): Table {
  return {
    columns,
    lazy,
    get rows() {
      return lazy.rows;
    },
    ...(name !== undefined && { name }),
    ...(open && { open }),
  };
}

/** The same table under another name. */
export function renamed(table: Table, name: string): Table {
  const { columns, lazy, open } = table;
  return lazy ? lazyTable(columns, lazy, { name, open }) : { ...table, name };
}

/** A table of that description with other rows. */
export function withRows(
  { columns, name, open }: Described & Pick<Table, 'columns'>,
  rows: readonly Row[],
): Table {
  return { columns, rows, ...(name !== undefined && { name }), ...(open && { open }) };
}

/** The same table, its rows made. */
export function madeTable(table: Table): Table {
  return withRows(table, table.rows);
}

/** What the rows of a table are made of. */
export function partsOf(table: Table): readonly Part[] {
  return table.lazy?.parts ?? [wholePart(table.rows, table.columns.length)];
}

/** The first rows of a table. */
export function firstRows(table: Table, count: number): readonly Row[] {
  return table.lazy ? table.lazy.first(count) : table.rows.slice(0, count);
}
