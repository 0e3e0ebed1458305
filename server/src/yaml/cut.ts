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
  const first =
    /^(?:[ \t]*(?:#.*)?\r?\n)*(?:---[ \t]*\r?\n)?(?:[ \t]*(?:#.*)?\r?\n)*([ ]*)-(?=[ \t\r\n])/.exec(text);
  if (first === null) return undefined;
  const start = first[0].length - 1;
  if (/^(?:---|\.\.\.|%)/m.test(text.slice(start))) return undefined;
  const column = first[1]!.length;
  if (column > mostColumns) return undefined;
  const dash = new RegExp(`^ {${column}}-(?=[ \\t\\r\\n]|$)`, 'gm');
  const starts = [...text.matchAll(dash)].map((match) => match.index);
  const pieces = starts.map((begin, i): Piece => {
    const end = starts[i + 1] ?? text.length;
    return { start: begin, text: text.slice(begin, end) };
  });
  return { head: span(0, starts[0] ?? text.length), pieces };
}
