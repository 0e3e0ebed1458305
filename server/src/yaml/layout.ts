import { type CST, Lexer, Parser } from 'yaml';
import type { YamlNode } from './node.ts';
import { parseYaml } from './parse.ts';

/** How a YAML text is laid out. */
export interface LayoutStyle {
  /** Columns that a line should not go beyond. */
  readonly width: number;
  /**
   * Lays the lines of a text out that stands under a key, or leaves them: breaks lines at single blanks, which
   * folding puts back, and indents them where that does not count.
   * @param width characters that a line may have.
   * @param indents whether blanks at the start of a line count for nothing.
   * @returns undefined under keys whose values are no texts.
   */
  readonly textLines: (
    key: string,
    lines: readonly string[],
    width: number,
    indents: boolean,
  ) => readonly string[] | undefined;
}

/** Columns that each level stands further to the right. */
const step = 2;

/**
 * Lays a YAML text out: two columns a level, lists within their key, one blank after colons and commas, one
 * empty line at most. Comments, quotes, the order of keys and the breaks that an author chose stay.
 * @returns the new text, which has the same values and comments; undefined for a text that is no YAML, or has
 *   what is not laid out: several documents, explicit keys, aliases.
 */
export function layoutYaml(text: string, style: LayoutStyle): string | undefined {
  const before = parseYaml(text, false);
  if (before.problems.length > 0 || before.documents.length !== 1) return undefined;
  const writer = new LayoutWriter();
  try {
    for (const token of new Parser().parse(text)) new Layout(writer, style).document(token);
  } catch (error) {
    if (error instanceof NotLaidOut) return undefined;
    throw error;
  }
  const laidOut = writer.finish();
  const after = parseYaml(laidOut, false);
  if (after.problems.length > 0 || after.documents.length !== 1) return undefined;
  if (!sameValue(before.documents[0]!, after.documents[0]!)) return undefined;
  return sameComments(text, laidOut) ? laidOut : undefined;
}

/** Thrown at what is not laid out; no `Error`, as it says nothing to anybody. */
class NotLaidOut {}

/** Writes tokens in lines: blanks between them and before them are its business. */
class LayoutWriter {
  private readonly parts: string[] = [];
  private pending = 0;
  /** The column after the last character. */
  column = 0;

  /** True where the next token begins a line. */
  get atLineStart(): boolean {
    return this.pending > 0 || this.parts.length === 0;
  }

  newline(): void {
    this.pending++;
  }

  /** Writes `text`, at `column` where it begins a line, else `gap` blanks after what was before. */
  put(text: string, column: number, gap: number): void {
    const blanks = this.atLineStart ? column : gap;
    if (this.parts.length > 0) this.parts.push('\n'.repeat(Math.min(this.pending, 2)));
    this.column = this.atLineStart ? column : this.column + gap;
    this.parts.push(' '.repeat(blanks), text);
    this.column += text.length;
    this.pending = 0;
  }

  /** Writes whole lines as they are, after the current one. */
  lines(lines: readonly string[]): void {
    for (const line of lines) this.parts.push('\n', line);
    this.pending = 1;
  }

  finish(): string {
    return this.parts.join('') + '\n'.repeat(Math.min(this.pending, 2));
  }
}

type Flow = CST.FlowCollection;
type Item = CST.BlockMap['items'][number] | CST.BlockSequence['items'][number] | Flow['items'][number];
type Scalar = CST.FlowScalar;

class Layout {
  /** Where collections stood and stand, from the outermost on. */
  private readonly levels: { readonly old: number; readonly column: number }[] = [];

  constructor(
    private readonly writer: LayoutWriter,
    private readonly style: LayoutStyle,
  ) {}

  document(token: CST.Token): void {
    if (token.type === 'comment' || token.type === 'newline' || token.type === 'space') {
      this.marks([token as CST.SourceToken], 0);
      return;
    }
    if (token.type !== 'document') throw new NotLaidOut();
    this.marks(token.start, 0);
    if (token.value !== undefined) this.value(token.value, 0, 0);
    this.marks(token.end ?? [], 0);
  }

  /** @param base column of the line that the value belongs to: brackets close there. */
  private value(token: CST.Token, column: number, base: number, key?: string): void {
    switch (token.type) {
      case 'block-seq':
        this.collection(token, column, (item) => {
          if (item.value) this.value(item.value, column + step, column + step);
        });
        break;
      case 'block-map':
        this.collection(token, column, (item) => this.entry(item, column));
        break;
      case 'flow-collection':
        this.flow(token, column, base, false);
        break;
      case 'block-scalar':
        this.blockScalar(token, column, key);
        break;
      case 'alias':
      case 'scalar':
      case 'single-quoted-scalar':
      case 'double-quoted-scalar':
        this.scalar(token, column);
        break;
      default:
        throw new NotLaidOut();
    }
  }

