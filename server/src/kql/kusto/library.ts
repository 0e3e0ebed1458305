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
  readonly Syntax: QueryBlockNode;
  readonly ResultType: TypeSymbol | null;
  GetDiagnostics(): BridgeList<LibraryDiagnostic>;
}

/** The tables and functions that a query is analysed against; immutable. */
export interface LibraryGlobals {
  WithDatabase(database: NamedSymbol): LibraryGlobals;
}

interface KustoLanguage {
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
  return {
    language: kusto,
    kindName: (node) => nodeKinds.get(node.Kind) ?? `kind ${node.Kind}`,
    symbolKind: (symbol) => symbolKinds.get(symbol.Kind) ?? `kind ${symbol.Kind}`,
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
