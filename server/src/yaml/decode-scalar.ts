import { DerivedText } from '../text/source-map.ts';
import { type Span, span } from '../text/span.ts';
import type { DecodedScalar, YamlScalar } from './node.ts';

/**
 * The text of a scalar together with the map from each of its characters to the characters of `source` that
 * it was made of: folded lines, quotes and escapes included (YAML 1.2, chapters 7.3 and 8.1).
 * @param source the text in which `scalar.span` counts.
 */
export function decodeScalar(source: string, scalar: YamlScalar): DecodedScalar {
  const decoded = decodeByStyle(source, scalar);
  // Where the reader and this decoder disagree the reader is right; the place is then the whole scalar.
  if (decoded.text === scalar.value) return decoded;
  const coarse = new DerivedText(source);
  coarse.put(scalar.value, scalar.span);
  return coarse.finish(scalar.span);
}

/** The text of a scalar as it stands in `source`, whatever value was read elsewhere. */
export function scalarText(source: string, scalar: Pick<YamlScalar, 'span' | 'style'>): string {
  return decodeByStyle(source, scalar).text;
}

function decodeByStyle(
  source: string,
  { span: where, style }: Pick<YamlScalar, 'span' | 'style'>,
): DecodedScalar {
  switch (style) {
    case 'plain':
      return decodeFlow(source, where, where, noEscape);
    case 'single':
      return decodeFlow(source, where, inner(where), singleQuoteEscape);
    case 'double':
      return decodeFlow(source, where, inner(where), doubleQuoteEscape);
    default:
      return decodeBlock(source, where, style === 'folded');
  }
}

function inner(quoted: Span): Span {
  return span(quoted.start + 1, quoted.end - 1);
}

/** An escape at a place: what it stands for and how long it is; `keep` marks blanks that folding may not trim. */
interface Escape {
  readonly text: string;
  readonly length: number;
}
type EscapeReader = (source: string, offset: number) => Escape | undefined;

const noEscape: EscapeReader = () => undefined;

const singleQuoteEscape: EscapeReader = (source, offset) =>
  source.startsWith("''", offset) ? { text: "'", length: 2 } : undefined;

const namedEscapes: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  ' ': ' ',
  '"': '"',
  '/': '/',
  '\\': '\\',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
};
const hexLengths: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

const doubleQuoteEscape: EscapeReader = (source, offset) => {
  if (source[offset] !== '\\') return undefined;
  const name = source[offset + 1] ?? '';
  const named = namedEscapes[name];
  if (named !== undefined) return { text: named, length: 2 };
  const digits = hexLengths[name];
  if (digits !== undefined) {
    const code = Number.parseInt(source.slice(offset + 2, offset + 2 + digits), 16);
    return code <= 0x10ffff ? { text: String.fromCodePoint(code), length: 2 + digits } : undefined;
  }
  // A backslash at the end of a line joins it with the next without a blank.
  const lineEnd = /\\\r?\n[ \t]*/y;
  lineEnd.lastIndex = offset;
  const match = lineEnd.exec(source);
  return match === null ? undefined : { text: '', length: match[0].length };
};

/** Plain and quoted scalars: lines are trimmed and folded, one end of line to a blank. */
function decodeFlow(source: string, whole: Span, content: Span, escapeAt: EscapeReader): DecodedScalar {
  const derived = new DerivedText(source);
  let offset = content.start;
  while (offset < content.end) {
    const escaped = escapeAt(source, offset);
    if (escaped !== undefined) {
      derived.put(escaped.text, span(offset, offset + escaped.length));
      offset += escaped.length;
      continue;
    }
    const folded = foldAt(source, offset, content.end);
    if (folded === undefined) {
      const next = endOfRun(source, offset, content.end);
      derived.copy(offset, next);
      offset = next;
    } else {
      derived.put(folded.text, span(offset, offset + folded.length));
      offset += folded.length;
    }
  }
  return derived.finish(whole);
}