  private collection(
    token: CST.BlockSequence | CST.BlockMap,
    column: number,
    inner: (item: Item) => void,
  ): void {
    this.levels.push({ old: token.indent, column });
    for (const item of token.items) {
      this.marks(item.start, column);
      inner(item);
    }
    this.levels.pop();
  }

  private entry({ key, sep, value }: Item, column: number): void {
    if (key == null && sep === undefined) return;
    if (
      key?.type !== 'scalar' &&
      key?.type !== 'single-quoted-scalar' &&
      key?.type !== 'double-quoted-scalar'
    ) {
      throw new NotLaidOut();
    }
    this.writer.put(key.source, column, 1);
    const name = key.type === 'scalar' ? key.source : '';
    const lines = this.plainLines(name, sep ?? [], value, column);
    if (lines !== undefined) {
      this.writer.put(':', column, 0);
      this.writer.lines(lines.map((line) => ' '.repeat(column + step) + line));
      this.marks((value as Scalar).end?.slice(1) ?? [], column);
      return;
    }
    this.marks(sep ?? [], column + step, true);
    if (value) this.value(value, column + step, column, name);
  }

  /** The lines of a plain text that takes several or is too long for one: they stand below the key. */
  private plainLines(
    key: string,
    sep: readonly CST.SourceToken[],
    value: CST.Token | null | undefined,
    column: number,
  ): readonly string[] | undefined {
    if (value?.type !== 'scalar') return undefined;
    if (sep.some(({ type }) => !['map-value-ind', 'space', 'newline'].includes(type))) return undefined;
    if (value.end?.[0] !== undefined && value.end[0].type !== 'newline') return undefined;
    const lines = value.source.split('\n').map((line) => line.trim());
    if (lines.includes('')) return undefined;
    const fits = this.writer.column + ': '.length + value.source.length <= this.style.width;
    if (lines.length === 1 && fits) return undefined;
    const laidOut = this.style.textLines(key, lines, this.style.width - column - step, true);
    return laidOut === undefined || laidOut.length === 1 ? undefined : laidOut;
  }

  private scalar({ source, end }: Scalar, column: number): void {
    const [first = '', ...rest] = source.split('\n');
    this.writer.put(rest.length > 0 ? first.trimEnd() : first, column, 1);
    const indent = ' '.repeat(column);
    for (const [i, line] of rest.entries()) {
      if (line.trim() === '' && i < rest.length - 1) this.writer.newline();
      else {
        const text = i < rest.length - 1 ? line.trim() : line.trimStart();
        this.putContinued(indent.length, text);
      }
    }
    this.marks(end ?? [], column);
  }

  private putContinued(column: number, text: string): void {
    this.writer.newline();
    this.writer.put(text, column, 0);
  }

  private blockScalar({ props, source, indent }: CST.BlockScalar, column: number, key = ''): void {
    let header = '';
    for (const prop of props) {
      if (prop.type === 'newline' || prop.type === 'space') continue;
      if (prop.type === 'block-scalar-header') header = (prop as CST.SourceToken).source;
      if (!('source' in prop)) throw new NotLaidOut();
      this.writer.put((prop as CST.SourceToken).source, column, 1);
    }
    const lines = source.split('\n');
    if (lines.at(-1) === '') lines.pop();
    const given = /[1-9]/.exec(header)?.[0];
    const old = given === undefined ? firstIndent(lines) : Math.max(0, indent) + Number(given);
    const now = given === undefined ? column : column - step + Number(given);
    const content = lines.map((line) => line.slice(Math.min(old, line.length)));
    const room = this.style.width - now;
    const folded = header.startsWith('>') ? this.style.textLines(key, content, room, false) : undefined;
    this.writer.lines((folded ?? content).map((line) => (line === '' ? '' : ' '.repeat(now) + line)));
  }

  // ---- lists and maps in brackets -----------------------------------------------------------------------

  private flow(token: Flow, column: number, base: number, inFlow: boolean): void {
    const { writer, style } = this;
    const flat = flatText(token);
    const before = writer.atLineStart ? column : writer.column + 1;
    const fits = flat !== undefined && (before + flat.length <= style.width || token.items.length < 2);
    if (flat !== undefined && fits) {
      writer.put(flat, column, inFlow ? 0 : 1);
      this.marks(token.end.slice(1), column);
      return;
    }
    writer.put(token.start.source, column, inFlow ? 0 : 1);
    const inner = base + step;
    const [first, ...others] = token.items;
    if (first !== undefined) {
      this.marks(first.start, inner, true);
      if (!writer.atLineStart) writer.newline();
      this.flowItem({ ...first, start: [] }, inner);
    }
    for (const item of others) this.flowItem(item, inner);
    const [close, ...rest] = token.end;
    if (close === undefined) throw new NotLaidOut();
    if (!writer.atLineStart) writer.newline();
    writer.put(close.source, inner, 0);
    this.marks(rest, column);
  }

