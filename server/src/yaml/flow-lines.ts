/**
 * Joins a line with the one before it: the end of that line, its comment and the indentation become blanks,
 * so that every offset stays where it is. Undefined where there is nothing to join.
 *
 * yaml-cpp looks at no indentation inside `[…]` and `{…}` (measured), the reader used here does: a file that it
 * refuses for that is read again with the lines joined.
 * @param offset the first character of the line that is not a blank.
 */
export function joinedLine(text: string, offset: number): string | undefined {
  const before = text.slice(0, offset);
  const end = /(?:[ \t]+#[^'"\r\n]*)?(?:\r?\n[ \t]*)+$/.exec(before);
  if (end === null || offset >= text.length) return undefined;
  return before.slice(0, end.index) + ' '.repeat(offset - end.index) + text.slice(offset);
}
