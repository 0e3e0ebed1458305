import { queryInspector } from '../../kql/analytics-rule/inspect-query.ts';
import { runQuery } from '../../kql/engine.ts';
import { analyse, makeGlobals } from '../../kql/kusto/analyse.ts';
import type { KustoLibrary, LibraryGlobals } from '../../kql/kusto/library.ts';
import { formattedQuery, proposalsAt } from '../../kql/kusto/write.ts';
import {
  type ParserFunctionOptions,
  parserFunctionName,
  parserPrelude,
} from '../../kql/parser-function/generate.ts';
import { commonSecurityLog, syslog } from '../../kql/sidekick/tables.ts';
import { diagnoseQuery } from './diagnose.ts';
import { kqlHover } from './hover.ts';
import type { KqlMethod, KqlRequests } from './messages.ts';
import { evaluated, lastSentinel } from './sentinel.ts';

/** Answers questions about queries. An answer may take as long as the query is large; it may throw. */
export type AnswerKql = <Method extends KqlMethod>(
  method: Method,
  params: KqlRequests[Method]['params'],
) => KqlRequests[Method]['result'];

/** Answers with a loaded library; what is known of a project's names is kept for the next question. */
export function kqlAnswers(kusto: KustoLibrary): AnswerKql {
  const namesOf = lastNames(kusto);
  const sentinelOf = lastSentinel(kusto);
  const answers: { [Method in KqlMethod]: Answer<Method> } = {
    diagnose: ({ text, parser }) => diagnoseQuery(kusto, text, namesOf(parser)),
    complete: ({ text, offset, parser }) => proposalsAt(kusto, text, offset, namesOf(parser)),
    hover: (params) => kqlHover(kusto, params, namesOf(params.parser)) ?? null,
    format: ({ text, parser }) => formattedQuery(kusto, text, namesOf(parser)) ?? null,
    inspect: ({ queries, parser }) => queries.map(queryInspector(kusto, parser)),
    run: (request) => runQuery(kusto, request),
    evaluate: (params) => evaluated(sentinelOf(params), params),
    explain: ({ alert, query, transport, ...opened }) => {
      const stage = sentinelOf(opened);
      return stage.explain(alert, stage.queries[query]!, transport);
    },
    row: ({ alert, transport, ...opened }) => sentinelOf(opened).row(alert, transport) ?? null,
  };
  return (method, params) => answers[method](params);
}

type Answer<Method extends KqlMethod> = (
  params: KqlRequests[Method]['params'],
) => KqlRequests[Method]['result'];

/** The names of the parser function asked for last: they change only when rules or settings do. */
function lastNames(kusto: KustoLibrary): (parser: ParserFunctionOptions) => LibraryGlobals {
  let known: { readonly key: string; readonly globals: LibraryGlobals } | undefined;
  return (parser) => {
    const key = JSON.stringify(parser);
    if (known?.key !== key) known = { key, globals: projectGlobals(kusto, parser) };
    return known.globals;
  };
}

/**
 * The tables of a workspace, and its parser function with the columns that it gives. Its body is analysed here,
 * once.
 */
export function projectGlobals(kusto: KustoLibrary, parser: ParserFunctionOptions): LibraryGlobals {
  const tables = [
    { ...commonSecurityLog, name: parser.cefTable },
    { ...syslog, name: parser.syslogTable },
  ];
  const called = `${parserPrelude(parser)}${parserFunctionName}`;
  const { columns = [] } = analyse(kusto, called, makeGlobals(kusto, tables, []));
  return makeGlobals(kusto, tables, [], [{ name: parserFunctionName, columns }]);
}
