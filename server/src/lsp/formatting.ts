import type {
  DocumentOnTypeFormattingParams,
  DocumentRangeFormattingParams,
  TextEdit as LspTextEdit,
} from 'vscode-languageserver';
import { editsInLines, formatRules } from '../features/format.ts';
import { indentNewLine } from '../features/format-on-type.ts';
import { toTextEdits } from './edits.ts';
import type { KqlDocuments } from './kql.ts';
import { offsetOf, rangeOf, spanOf } from './ranges.ts';
import type { Service } from './service.ts';

/** Formatting of documents and ranges, and the indentation of new lines. */
export function registerFormatting({ connection, ask, log }: Service, queries: KqlDocuments): void {
  const format = ask('formatting', ({ settings }, file) => {
    const { edits, leftAlone } = formatRules(file.text, settings.lineWidth);
    for (const { span, reason } of leftAlone) {
      log.info(`Not formatted, ${file.uri}, line ${rangeOf(file, span).start.line + 1}: ${reason}`);
    }
    return orNothing(toTextEdits(file, edits));
  });
  connection.onDocumentFormatting((params, token) =>
    queries.holds(params.textDocument.uri) ? queries.formatting(params, token) : format(params),
  );
  connection.onDocumentRangeFormatting(
    ask('range formatting', ({ settings }, file, { range }: DocumentRangeFormattingParams) => {
      const { edits } = formatRules(file.text, settings.lineWidth);
      return orNothing(toTextEdits(file, editsInLines(file.text, edits, spanOf(file, range))));
    }),
  );
  connection.onDocumentOnTypeFormatting(
    ask('on type formatting', (_now, file, { position }: DocumentOnTypeFormattingParams) =>
      orNothing(toTextEdits(file, indentNewLine(file.text, offsetOf(file, position)))),
    ),
  );
}

/** Formatting does nothing where the document cannot hold the result. */
function orNothing(edits: LspTextEdit[] | undefined): LspTextEdit[] | null {
  return edits ?? null;
}
