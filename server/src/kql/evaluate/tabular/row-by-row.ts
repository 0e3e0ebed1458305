import type { Part, Read } from '../lazy-rows.ts';
import { LazyRows, remembered, rowOf } from '../lazy-rows.ts';
import type { Scope } from '../scope.ts';
import { rowScope } from '../scope.ts';
import type { Described, Table, TypedColumn } from '../table.ts';
import { lazyTable, madeTable, partsOf, withRows } from '../table.ts';
import type { Row } from '../value/value.ts';
import type { OperatorContext } from './define.ts';
import { eachRow, inputScope } from './define.ts';

/** What an operator that looks at one row at a time makes of the rows of a scope. */
export interface RowPlan {
  readonly columns: readonly TypedColumn[];
  /** For each column its value for a row of the input; left out where the input's columns stay as they are. */
  readonly reads?: readonly Read[];
  /** Whether a row stays; without it each does. */
  readonly test?: (row: Row) => boolean;
}

/** More parts or operators than these are not kept waiting: closures would nest too deeply. */
const mostParts = 8;
const mostSteps = 32;

/**
 * Applies an operator that gives for each row one or none. The rows are not made yet, unless an expression
 * looks at other rows than its own. The plan is made for each part of the input, whose rows may differ.
 */
export function rowByRow(
  context: OperatorContext,
  plan: (scope: Scope) => RowPlan,
  described: Described = {},
): Table {
  const { session, environment } = context;
  const input = manageable(context.input);
  const parts: Part[] = [];
  let columns: readonly TypedColumn[] = [];
  for (const part of partsOf(input)) {
    const scope = rowScope(session, environment, input.columns, part.reads);
    const planned = plan(scope);
    if (scope.frame.inOrder) return inOrder(context, plan, described);
    parts.push(extended(part, planned));
    columns = planned.columns;
  }
  const lazy = new LazyRows(parts, (input.lazy?.steps ?? 0) + 1, session.budget);
  return lazyTable(columns, lazy, described);
}

/** The table itself, its rows made where too much would be waiting for them. */
function manageable(table: Table): Table {
  const { lazy } = table;
  const isTooMuch = lazy?.parts !== undefined && (lazy.parts.length > mostParts || lazy.steps > mostSteps);
  return isTooMuch ? madeTable(table) : table;
}

function extended(part: Part, { reads, test }: RowPlan): Part {
  const known = new Set(part.reads);
  return {
    source: part.source,
    tests: test ? [...part.tests, test] : part.tests,
    reads: reads?.map((read) => (known.has(read) ? read : remembered(read))) ?? part.reads,
    asIs: part.asIs && reads === undefined,
  };
}

/** Makes all rows at once, one after the other. */
function inOrder(context: OperatorContext, plan: (scope: Scope) => RowPlan, described: Described): Table {
  const scope = inputScope(context);
  const { columns, reads, test } = plan(scope);
  const rows: Row[] = [];
  eachRow(context.input.rows, scope.frame, context.session, (row) => {
    if (test === undefined || test(row)) rows.push(reads ? rowOf(reads, row) : row);
  });
  return withRows({ ...described, columns }, rows);
}
