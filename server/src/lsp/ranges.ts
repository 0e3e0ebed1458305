import type { Location, Position, Range } from 'vscode-languageserver';
import type { Span } from '../text/span.ts';
import type { RulesFile } from '../workspace/rules-file.ts';
import type { Snapshot } from '../workspace/workspace.ts';

/** The range of a span in a file: lines and UTF-16 columns, both 0-based. */
export function rangeOf({ lines }: RulesFile, { start, end }: Span): Range {
  return { start: position(lines.at(start)), end: position(lines.at(end)) };
}

/** The offset of a position in a file. */
export function offsetOf({ lines }: RulesFile, { line, character }: Position): number {
  return lines.offset({ line, column: character });
}

/** The span of a range in a file. */
export function spanOf(file: RulesFile, { start, end }: Range): Span {
  return { start: offsetOf(file, start), end: offsetOf(file, end) };
}

/** The location of a span in a file of a snapshot; undefined where there is no such file. */
export function locationOf(snapshot: Snapshot, uri: string, span: Span): Location | undefined {
  const file = snapshot.files.get(uri);
  return file && { uri, range: rangeOf(file, span) };
}

function position({ line, column }: { line: number; column: number }): Position {
  return { line, character: column };
}