  private flowItem(item: Flow['items'][number], column: number): void {
    const { writer, style } = this;
    this.marks(item.start, column, true);
    const flat = flatItem(item);
    if (flat === '') return;
    if (flat !== undefined) {
      const tooLong = writer.column + ' ,'.length + flat.length > style.width;
      if (tooLong && !writer.atLineStart) writer.newline();
      writer.put(flat, column, 1);
      this.marks(trailing(item.value), column, true);
    } else if (item.key != null || item.value == null) throw new NotLaidOut();
    else this.value(item.value, column, column);
  }

  // ---- what stands between values -----------------------------------------------------------------------

  /** Comments, ends of line and marks; `own` where comments stand in the column whatever they stood in before. */
  private marks(tokens: readonly CST.SourceToken[], column: number, own = false): void {
    let blanks = 0;
    for (const { type, source } of tokens) {
      switch (type) {
        case 'space':
          blanks = source.length;
          continue;
        case 'newline':
          this.writer.newline();
          break;
        case 'comment': {
          const at = own ? column : this.commentColumn(blanks, column);
          this.writer.put(source, at, Math.max(1, blanks));
          break;
        }
        case 'seq-item-ind':
        case 'anchor':
        case 'tag':
        case 'doc-start':
          this.writer.put(source, column, 1);
          break;
        case 'map-value-ind':
        case 'comma':
          this.writer.put(source, column, 0);
          break;
        default:
          throw new NotLaidOut();
      }
      blanks = 0;
    }
  }

  /** A comment stays with the collection in whose column it stood. */
  private commentColumn(old: number, column: number): number {
    if (old === 0) return 0;
    return this.levels.findLast((level) => level.old <= old)?.column ?? column;
  }
}

function firstIndent(lines: readonly string[]): number {
  const first = lines.find((line) => line.trim() !== '') ?? '';
  return first.length - first.trimStart().length;
}

function isLine(token: CST.Token): token is Scalar {
  return 'source' in token && !(token as Scalar).source.includes('\n');
}

/** What follows a value within brackets: blanks and comments. */
function trailing(value: CST.Token | null | undefined): CST.SourceToken[] {
  if (value == null || !('end' in value)) return [];
  return value.type === 'flow-collection' ? value.end.slice(1) : (value.end ?? []);
}

/** A collection in brackets on one line; undefined where it takes several or has comments. */
function flatText({ start, items, end }: Flow): string | undefined {
  let text = start.source;
  for (const [i, item] of items.entries()) {
    if (item.start.some(({ type }) => !['space', 'comma'].includes(type))) return undefined;
    const flat = flatItem(item);
    if (flat === undefined || trailing(item.value).some(({ type }) => type !== 'space')) return undefined;
    const comma = item.start.some(({ type }) => type === 'comma') ? ',' : '';
    text += comma + (comma !== '' && flat !== '' && i > 0 ? ' ' : '') + flat;
  }
  return text + (end[0]?.source ?? '');
}

/** The item of a collection in brackets, on one line. */
function flatItem({ key, sep, value }: Flow['items'][number]): string | undefined {
  const parts = [key, value].map((token) => (token == null ? '' : flatValue(token)));
  const [keyText, valueText] = parts;
  if (keyText === undefined || valueText === undefined) return undefined;
  if (sep === undefined) return keyText + valueText;
  if (sep.some(({ type }) => !['space', 'map-value-ind'].includes(type))) return undefined;
  return valueText === '' ? `${keyText}:` : `${keyText}: ${valueText}`;
}

function flatValue(token: CST.Token): string | undefined {
  if (token.type === 'flow-collection') return flatText(token);
  return isLine(token) ? token.source : undefined;
}

// ---- the proof --------------------------------------------------------------------------------------------

function sameValue(a: YamlNode, b: YamlNode): boolean {
  if (a.kind === 'scalar') return b.kind === 'scalar' && a.value === b.value && a.isNull === b.isNull;
  if (a.kind === 'list') return b.kind === 'list' && sameAll(a.items, b.items);
  if (b.kind !== 'map') return false;
  const parts = (map: typeof a) => map.entries.flatMap(({ key, value }) => [key, value]);
  return sameAll(parts(a), parts(b));
}

function sameAll(a: readonly YamlNode[], b: readonly YamlNode[]): boolean {
  return a.length === b.length && a.every((each, i) => sameValue(each, b[i]!));
}

function sameComments(a: string, b: string): boolean {
  const [of, other] = [commentsOf(a), commentsOf(b)];
  return of.length === other.length && of.every((comment, i) => comment === other[i]);
}

/** The comments of a YAML text; the lexer marks a scalar by a character of its own before it. */
function commentsOf(text: string): string[] {
  const comments: string[] = [];
  let last = '';
  for (const lexeme of new Lexer().lex(text)) {
    if (lexeme.startsWith('#') && last !== '\x1f') comments.push(lexeme.trimEnd());
    last = lexeme;
  }
  return comments;
}
