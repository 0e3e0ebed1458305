/** One visible character: what to print for it, how many terminal columns it takes, and where it stands. */
export interface Cell {
  readonly text: string;
  readonly width: number;
  /** UTF-16 offset in the text that was taken apart, and length there. */
  readonly offset: number;
  readonly length: number;
}

const tabStop = 4;

/**
 * Takes one line apart into what a terminal shows. Tabs become blanks up to the next stop; what a terminal
 * would obey or hide (control characters, directions of writing) becomes a visible stand-in, because files
 * and messages may be hostile.
 */
export function cellsOf(line: string): Cell[] {
  const cells: Cell[] = [];
  let column = 0;
  for (const { segment, index } of graphemes(line)) {
    const text = segment === '\t' ? ' '.repeat(tabStop - (column % tabStop)) : visible(segment);
    const width = segment === '\t' ? text.length : widthOf(text);
    cells.push({ text, width, offset: index, length: segment.length });
    column += width;
  }
  return cells;
}

/** A text on one line, safe to print. */
export function printable(text: string): string {
  if (/^[ -~]*$/.test(text)) return text;
  return cellsOf(text.replace(/\s*[\r\n]+\s*/g, ' '))
    .map((cell) => cell.text)
    .join('');
}

function graphemes(line: string): Iterable<{ segment: string; index: number }> {
  if (/^[\t -~]*$/.test(line)) return Array.from(line, (segment, index) => ({ segment, index }));
  return new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(line);
}

function visible(segment: string): string {
  if (/^[ -~]$/.test(segment)) return segment;
  const code = segment.codePointAt(0)!;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  if (code === 0x7f) return '\u2421';
  return /^[\p{C}\p{Zl}\p{Zp}]/u.test(segment) ? '\ufffd' : segment;
}

/** How many columns a visible character takes in a terminal: two for East Asian wide ones and emoji. */
function widthOf(segment: string): number {
  if (/^[ -~]$/.test(segment)) return 1;
  if (/^[\p{Mn}\p{Me}]/u.test(segment)) return 0;
  return wide.test(segment) ? 2 : 1;
}

/** The wide and full-width blocks of Unicode (East Asian Width W and F), and what is shown as an emoji. */
const wide =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]|^\p{Emoji_Presentation}|^\p{Extended_Pictographic}\ufe0f/u;
