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
  /** The name a `union withsource` shows. */
  readonly name?: string;
  /** True where Kusto's analysis does not know all columns, because they come from the data. */
  readonly open?: boolean;
}
