import type { KqlDiagnostic } from '../../kql/kusto/analyse.ts';
import { Lines } from '../../text/lines.ts';
import { printable } from '../report/display-text.ts';
import { excerpt } from '../report/excerpt.ts';
import type { Palette } from '../report/palette.ts';

/**
 * What is wrong with a query, each at its place: `name:line:column: error: message [code]`, the line, and
 * carets under the exact characters. Lines and columns count from 1.
 */
export function queryReport(
  name: string,
  query: string,
  diagnostics: readonly KqlDiagnostic[],
  palette: Palette,
): string {
  const lines = new Lines(query);
  const blocks = diagnostics.map(({ code, message, span }) => {
    const { line, column } = lines.at(span.start);
    const shown = excerpt(lines.lineText(line), column, column + span.end - span.start);
    const place = `${printable(name)}:${line + 1}:${column + 1}`;
    const head = `${place}: ${palette.level('error', 'error:')} ${printable(message)} ${palette.faint(`[${code}]`)}`;
    return `${head}\n  ${shown.line}\n  ${palette.level('error', shown.carets)}\n`;
  });
  return blocks.join('\n');
}
