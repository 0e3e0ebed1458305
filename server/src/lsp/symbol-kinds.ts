import { SymbolKind as LspSymbolKind } from 'vscode-languageserver';
import type { SymbolKind } from '../features/document-symbols.ts';
import type { WazuhSymbol } from '../features/wazuh/symbols.ts';

/** How the editor draws what an outline lists. */
export const symbolKinds: Readonly<Record<SymbolKind | WazuhSymbol['kind'], LspSymbolKind>> = {
  rule: LspSymbolKind.Event,
  macro: LspSymbolKind.Function,
  list: LspSymbolKind.Array,
  version: LspSymbolKind.Constant,
  group: LspSymbolKind.Namespace,
  exception: LspSymbolKind.Field,
  detection: LspSymbolKind.Event,
  test: LspSymbolKind.Method,
};
