import type { Expression } from '../../kusto/syntax.ts';
import { remembered } from '../lazy-rows.ts';
import type { Table, TypedColumn } from '../table.ts';
import { converter } from '../value/convert.ts';
import type { Row, Value } from '../value/value.ts';
import { isArray } from '../value/value.ts';
import { withOutputs } from './column-operators.ts';
import type { OperatorContext } from './define.ts';
import { rowByRow } from './row-by-row.ts';

/** Columns that are taken out of a text. */
export interface TextColumns {
  readonly columns: readonly TypedColumn[];
  /** A value for each column, or undefined where the text is not as it is wanted. */
  readonly valuesOf: (text: string) => readonly Value[] | undefined;
  /** True where rows with such a text are left out; else they get empty columns. */
  readonly onlyMatching: boolean;
}

/** `parse` and its kin: adds the columns that are in the text of `subject`. */
export function extendFromText(
  node: Expression,
  context: OperatorContext,
  subject: Expression,
  { columns, valuesOf, onlyMatching }: TextColumns,
): Table {
  const { open } = context.input;
  return rowByRow(
    context,
    (scope) => {
      const { type: from, run } = scope.session.compile(subject, scope);
      const toText = converter(from, 'string');
      const values = remembered((row) => valuesOf(toText(run(row)) as string) ?? null);
      const outputs = columns.map(({ name, type }, i) => {
        const empty = type === 'string' ? '' : null;
        return { name, type, run: (row: Row) => itemOf(values(row), i) ?? empty };
      });
      const test = onlyMatching ? { test: (row: Row) => values(row) !== null } : {};
      return { ...withOutputs(node, scope, outputs, open), ...test };
    },
    { open },
  );
}

function itemOf(values: Value, index: number): Value {
  return isArray(values) ? values[index]! : null;
}
