import { type Analysis, analyse, makeGlobals } from '../kusto/analyse.ts';
import type { KustoLibrary } from '../kusto/library.ts';
import { regexFaults } from '../kusto/regex-check.ts';
import {
  type ParserFunctionOptions,
  parserFunctionName,
  parserPrelude,
} from '../parser-function/generate.ts';
import { type SentinelProblem, sentinelProblem } from '../sentinel-problem.ts';
import { commonSecurityLog, syslog } from '../sidekick/tables.ts';

/** What Kusto's own analysis makes of a query. */
export interface InspectedQuery {
  /** The columns of its result. */
  readonly columns: readonly string[];
  readonly problems: readonly SentinelProblem[];
}

/** Analyses a query as Log Analytics would. */
export type InspectQuery = (query: string) => InspectedQuery;

/**
 * Analyses queries with Kusto's own language library against the tables of a workspace and its parser
 * function. Whatever it says, be it only a warning, is a problem. The function is analysed once, as a `let`,
 * since faults inside a stored function are not told; the queries then see its result as a table.
 */
export function queryInspector(kusto: KustoLibrary, parser: ParserFunctionOptions): InspectQuery {
  const tables = [
    { ...commonSecurityLog, name: parser.cefTable },
    { ...syslog, name: parser.syslogTable },
  ];
  const prelude = `${parserPrelude(parser)}${parserFunctionName}`;
  const ofParser = analyse(kusto, prelude, makeGlobals(kusto, tables, []));
  const result = { name: parserFunctionName, columns: ofParser.columns ?? [] };
  const globals = makeGlobals(kusto, [...tables, result], []);
  const faults = problemsOf(kusto, ofParser);
  return (query) => {
    const analysis = analyse(kusto, query, globals);
    const columns = (analysis.columns ?? []).map(({ name }) => name);
    return { columns, problems: [...faults, ...problemsOf(kusto, analysis)] };
  };
}

function problemsOf(kusto: KustoLibrary, analysis: Analysis): readonly SentinelProblem[] {
  return [
    ...analysis.diagnostics.map(({ message }) => sentinelProblem('sentinel-query', message)),
    ...regexFaults(kusto, analysis).map(({ pattern, reason }) =>
      sentinelProblem('sentinel-query-regex', pattern, reason),
    ),
  ];
}