/** The end of a run of blanks that are no fold, or of characters that can be neither fold nor escape. */
function endOfRun(source: string, offset: number, end: number): number {
  const run = /[ \t]+|[^ \t\r\n'\\]+/y;
  run.lastIndex = offset;
  const match = run.exec(source);
  return Math.min(end, offset + (match === null ? 1 : match[0].length));
}

/** Blanks, ends of line and indentation at a place where a line ends: one becomes a blank, more stay one less. */
function foldAt(source: string, offset: number, end: number): Escape | undefined {
  const c = source.charCodeAt(offset);
  if (c !== 32 && c !== 9 && c !== 10 && c !== 13) return undefined;
  const lineBreak = /[ \t]*(?:\r?\n|\r)[ \t]*(?:(?:\r?\n|\r)[ \t]*)*/y;
  lineBreak.lastIndex = offset;
  const match = lineBreak.exec(source);
  if (match === null || offset + match[0].length > end) return undefined;
  const breaks = match[0].match(/\r?\n|\r/g)!.length;
  return { text: breaks === 1 ? ' ' : '\n'.repeat(breaks - 1), length: match[0].length };
}

interface Line {
  readonly start: number;
  /** End of the line's text, without its end-of-line characters. */
  readonly end: number;
  /** Start of the next line. */
  readonly next: number;
}

/** Literal and folded scalars, from their header on. */
function decodeBlock(source: string, whole: Span, folded: boolean): DecodedScalar {
  const header = /[|>]([-+0-9]*)/y;
  header.lastIndex = whole.start;
  const indicators = header.exec(source)?.[1] ?? '';
  const lines = linesOf(source, lineEndAfter(source, whole.start), whole.end);
  const indent = blockIndent(source, lines, whole.start, /[1-9]/.exec(indicators)?.[0]);
  const content = contentLines(source, lines, indent);
  const derived = new DerivedText(source);
  if (folded) putFolded(source, derived, content);
  else putLiteral(derived, content);
  chomp(derived, lines.slice(content.length), content.length === 0, indicators);
  return derived.finish(whole);
}

function lineEndAfter(source: string, offset: number): number {
  const end = source.indexOf('\n', offset);
  return end === -1 ? source.length : end + 1;
}

function linesOf(source: string, start: number, end: number): Line[] {
  const lines: Line[] = [];
  for (let offset = start; offset < end; ) {
    const next = lineEndAfter(source, offset);
    let textEnd = Math.min(next, end);
    while (textEnd > offset && (source[textEnd - 1] === '\n' || source[textEnd - 1] === '\r')) textEnd--;
    lines.push({ start: offset, end: textEnd, next });
    offset = next;
  }
  return lines;
}

/** Number of blanks before the content: given in the header relative to the parent, else the first line's. */
function blockIndent(
  source: string,
  lines: readonly Line[],
  header: number,
  given: string | undefined,
): number {
  if (given !== undefined) return parentIndent(source, header) + Number(given);
  let longestEmpty = 0;
  for (const line of lines) {
    const blanks = leadingBlanks(source, line, Number.POSITIVE_INFINITY);
    if (line.start + blanks < line.end) return blanks;
    longestEmpty = Math.max(longestEmpty, blanks);
  }
  return longestEmpty;
}

/** Column of the mapping or sequence in which the scalar's key stands. */
function parentIndent(source: string, header: number): number {
  const lineStart = source.lastIndexOf('\n', header - 1) + 1;
  const prefix = /^[ ]*(?:-[ ]+)*/.exec(source.slice(lineStart, header));
  return prefix?.[0].length ?? 0;
}

/** Lines with their indentation taken off, up to the last that is not empty. */
function contentLines(source: string, lines: readonly Line[], indent: number): Line[] {
  const content = lines.map((line) => ({
    ...line,
    start: line.start + leadingBlanks(source, line, indent),
  }));
  while (content.length > 0 && content.at(-1)!.start === content.at(-1)!.end) content.pop();
  return content;
}

function leadingBlanks(source: string, { start, end }: Line, most: number): number {
  const last = Math.min(end - start, most);
  let blanks = 0;
  while (blanks < last && source.charCodeAt(start + blanks) === 32) blanks++;
  return blanks;
}

function putLiteral(derived: DerivedText, lines: readonly Line[]): void {
  for (const line of lines) {
    derived.copy(line.start, line.end);
    derived.put('\n', span(line.end, line.next));
  }
}

/** Joins lines by blanks; empty lines become ends of line; lines that start with a blank keep theirs. */
function putFolded(source: string, derived: DerivedText, lines: readonly Line[]): void {
  for (const [i, line] of lines.entries()) {
    const isLast = i === lines.length - 1;
    derived.copy(line.start, line.end);
    derived.put(isLast ? '\n' : foldedEnd(source, lines, i), span(line.end, line.next));
  }
}

function foldedEnd(source: string, lines: readonly Line[], index: number): string {
  const line = lines[index]!;
  const isEmpty = line.start === line.end;
  const next = lines[index + 1]!;
  if (isEmpty) return '\n';
  let following = index + 1;
  while (following < lines.length && lines[following]!.start === lines[following]!.end) following++;
  const target = lines[following]!;
  if (startsWithBlank(source, line) || startsWithBlank(source, target)) return '\n';
  return next.start === next.end ? '' : ' ';
}

function startsWithBlank(source: string, line: Line): boolean {
  return source[line.start] === ' ' || source[line.start] === '\t';
}

/** The end of a block scalar: one end of line, none (`-`), or all of them (`+`). */
function chomp(derived: DerivedText, rest: readonly Line[], isEmpty: boolean, indicators: string): void {
  if (indicators.includes('+')) {
    for (const line of rest) derived.put('\n', span(line.end, line.next));
  } else if (indicators.includes('-') && !isEmpty) {
    derived.trimEnd(1);
  }
}
