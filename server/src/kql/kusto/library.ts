import type { BridgeList, NamedSymbol, QueryBlockNode, SyntaxNode, TypeSymbol } from './syntax.ts';

/** One finding of Kusto's analysis; `Start` and `Length` in UTF-16 units of the query text. */
export interface LibraryDiagnostic {
  readonly Start: number;
  readonly Length: number;
  readonly Code: string;
  readonly Severity: string;
  readonly Message: string;
}

/** A query that was parsed and analysed. */
export interface LibraryCode {
  readonly Syntax: QueryBlockNode & {
    GetContainedSyntaxDiagnostics(): BridgeList<LibraryDiagnostic>;
  };
  readonly ResultType: TypeSymbol | null;
  GetDiagnostics(): BridgeList<LibraryDiagnostic>;
}

/** The tables and functions that a query is analysed against; immutable. */
export interface LibraryGlobals {
  WithDatabase(database: NamedSymbol): LibraryGlobals;
}

/** One proposal of Kusto's completion: `BeforeText` goes before the cursor, `AfterText` behind it. */
export interface LibraryCompletion {
  readonly Kind: number;
  readonly DisplayText: string;
  readonly MatchText: string | null;
  readonly OrderText: string | null;
  readonly BeforeText: string | null;
  readonly AfterText: string | null;
}

interface FormattingOptions {
  WithPipeOperatorStyle(style: number): FormattingOptions;
}

/** What Kusto's own editor knows of a query. */
interface CodeService {
  GetCompletionItems(offset: number): {
    readonly EditStart: number;
    readonly EditLength: number;
    readonly Items: BridgeList<LibraryCompletion>;
  };
  GetQuickInfo(offset: number): {
    readonly Items: BridgeList<{ readonly Kind: number; readonly Text: string }>;
  };
  GetElement(offset: number): { readonly Start: number; readonly Length: number };
  GetFormattedText(options: FormattingOptions): { readonly Text: string | null };
}

interface KustoLanguage {
  readonly Editor: {
    readonly KustoCodeService: { readonly ctor: new (code: LibraryCode) => CodeService };
    readonly FormattingOptions: { readonly Default: FormattingOptions };
    readonly PlacementStyle: { readonly NewLine: number };
    readonly CompletionKind: Record<string, unknown>;
    readonly QuickInfoKind: Record<string, unknown>;
  };
  readonly Syntax: { readonly SyntaxKind: Record<string, unknown> };
  readonly Symbols: {
    readonly SymbolKind: Record<string, unknown>;
    readonly TableSymbol: {
      readonly $ctor7: new (name: string, schema: string, description: null) => NamedSymbol;
    };
    readonly FunctionSymbol: {
      readonly $ctor16: new (
        name: string,
        parameters: string,
        body: string,
        description: string,
      ) => NamedSymbol;
      readonly $ctor5: new (name: string, result: NamedSymbol, parameters: readonly never[]) => NamedSymbol;
    };
    readonly DatabaseSymbol: { readonly ctor: new (name: string, members: NamedSymbol[]) => NamedSymbol };
  };
  readonly GlobalState: { readonly Default: LibraryGlobals };
  readonly KustoCode: { ParseAndAnalyze(query: string, globals: LibraryGlobals): LibraryCode };
}

/** Kusto's own parser and analyser, with the names of its node and symbol kinds. */
export interface KustoLibrary {
  readonly language: KustoLanguage;
  /** The name of a node's kind, such as `FilterOperator`. */
  kindName(node: SyntaxNode): string;
  /** The name of a symbol's kind, such as `Column`, `Table`, `Variable`. */
  symbolKind(symbol: { readonly Kind: number }): string;
  /** The name of a proposal's kind, such as `Column`, `QueryOperator`, `ScalarFunction`. */
  completionKind(proposal: { readonly Kind: number }): string;
  /** The name of the kind of something said about a place, such as `Table`, `Error`. */
  quickInfoKind(info: { readonly Kind: number }): string;
}

/**
 * Loads Kusto's language library. The first call costs about a fifth of a second (and the first analysis
 * a second more, for its grammar); later calls find the modules already loaded. The library exports
 * nothing and is found on the global object (SENTINEL.md).
 * Throws when the library cannot be loaded.
 */
export async function loadKusto(): Promise<KustoLibrary> {
  await import('@kusto/language-service-next/bridge.min.js');
  await import('@kusto/language-service-next/Kusto.Language.Bridge.min.js');
  const kusto = (globalThis as { Kusto?: { Language?: KustoLanguage } }).Kusto?.Language;
  if (kusto === undefined) throw new Error('The Kusto language library did not load');
  const nodeKinds = enumNames(kusto.Syntax.SyntaxKind);
  const symbolKinds = enumNames(kusto.Symbols.SymbolKind);
  const completionKinds = enumNames(kusto.Editor.CompletionKind);
  const quickInfoKinds = enumNames(kusto.Editor.QuickInfoKind);
  return {
    language: kusto,
    kindName: (node) => nodeKinds.get(node.Kind) ?? `kind ${node.Kind}`,
    symbolKind: (symbol) => symbolKinds.get(symbol.Kind) ?? `kind ${symbol.Kind}`,
    completionKind: ({ Kind }) => completionKinds.get(Kind) ?? `kind ${Kind}`,
    quickInfoKind: ({ Kind }) => quickInfoKinds.get(Kind) ?? `kind ${Kind}`,
  };
}

/** Number → name of an enumeration as the bridge shows it (an object with numeric members). */
function enumNames(enumeration: Record<string, unknown>): Map<number, string> {
  const names = new Map<number, string>();
  for (const [name, value] of Object.entries(enumeration)) {
    if (typeof value === 'number') names.set(value, name);
  }
  return names;
}
