import { nearestNames } from '../../checks/nearest-name.ts';
import { type ProblemCode, problemKinds } from '../../falco/problems/index.ts';
import { kqlFileProblems } from '../../falco/problems/kql.ts';
import type { Level } from '../../falco/problems/problem.ts';
import type { Analysis, KqlDiagnostic } from '../../kql/kusto/analyse.ts';
import { analyse } from '../../kql/kusto/analyse.ts';
import type { KustoLibrary, LibraryGlobals } from '../../kql/kusto/library.ts';
import { regexFaults } from '../../kql/kusto/regex-check.ts';
import { queriesIn } from '../../log-analytics/queries-in.ts';
import type { Span } from '../../text/span.ts';

/** Something wrong with a query at its place. */
export interface KqlFinding {
  /** Kusto's own code, such as `KS142`, or one of our table. */
  readonly code: string;
  readonly level: Level;
  readonly message: string;
  readonly span: Span;
}

/** True for a code of our table; the others are Kusto's. */
export function isOwnCode(code: string): code is ProblemCode {
  return Object.hasOwn(problemKinds, code);
}

/** The names that queries are read with. */
export interface KnownNames {
  readonly globals: LibraryGlobals;
  /** Those of the tables, and of functions that give one. */
  readonly tables: readonly string[];
}

/** What Kusto finds in the queries of a text, and what we find beside that, in the order of the places. */
export function diagnoseQueries(kusto: KustoLibrary, text: string, names: KnownNames): readonly KqlFinding[] {
  return queriesIn(text).flatMap(({ start, end }) =>
    diagnoseQuery(kusto, text.slice(start, end), names).map(({ span, ...found }) => ({
      ...found,
      span: { start: span.start + start, end: span.end + start },
    })),
  );
}

function diagnoseQuery(kusto: KustoLibrary, query: string, names: KnownNames): readonly KqlFinding[] {
  const analysis = analyse(kusto, query, names.globals);
  const ofKusto = analysis.diagnostics.map((found) => unknownName(query, found, names) ?? asFound(found));
  const found = [...ofKusto, ...patterns(kusto, analysis), ...textFindings(query)];
  return found.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}

/** Kusto's codes for tables and functions that do not exist. */
const noSuchTable = 'KS204';
const noSuchFunction = 'KS211';

/** Functions of Log Analytics that Kusto's library does not know: those that lead to other workspaces. */
const acrossWorkspaces: ReadonlySet<string> = new Set(['workspace', 'app', 'resource', 'adx', 'arg']);

/**
 * A workspace has hundreds of tables and functions beside those that are known here: a name is no error but where
 * it is nearly that of one that is known, and so a slip. Functions of Kusto itself begin with a small letter.
 */
function unknownName(
  query: string,
  { code, span }: KqlDiagnostic,
  { tables }: KnownNames,
): KqlFinding | undefined {
  const name = query.slice(span.start, span.end);
  if (code === noSuchTable) {
    const lets = [...query.matchAll(/\blet\s+(\w+)/g)].map(([, each]) => each!);
    return nearestNames(name, [...tables, ...lets]).length > 0
      ? undefined
      : own('kql-unknown-name', span, 'table', name);
  }
  if (code !== noSuchFunction || !(/^[_A-Z]/.test(name) || acrossWorkspaces.has(name))) return undefined;
  return nearestNames(name, tables).length > 0 ? undefined : own('kql-unknown-name', span, 'function', name);
}

function asFound({ code, severity, message, span }: KqlDiagnostic): KqlFinding {
  return { code, level: severity === 'information' ? 'info' : severity, message, span };
}

function patterns(kusto: KustoLibrary, analysis: Analysis): readonly KqlFinding[] {
  return regexFaults(kusto, analysis).map(({ pattern, reason, span }) =>
    own('kql-regex', span, pattern, reason),
  );
}

/** `union *` and `search *`, with or without parameters; comments and texts are blanked out before. */
const everyTable = /\b(?:search|union)\s+(?:\w+\s*=\s*\w+\s+)*\*/gi;

const mostOfRule = 10_000;

function textFindings(query: string): readonly KqlFinding[] {
  const code = withoutTexts(query);
  const operators = [...code.matchAll(everyTable)].map((match) => {
    const span = { start: match.index, end: match.index + match[0].length };
    return own('kql-every-table', span, match[0].replace(/\s+/g, ' '));
  });
  if (query.length <= mostOfRule) return operators;
  const firstLine = /[^\r\n]*/.exec(query)![0].length;
  return [own('kql-query-length', { start: 0, end: firstLine }, query.length), ...operators];
}

/** The query with blanks for what stands in comments and quotes, so that places stay. */
function withoutTexts(query: string): string {
  const texts = /\/\/[^\r\n]*|@"(?:[^"]|"")*"|@'(?:[^']|'')*'|"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*'/g;
  return query.replace(texts, (text) => text.replace(/[^\r\n]/g, ' '));
}

function own<Code extends keyof typeof kqlFileProblems>(
  code: Code,
  span: Span,
  ...args: Parameters<(typeof kqlFileProblems)[Code]['message']>
): KqlFinding {
  const { level, message } = kqlFileProblems[code];
  return { code, level, message: (message as (...all: readonly unknown[]) => string)(...args), span };
}
