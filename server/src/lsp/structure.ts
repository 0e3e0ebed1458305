import type {
  DocumentSymbol as LspDocumentSymbol,
  SelectionRange,
  SelectionRangeParams,
} from 'vscode-languageserver';
import { type DocumentSymbol, documentSymbols } from '../features/document-symbols.ts';
import { foldingRanges } from '../features/folding.ts';
import { selectionRanges } from '../features/selection-ranges.ts';
import { semanticTokens } from '../features/semantic-tokens.ts';
import type { RulesFile } from '../workspace/rules-file.ts';
import { offsetOf, rangeOf } from './ranges.ts';
import { toSemanticTokens } from './semantic-tokens.ts';
import type { Service } from './service.ts';
import { symbolKinds } from './symbol-kinds.ts';

/** What shows how a document is built: outline, folding, selection, colours. */
export function registerStructure({ connection, ask }: Service): void {
  connection.onDocumentSymbol(
    ask('document symbols', (_now, file) =>
      documentSymbols(file).map((symbol) => toDocumentSymbol(file, symbol)),
    ),
  );
  connection.onFoldingRanges(ask('folding', (_now, file) => foldingRanges(file)));
  connection.onSelectionRanges(
    ask('selection ranges', (_now, file, { positions }: SelectionRangeParams) =>
      positions.map((position) => toSelectionRange(file, offsetOf(file, position))),
    ),
  );
  connection.languages.semanticTokens.on(
    (params) =>
      ask('semantic tokens', (now, file) => toSemanticTokens(file, semanticTokens(now, file)))(params) ?? {
        data: [],
      },
  );
}

function toDocumentSymbol(file: RulesFile, symbol: DocumentSymbol): LspDocumentSymbol {
  return {
    name: symbol.name,
    detail: symbol.detail,
    kind: symbolKinds[symbol.kind],
    range: rangeOf(file, symbol.span),
    selectionRange: rangeOf(file, symbol.nameSpan),
    children: symbol.children.map((child) => toDocumentSymbol(file, child)),
  };
}

/** The protocol nests the ranges: each has the next larger one as its parent. */
function toSelectionRange(file: RulesFile, offset: number): SelectionRange {
  const [first, ...larger] = selectionRanges(file, offset).reverse();
  const outermost: SelectionRange = { range: rangeOf(file, first ?? { start: offset, end: offset }) };
  return larger.reduce((parent, span): SelectionRange => ({ range: rangeOf(file, span), parent }), outermost);
}
