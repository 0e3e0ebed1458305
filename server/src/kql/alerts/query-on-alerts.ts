import type { Span } from '../../text/span.ts';
import {
  type Analysis,
  analyse,
  type KqlDiagnostic,
  makeGlobals,
  type StoredFunction,
  type TableSchema,
} from '../kusto/analyse.ts';
import type { KustoLibrary, LibraryGlobals } from '../kusto/library.ts';
import {
  type Expression,
  elements,
  type NameNode,
  type PipeNode,
  type WrapperNode,
} from '../kusto/syntax.ts';
import { parserFunctionName } from '../parser-function/generate.ts';

/** A query ready to be run on alerts. */
export interface QueryOnAlerts {
  /** The query, with the parsed rows as a table where it can be, else with the parser function. */
  readonly analysis: Analysis;
  /** Why it cannot be run; absent where it can. */
  readonly error?: { readonly message: string; readonly span: Span };
  /**
   * The query up to the last operator that decides which rows stay; only for queries on the parsed rows whose
   * operators look at one row at a time.
   */
  readonly rowWise?: Analysis;
}

/** What queries are analysed against. */
export interface QueryNames {
  /** The raw tables, and the parser function. */
  readonly withFunction: LibraryGlobals;
  /** The raw tables, and the parser function's rows as a table of its name: its body is not analysed again. */
  readonly withTable: LibraryGlobals;
}

/** Makes the names; build them once for many queries. */
export function queryNames(
  kusto: KustoLibrary,
  parser: StoredFunction,
  tables: readonly TableSchema[],
  parsed: TableSchema,
): QueryNames {
  return {
    withFunction: makeGlobals(kusto, tables, [parser]),
    withTable: makeGlobals(kusto, [...tables, parsed], []),
  };
}

/** Analyses a query. Never throws for bad text. */
export function prepareQuery(kusto: KustoLibrary, query: string, names: QueryNames): QueryOnAlerts {
  const onTable = analyse(kusto, query, names.withTable);
  if (errorOf(onTable) === undefined) {
    const end = endOfRowWisePart(kusto, onTable);
    if (end === undefined) return { analysis: onTable };
    return { analysis: onTable, rowWise: analyse(kusto, query.slice(0, end), names.withTable) };
  }
  const analysis = analyse(kusto, query, names.withFunction);
  const error = errorOf(analysis);
  return error === undefined ? { analysis } : { analysis, error };
}

function errorOf({ diagnostics }: Analysis): KqlDiagnostic | undefined {
  return diagnostics.find(({ severity }) => severity === 'error');
}

/** Operators behind which each row is one of the rows before. */
const filters = new Set(['FilterOperator']);
const widening = new Set(['ExtendOperator']);
/** What comes after the last filter may do anything that keeps all rows. */
const keeping = new Set([
  'ExtendOperator',
  'ProjectOperator',
  'ProjectAwayOperator',
  'ProjectKeepOperator',
  'ProjectRenameOperator',
  'ProjectReorderOperator',
  'SortOperator',
  'SerializeOperator',
  'AsOperator',
]);

/** Where in the query the last operator ends that decides which rows stay; undefined where rows are mixed. */
function endOfRowWisePart(kusto: KustoLibrary, { root }: Analysis): number | undefined {
  const statement = elements(root.Statements).findLast(
    (each) => kusto.kindName(each) === 'ExpressionStatement',
  );
  if (statement === undefined) return undefined;
  const { source, operators } = pipeOf(kusto, (statement as WrapperNode).Expression);
  const isParsed =
    kusto.kindName(source) === 'NameReference' && (source as NameNode).SimpleName === parserFunctionName;
  if (!isParsed) return undefined;
  const kinds = operators.map((operator) => kusto.kindName(operator));
  const last = kinds.findLastIndex((kind) => filters.has(kind));
  if (!kinds.slice(0, last + 1).every((kind) => filters.has(kind) || widening.has(kind))) return undefined;
  if (!kinds.slice(last + 1).every((kind) => keeping.has(kind))) return undefined;
  return last < 0 ? source.End : operators[last]!.End;
}

/** The parts of a pipe in order. */
export function pipeOf(
  kusto: KustoLibrary,
  expression: Expression,
): { source: Expression; operators: readonly Expression[] } {
  const operators: Expression[] = [];
  let source = expression;
  while (kusto.kindName(source) === 'PipeExpression') {
    operators.push((source as PipeNode).Operator);
    source = (source as PipeNode).Expression;
  }
  return { source, operators: operators.reverse() };
}
