import type { Analysis } from '../kusto/analyse.ts';
import type { KustoLibrary } from '../kusto/library.ts';
import { elements } from '../kusto/syntax.ts';
import type { Limits } from './budget.ts';
import { Budget } from './budget.ts';
import { KqlFailure } from './failure.ts';
import { compileScalar } from './scalar/compile.ts';
import type { Session } from './scope.ts';
import { constantValue, Environment, rowScope } from './scope.ts';
import type { Table } from './table.ts';
import { evaluateTable, type WatchPipe } from './tabular/evaluate.ts';
import { runStatements } from './tabular/statements.ts';

/** What a run needs besides the query: rows by table name, the moment `now()` gives, and its limits. */
export interface RunInput {
  readonly kusto: KustoLibrary;
  readonly tables: ReadonlyMap<string, Table>;
  /** Ticks of 100 ns since year 1. */
  readonly now: bigint;
  readonly limits?: Limits;
  /** Numbers from 0 to 1; without it a fixed row of them, so that runs can be repeated. */
  readonly random?: () => number;
  /** Told of each operator of the query's own pipe. */
  readonly watch?: WatchPipe;
}

/**
 * Runs an analysed query over rows in memory; a query that is a bare expression gives one row.
 * Throws KqlFailure for what the engine cannot do and where a limit is reached.
 */
export function runAnalysed(analysis: Analysis, input: RunInput): Table {
  const session: Session = {
    kusto: input.kusto,
    tables: input.tables,
    now: input.now,
    random: input.random ?? fixedRandom(),
    budget: new Budget(input.limits ?? {}),
    compile: compileScalar,
    evaluate: evaluateTable,
  };
  const environment = new Environment();
  const result = runStatements(elements(analysis.root.Statements), session, environment);
  if (result === undefined) throw new KqlFailure('The query has no expression to run');
  const isPipe = input.kusto.kindName(result) === 'PipeExpression';
  const isTable = result.ResultType !== null && input.kusto.symbolKind(result.ResultType) === 'Table';
  if (isTable || isPipe) {
    return evaluateTable(result, session, environment, undefined, input.watch);
  }
  const scalar = compileScalar(result, rowScope(session, environment, []));
  return { columns: [{ name: 'print_0', type: scalar.type }], rows: [[constantValue(scalar)]] };
}

/** The linear congruential generator of Numerical Recipes, from a fixed seed. */
function fixedRandom(): () => number {
  let state = 20_240_229;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
