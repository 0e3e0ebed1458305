import type { Span } from '../../text/span.ts';
import type { KustoLibrary, LibraryCode, LibraryGlobals } from './library.ts';
import { isMistaken } from './mistaken-errors.ts';
import type { QueryBlockNode, TypeSymbol } from './syntax.ts';
import { listItems } from './syntax.ts';

/** A column of a table: `type` is a KQL scalar type name (`string`, `long`, `datetime` …). */
export interface Column {
  readonly name: string;
  readonly type: string;
}

/** A table that queries may name. */
export interface TableSchema {
  readonly name: string;
  readonly columns: readonly Column[];
}

/** A stored function: `parameters` with its brackets (`(x: long)`), `body` with its braces. */
export interface StoredFunction {
  readonly name: string;
  readonly parameters: string;
  readonly body: string;
}

/** A finding of Kusto's analysis at its place in the query. */
export interface KqlDiagnostic {
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'information';
  readonly message: string;
  readonly span: Span;
}

/** A query with its analysed tree. `columns` is undefined where the query gives no table. */
export interface Analysis {
  readonly query: string;
  readonly root: QueryBlockNode;
  readonly diagnostics: readonly KqlDiagnostic[];
  readonly columns: readonly Column[] | undefined;
}

/**
 * Makes the set of names that queries are analysed against; build it once for many queries.
 * @param known functions without parameters of which only the table counts that they give: Kusto analyses the
 *   body of a stored function anew at each call, which costs more than most queries
 */
export function makeGlobals(
  kusto: KustoLibrary,
  tables: readonly TableSchema[],
  functions: readonly StoredFunction[],
  known: readonly TableSchema[] = [],
): LibraryGlobals {
  const { TableSymbol, FunctionSymbol, DatabaseSymbol } = kusto.language.Symbols;
  const tableOf = ({ name, columns }: TableSchema) => new TableSymbol.$ctor7(name, schemaText(columns), null);
  const members = [
    ...tables.map(tableOf),
    ...functions.map((f) => new FunctionSymbol.$ctor16(f.name, f.parameters, f.body, '')),
    ...known.map((table) => new FunctionSymbol.$ctor5(table.name, tableOf(table), [])),
  ];
  return kusto.language.GlobalState.Default.WithDatabase(new DatabaseSymbol.ctor('db', members));
}

/** Parses and analyses `query`; never throws on bad text, which becomes diagnostics. */
export function analyse(kusto: KustoLibrary, query: string, globals: LibraryGlobals): Analysis {
  const code = kusto.language.KustoCode.ParseAndAnalyze(query, globals);
  return {
    query,
    root: code.Syntax,
    diagnostics: diagnosticsOf(kusto, code),
    columns: columnsOf(code.ResultType),
  };
}

/** The columns of a table or tuple type; undefined for any other type. */
export function columnsOf(type: TypeSymbol | null): readonly Column[] | undefined {
  if (!type?.Columns) return undefined;
  return listItems(type.Columns).map((column) => ({ name: column.Name, type: column.Type.Name }));
}

function diagnosticsOf(kusto: KustoLibrary, code: LibraryCode): KqlDiagnostic[] {
  const found = listItems(code.GetDiagnostics()).filter((each) => !isMistaken(kusto, code.Syntax, each));
  return found.map(({ Code, Severity, Message, Start, Length }) => ({
    code: Code,
    severity: severityOf(Severity),
    message: Message,
    span: { start: Start, end: Start + Length },
  }));
}

function severityOf(severity: string): KqlDiagnostic['severity'] {
  if (severity === 'Error') return 'error';
  return severity === 'Warning' ? 'warning' : 'information';
}

function schemaText(columns: readonly Column[]): string {
  return `(${columns.map((column) => `${quoteName(column.name)}: ${column.type}`).join(', ')})`;
}

/** A name in KQL's bracket notation, safe for any characters. */
export function quoteName(name: string): string {
  return `["${name.replace(/[\\"]/g, '\\$&').replace(/\n/g, '\\n').replace(/\r/g, '\\r')}"]`;
}
