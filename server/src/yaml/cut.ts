import { type Span, span } from '../text/span.ts';

/** One item of a list at the top of a file: from its dash to the next item's dash. */
export interface Piece {
  readonly start: number;
  readonly text: string;
}

/** A file cut into its items, or undefined where it cannot be cut and must be read as a whole. */
export interface CutFile {
  /** What stands before the first item: comments and blank lines. */
  readonly head: Span;
  readonly pieces: readonly Piece[];
}

/** Lists further to the right than this are hostile: they are not worth a pattern of that size. */
const mostColumns = 100;

/**
 * Cuts a rules file at the dashes in the first item's column, without parsing it. Each piece is YAML of its
 * own, so an edit changes one piece only (MODELS.md, "Incremental work").
 * Files that do not start as a list or hold several documents or directives are not cut. Aliases that lead
 * from one piece into another show as problems of a piece; such a file has to be read as a whole, too.
 */
export function cutItems(text: string): CutFile | undefined {
  const first = firstItem(text);
  if (first === undefined || first.column > mostColumns) return undefined;
  if (/^(?:---|\.\.\.|%)/m.test(text.slice(first.lineStart + 1))) return undefined;
  const dash = new RegExp(`^ {${first.column}}-(?=[ \\t\\r\\n]|$)`, 'gm');
  const starts = [...text.matchAll(dash)].map((match) => match.index);
  const pieces = starts.map((begin, i): Piece => {
    const end = starts[i + 1] ?? text.length;
    return { start: begin, text: text.slice(begin, end) };
  });
  return { head: span(0, starts[0] ?? text.length), pieces };
}

/** The line of the first item and the column of its dash; undefined where something else comes first. */
function firstItem(text: string): { lineStart: number; column: number } | undefined {
  let started = false;
  for (let lineStart = 0; lineStart < text.length; ) {
    const lineEnd = text.indexOf('\n', lineStart);
    const end = lineEnd === -1 ? text.length : lineEnd;
    const line = text.slice(lineStart, end);
    const dash = /^( *)-(?=[ \t\r]|$)/.exec(line);
    if (dash !== null) return { lineStart, column: dash[1]!.length };
    const isMarker: boolean = !started && /^---[ \t\r]*$/.test(line);
    if (!isMarker && !/^[ \t]*(?:#|\r?$)/.test(line)) return undefined;
    started ||= isMarker;
    lineStart = end + 1;
  }
  return undefined;
}
