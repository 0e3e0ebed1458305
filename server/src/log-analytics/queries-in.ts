import type { Span } from '../text/span.ts';

/** What keeps a query open over an empty line: it goes on after these, and before those. */
const openAfter = /[;,|=([{]$/;
const goesOnWith = /^(?:[|,;)\]}]|(?:on|by|with|kind|and|or|in|from|to|step)\b)/;

/**
 * The queries of a text, in its order. An empty line ends one, as in Log Analytics; here it does not within
 * brackets, after `;`, or where the next line begins with `|`. Comments before a query belong to it. All of the
 * text is one query where it holds no more.
 */
export function queriesIn(text: string): readonly Span[] {
  const ends = emptyLines(text);
  if (ends.length === 0) return [{ start: 0, end: text.length }];
  const starts = [0, ...ends];
  return starts.map((start, i) => ({ start, end: starts[i + 1] ?? text.length }));
}

/** The query at an offset of a text. */
export function queryAt(text: string, offset: number): Span {
  return queriesIn(text).findLast(({ start }) => start <= offset) ?? { start: 0, end: text.length };
}

/** Comments, texts in all their quotes, brackets, empty lines, and what else there is. */
const token =
  /(?<comment>\/\/[^\n]*)|(?<quoted>```[\s\S]*?(?:```|$)|~~~[\s\S]*?(?:~~~|$)|@"(?:[^"\n]|"")*"?|@'(?:[^'\n]|'')*'?|"(?:[^"\\\n]|\\[^\n])*"?|'(?:[^'\\\n]|\\[^\n])*'?)|(?<empty>\n[ \t\r]*\n)|(?<bracket>[()[\]{}])|(?<space>\s)|(?<code>[^\s()[\]{}"'/@`~]+|.)/gy;

/** The places after empty lines that end a query. */
function emptyLines(text: string): number[] {
  const ends: number[] = [];
  let depth = 0;
  let before = '';
  /** After an empty line that may end a query; it does where the code behind it begins a new one. */
  let candidate: number | undefined;
  for (const { 0: found, index, groups = {} } of text.matchAll(token)) {
    if (groups.empty !== undefined) {
      if (depth === 0 && before !== '' && !openAfter.test(before)) candidate ??= index + found.length;
      continue;
    }
    if (groups.comment !== undefined || groups.space !== undefined) continue;
    if (candidate !== undefined && !goesOnWith.test(found)) ends.push(candidate);
    candidate = undefined;
    if (groups.bracket !== undefined) depth = Math.max(0, depth + ('([{'.includes(found) ? 1 : -1));
    before = found;
  }
  return ends;
}
