import type { KustoLibrary, LibraryGlobals } from '../../kql/kusto/library.ts';
import { infoAt, type KqlInfo } from '../../kql/kusto/write.ts';
import { type ParserFunctionOptions, parserFunctionName } from '../../kql/parser-function/generate.ts';
import { cefLandingNote } from '../../kql/sidekick/landing.ts';
import type { Span } from '../../text/span.ts';

/** What stands at an offset of a query, as Markdown; undefined where there is nothing to say. */
export function kqlHover(
  kusto: KustoLibrary,
  { text, offset, parser }: { text: string; offset: number; parser: ParserFunctionOptions },
  globals: LibraryGlobals,
): { readonly markdown: string; readonly span: Span } | undefined {
  const { span, infos } = infoAt(kusto, text, offset, globals);
  if (infos.length === 0) return undefined;
  const parts = infos.map(({ kind, text: said }) => (kind === 'Text' ? plain(said) : code(said)));
  return {
    markdown: [...parts, ...originOf(infos, text.slice(span.start, span.end), parser)].join('\n\n'),
    span,
  };
}

/** Where the value of a column of the parser function comes from, and what the function is. */
function originOf(
  infos: readonly KqlInfo[],
  name: string,
  { columns, cefTable, syslogTable, transport }: ParserFunctionOptions,
): readonly string[] {
  if (name === parserFunctionName) {
    const tables = { cef: [cefTable], json: [syslogTable], both: [cefTable, syslogTable] }[transport];
    return [
      `The alerts of Falco in ${tables.map((table) => inCode(table)).join(' and ')}, one row each. \`Falco: Generate Sentinel Parser Function\` writes it.`,
      ...(transport === 'json' ? [] : [cefLandingNote]),
    ];
  }
  const column = infos.some(({ kind }) => kind === 'Column') && columns.find((each) => each.name === name);
  if (!column || column.fields.length === 0) return [];
  return [`In rows of \`${parserFunctionName}\`: the value of ${column.fields.map(inCode).join(', else ')}.`];
}

/** Names come from queries: a fence that is longer than any in the text keeps them what they are. */
function code(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}kusto\n${text}\n${fence}`;
}

function inCode(text: string): string {
  return `\`${text.replaceAll('`', "'")}\``;
}

function plain(text: string): string {
  return text.replace(/[\\`*_{}[\]<>()#+!|~&]/g, '\\$&');
}
