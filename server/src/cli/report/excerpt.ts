import { type Cell, cellsOf } from './display-text.ts';

/** A line of a file as a terminal shows it, and a line of carets to stand under it. */
export interface Excerpt {
  readonly line: string;
  readonly carets: string;
}

/**
 * The part of a line round some of its characters, with carets under just these; under one at least.
 * @param start UTF-16 offset of the first character in the line.
 * @param end the offset after the last; what lies beyond the line's end counts as its end.
 * @param columns how many terminal columns may be used; the rest is cut off with `…`.
 */
export function excerpt(line: string, start: number, end: number, columns = 120): Excerpt {
  const from = safeCut(line, Math.max(0, start - columns));
  const to = safeCut(line, Math.min(line.length, start + columns));
  const cells = cellsOf(line.slice(from, to)).map((cell) => ({ ...cell, offset: cell.offset + from }));
  const first = cells.findIndex((cell) => cell.offset + cell.length > start);
  const target = first === -1 ? cells.length : first;
  const left = takeWidth(cells.slice(0, target).reverse(), Math.floor(columns / 2)).reverse();
  const right = takeWidth(cells.slice(target), columns - widthOf(left));
  const marked = right.filter((cell) => cell.offset < end);
  const before = from > 0 || left.length < target ? '…' : '';
  const after = to < line.length || right.length < cells.length - target ? '…' : '';
  return {
    line: `${before}${textOf(left)}${textOf(right)}${after}`,
    carets: ' '.repeat(before.length + widthOf(left)) + '^'.repeat(Math.max(1, widthOf(marked))),
  };
}

/** As many cells from the front as fit. */
function takeWidth(cells: readonly Cell[], columns: number): Cell[] {
  let width = 0;
  const end = cells.findIndex((cell) => {
    width += cell.width;
    return width > columns;
  });
  return cells.slice(0, end === -1 ? cells.length : end);
}

/** An offset that does not part the two halves of a character outside the basic plane. */
function safeCut(line: string, offset: number): number {
  const code = line.charCodeAt(offset);
  return code >= 0xdc00 && code <= 0xdfff ? offset - 1 : offset;
}

function widthOf(cells: readonly Cell[]): number {
  return cells.reduce((sum, cell) => sum + cell.width, 0);
}

function textOf(cells: readonly Cell[]): string {
  return cells.map((cell) => cell.text).join('');
}
