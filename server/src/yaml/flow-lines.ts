/**
 * Joins a line with the one before it: the end of that line, its comment and the indentation become blanks,
 * so that every offset stays where it is. Undefined where there is nothing to join.
 *
 * yaml-cpp looks at no indentation inside `[…]` and `{…}` (measured), the reader used here does: a file that it
 * refuses for that is read again with the lines joined.
 * @param offset the first character of the line that is not a blank.
 */
export function joinedLine(text: string, offset: number): string | undefined {
  const start = withoutComment(text, endOfLineBefore(text, offset));
  if (start === undefined || offset >= text.length) return undefined;
  return text.slice(0, start) + ' '.repeat(offset - start) + text.slice(offset);
}

/** Goes back over blanks and empty lines to the end of the last line with text; undefined on the same line. */
function endOfLineBefore(text: string, offset: number): number | undefined {
  let at = offset;
  let end: number | undefined;
  for (; at > 0 && ' \t\r\n'.includes(text[at - 1]!); at--) {
    if (text[at - 1] === '\n') end = text[at - 2] === '\r' ? at - 2 : at - 1;
  }
  return end;
}

/** The end of a line without the comment that it may end in, and without the blanks before that. */
function withoutComment(text: string, end: number | undefined): number | undefined {
  if (end === undefined) return undefined;
  const line = text.slice(text.lastIndexOf('\n', end - 1) + 1, end);
  const hash = Math.max(line.lastIndexOf(' #'), line.lastIndexOf('\t#'));
  // A `#` within quotes is no comment.
  if (hash === -1 || /['"]/.test(line.slice(hash))) return end;
  return end - line.length + line.slice(0, hash).trimEnd().length;
}
