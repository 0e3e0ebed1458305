import type {
  DocumentSymbol as LspDocumentSymbol,
  SelectionRange,
  SelectionRangeParams,
} from 'vscode-languageserver';
import { type DocumentSymbol, documentSymbols } from '../features/document-symbols.ts';
import { type FoldingRange, foldingRanges } from '../features/folding.ts';
import { selectionRanges } from '../features/selection-ranges.ts';
import { semanticTokens } from '../features/semantic-tokens.ts';
import { type WazuhSymbol, wazuhSymbols } from '../features/wazuh/symbols.ts';
import type { RulesFile } from '../workspace/rules-file.ts';
import { guard } from './guard.ts';
import { offsetOf, type PlacedText, rangeOf } from './ranges.ts';
import { toSemanticTokens } from './semantic-tokens.ts';
import { type Service, textsFor } from './service.ts';
import { symbolKinds } from './symbol-kinds.ts';

/** What shows how a document is built: outline, folding, selection, colours. */
export function registerStructure({ connection, ask, workspace, log }: Service): void {
  connection.onDocumentSymbol(
    ask(
      'document symbols',
      (_now, file) => documentSymbols(file).map((symbol) => toDocumentSymbol(file, symbol)),
      (_now, file) => wazuhSymbols(file).map((symbol) => toDocumentSymbol(file, symbol)),
    ),
  );
  connection.onFoldingRanges(
    ask('folding', (_now, file) => foldingRanges(file).map((range) => inDocument(file, range))),
  );
  connection.onSelectionRanges(
    guard(log, 'selection ranges', null, ({ textDocument, positions }: SelectionRangeParams) =>
      textsFor(workspace, { textDocument }).length === 0
        ? null
        : positions.map((position) => {
            const [file] = textsFor(workspace, { textDocument, position });
            const nothing = { range: { start: position, end: position } };
            return file === undefined ? nothing : toSelectionRange(file, offsetOf(file, position));
          }),
    ),
  );
  connection.languages.semanticTokens.on(
    guard(log, 'semantic tokens', { data: [] }, (params) => {
      const now = workspace.snapshot(params.textDocument.uri);
      const texts = textsFor(workspace, params);
      return toSemanticTokens(texts.map((file) => [file, semanticTokens(now, file)]));
    }),
  );
}

function toDocumentSymbol(file: PlacedText, symbol: DocumentSymbol | WazuhSymbol): LspDocumentSymbol {
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

/** Lines of a rules text as lines of its document. */
function inDocument(file: RulesFile, { startLine, endLine, ...rest }: FoldingRange): FoldingRange {
  const lineOf = (line: number) => file.place(file.lines.offset({ line, column: 0 })).line;
  return { ...rest, startLine: lineOf(startLine), endLine: lineOf(endLine) };
}
