/** A place in a text: both numbers 0-based, `column` in UTF-16 units. */
export interface LineColumn {
  readonly line: number;
  readonly column: number;
}

/** Line table of one text: converts between offsets and lines. Ends of line are `\n`, `\r\n` and `\r`. */
export class Lines {
  readonly starts: readonly number[];

  constructor(readonly text: string) {
    this.starts = text.includes('\r') ? startsOfLines(text) : startsAfterFeeds(text);
  }

  /** Line and column of an offset; offsets outside the text are clamped to it. */
  at(offset: number): LineColumn {
    const target = Math.max(0, Math.min(offset, this.text.length));
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.starts[middle]! <= target) low = middle;
      else high = middle - 1;
    }
    return { line: low, column: target - this.starts[low]! };
  }

  /** Offset of a line and column; a column past the end of its line is clamped to the line's end. */
  offset({ line, column }: LineColumn): number {
    if (line < 0) return 0;
    if (line >= this.starts.length) return this.text.length;
    const start = this.starts[line]!;
    return Math.min(start + Math.max(0, column), this.lineEnd(line));
  }

  /** The text of one line without its end-of-line characters; empty for a line that does not exist. */
  lineText(line: number): string {
    const start = this.starts[line];
    return start === undefined ? '' : this.text.slice(start, this.lineEnd(line));
  }

  private lineEnd(line: number): number {
    let end = line + 1 < this.starts.length ? this.starts[line + 1]! : this.text.length;
    while (end > this.starts[line]! && (this.text[end - 1] === '\n' || this.text[end - 1] === '\r')) end--;
    return end;
  }
}

/** Most texts end their lines with `\n` alone: the engine's own search is faster than a look at each character. */
function startsAfterFeeds(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function startsOfLines(text: string): number[] {
  const starts = [0];
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 10) starts.push(i + 1);
    else if (c === 13 && text.charCodeAt(i + 1) !== 10) starts.push(i + 1);
  }
  return starts;
}
