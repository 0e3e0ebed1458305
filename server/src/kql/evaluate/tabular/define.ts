import type { Expression } from '../../kusto/syntax.ts';
import type { Environment, Frame, Scope, Session } from '../scope.ts';
import { rowScope } from '../scope.ts';
import type { Table } from '../table.ts';
import type { Row } from '../value/value.ts';

/** What an operator runs in. `input` is the table before it in the pipe. */
export interface OperatorContext {
  readonly session: Session;
  readonly environment: Environment;
  readonly input: Table;
}

/** Runs one tabular operator. Throws KqlFailure for what it cannot do. */
export type Operator = (node: Expression, context: OperatorContext) => Table;

/** The scope of expressions over the rows of the operator's input. */
export function inputScope({ session, environment, input }: OperatorContext): Scope {
  const scope = rowScope(session, environment, input.columns);
  scope.frame.rows = input.rows;
  return scope;
}

/** Goes through rows with the frame on each in turn, paying for them from the budget. */
export function eachRow(
  rows: readonly Row[],
  frame: Frame,
  session: Session,
  visit: (row: Row, index: number) => void,
): void {
  frame.rows = rows;
  for (let i = 0; i < rows.length; i++) {
    frame.index = i;
    session.budget.spend(1);
    visit(rows[i]!, i);
  }
}
