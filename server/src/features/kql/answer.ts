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
import { queriesIn, queryAt } from '../../log-analytics/queries-in.ts';
import type { Span } from '../../text/span.ts';
import { diagnoseQueries, type KnownNames } from './diagnose.ts';
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
    diagnose: ({ text, parser }) => diagnoseQueries(kusto, text, namesOf(parser)),
    complete: ({ text, offset, parser }) =>
      inQuery(text, offset, (query, at) => proposalsAt(kusto, query, at, namesOf(parser).globals)),
    hover: ({ text, offset, parser }) =>
      inQuery(text, offset, (query, at) => {
        return kqlHover(kusto, { text: query, offset: at, parser }, namesOf(parser).globals) ?? null;
      }),
    format: ({ text, parser }) => formattedQueries(kusto, text, namesOf(parser).globals) ?? null,
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

/** Asks about the query of a text that an offset is in; the answer's span counts in the text. */
function inQuery<Answered extends { readonly span: Span } | null>(
  text: string,
  offset: number,
  ask: (query: string, offset: number) => Answered,
): Answered {
  const { start, end } = queryAt(text, offset);
  const answer = ask(text.slice(start, end), offset - start);
  if (answer === null) return answer;
  const { span } = answer;
  return { ...answer, span: { start: span.start + start, end: span.end + start } };
}

/** The queries of a text as Kusto lays them out, an empty line between them; undefined where one does not parse. */
function formattedQueries(kusto: KustoLibrary, text: string, globals: LibraryGlobals): string | undefined {
  const queries = queriesIn(text).map(({ start, end }) => text.slice(start, end));
  if (queries.length === 1) return formattedQuery(kusto, text, globals);
  const formatted = queries.map((query) => formattedQuery(kusto, query.trim(), globals));
  return formatted.includes(undefined) ? undefined : `${formatted.join('\n\n')}\n`;
}

/** The names of the parser function asked for last: they change only when rules or settings do. */
function lastNames(kusto: KustoLibrary): (parser: ParserFunctionOptions) => KnownNames {
  let known: { readonly key: string; readonly names: KnownNames } | undefined;
  return (parser) => {
    const key = JSON.stringify(parser);
    if (known?.key !== key) known = { key, names: projectNames(kusto, parser) };
    return known.names;
  };
}

/**
 * The tables of a workspace, and its parser function with the columns that it gives. Its body is analysed here,
 * once.
 */
function projectNames(kusto: KustoLibrary, parser: ParserFunctionOptions): KnownNames {
  const landing = [
    { ...commonSecurityLog, name: parser.cefTable },
    { ...syslog, name: parser.syslogTable },
  ];
  // Where alerts land in tables of their own, the usual ones are there still.
  const others = [commonSecurityLog, syslog].filter(
    ({ name }) => !landing.some((each) => each.name === name),
  );
  const tables = [...landing, ...others];
  const called = `${parserPrelude(parser)}${parserFunctionName}`;
  const { columns = [] } = analyse(kusto, called, makeGlobals(kusto, tables, []));
  return {
    globals: makeGlobals(kusto, tables, [], [{ name: parserFunctionName, columns }]),
    tables: [...tables.map(({ name }) => name), parserFunctionName],
  };
}
