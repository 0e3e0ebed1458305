import type { Location, Position, Range } from 'vscode-languageserver';
import type { FileRange } from '../protocol.ts';
import type { Span } from '../text/span.ts';
import type { RulesFile } from '../workspace/rules-file.ts';
import type { Snapshot } from '../workspace/workspace.ts';

/** A text, of Falco or of Wazuh, that is a document or stands in one. */
export type PlacedText = Pick<RulesFile, 'documentLines' | 'inDocument' | 'fromDocument'>;

/** The range of a span of a rules text in its document: lines and UTF-16 columns, both 0-based. */
export function rangeOf(file: PlacedText, span: Span): Range {
  return rangeInDocument(file, file.inDocument(span));
}

/** The range of a span that counts in a rules text's document. */
export function rangeInDocument({ documentLines }: PlacedText, { start, end }: Span): Range {
  return { start: position(documentLines.at(start)), end: position(documentLines.at(end)) };
}

/** The offset in a rules text of a position in its document. */
export function offsetOf(file: PlacedText, { line, character }: Position): number {
  return file.fromDocument(file.documentLines.offset({ line, column: character }));
}

/** The span in a rules text of a range in its document. */
export function spanOf(file: PlacedText, { start, end }: Range): Span {
  return { start: offsetOf(file, start), end: offsetOf(file, end) };
}

/** The location of a span in a rules text of a snapshot; undefined where there is no such text. */
export function locationOf(snapshot: Snapshot, uri: string, span: Span): Location | undefined {
  const file = snapshot.files.get(uri) ?? snapshot.wazuhFiles.get(uri);
  return file && { uri: file.document, range: rangeOf(file, span) };
}

/** A span of a text as the requests of our own name places; undefined where there is no such text. */
export function fileRangeOf(
  snapshot: Snapshot,
  { uri, span }: { readonly uri: string; readonly span: Span },
): FileRange | undefined {
  const location = locationOf(snapshot, uri, span);
  return location && { uri: location.uri, ...location.range };
}

/** A place in a text, as the protocol has it. */
export function position({ line, column }: { line: number; column: number }): Position {
  return { line, character: column };
}
