import { type ProblemCode, problemKinds } from '../../falco/problems/index.ts';
import { kqlFileProblems } from '../../falco/problems/kql.ts';
import type { Level } from '../../falco/problems/problem.ts';
import type { Analysis, KqlDiagnostic } from '../../kql/kusto/analyse.ts';
import { analyse } from '../../kql/kusto/analyse.ts';
import type { KustoLibrary, LibraryGlobals } from '../../kql/kusto/library.ts';
import { regexFaults } from '../../kql/kusto/regex-check.ts';
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

/** What Kusto finds in a query, and what we find beside that, in the order of the places. */
export function diagnoseQuery(
  kusto: KustoLibrary,
  query: string,
  globals: LibraryGlobals,
): readonly KqlFinding[] {
  const analysis = analyse(kusto, query, globals);
  const found = [...analysis.diagnostics.map(ofKusto), ...patterns(kusto, analysis), ...textFindings(query)];
  return found.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}

function ofKusto({ code, severity, message, span }: KqlDiagnostic): KqlFinding {
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
