import { type Span, span } from '../text/span.ts';
import { scalarText } from './decode-scalar.ts';
import type { YamlEntry, YamlNode, YamlScalar } from './node.ts';

/**
 * Reads YAML that is written as most rules are: block maps and lists, flow lists, plain and quoted scalars on a
 * line, block scalars. Gives just the nodes that `parseYaml` gives, at a tenth of the cost; undefined wherever
 * anything else turns up, be it YAML or not. A test holds it against `parseYaml`.
 */
export function readPlainYaml(text: string): YamlNode | undefined {
  if (otherCharacters.test(text)) return undefined;
  const reader: Reader = { text, at: 0, end: 0 };
  try {
    skipBlank(reader);
    const column = columnOf(text, reader.at);
    const node = block(reader, column, 0);
    skipBlank(reader);
    return reader.at === text.length && node.kind === 'list' ? node : undefined;
  } catch (error) {
    if (error === unusual) return undefined;
    throw error;
  }
}

/** Tabs, carriage returns and all that is not a letter or a sign; most scripts but those beyond 16 bits are. */
const otherCharacters = /[^\n -~\u00a1-\u1fff\u3000-\ud7ff]/;

/** Thrown where the text is not as most rules are. */
const unusual = Symbol('unusual YAML');

/** How deep collections may be nested. */
const deepest = 20;

interface Reader {
  readonly text: string;
  at: number;
  /** Behind the line of the last value: there the collections around it end. */
  end: number;
}

function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1);
}

/** Goes on to the next character that is neither blank nor in a comment; true where it met an indented comment. */
function skipBlank(reader: Reader): boolean {
  const { text } = reader;
  let indented = false;
  for (;;) {
    while (text[reader.at] === ' ' || text[reader.at] === '\n') reader.at++;
    if (text[reader.at] !== '#') return indented;
    indented ||= columnOf(text, reader.at) > 0;
    // A comment stands behind a blank.
    if (reader.at > 0 && text[reader.at - 1] !== ' ' && text[reader.at - 1] !== '\n') throw unusual;
    reader.at = lineEnd(text, reader.at);
  }
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}

/** A block list or map whose first entry is at the reader, in that column. */
function block(reader: Reader, column: number, depth: number): YamlNode {
  if (depth > deepest) throw unusual;
  const { text, at } = reader;
  return text[at] === '-' && isBlankAt(text, at + 1)
    ? blockList(reader, column, depth)
    : blockMap(reader, column, depth);
}

function isBlankAt(text: string, offset: number): boolean {
  return offset >= text.length || text[offset] === ' ' || text[offset] === '\n';
}

function blockList(reader: Reader, column: number, depth: number): YamlNode {
  const { text } = reader;
  const start = reader.at;
  const items: YamlNode[] = [];
  while (reader.at < text.length && columnOf(text, reader.at) === column) {
    if (text[reader.at] !== '-' || text[reader.at + 1] !== ' ') break;
    reader.at++;
    while (text[reader.at] === ' ') reader.at++;
    const inner = columnOf(text, reader.at);
    const isMap = keyAt(text, reader.at) !== undefined;
    items.push(isMap ? blockMap(reader, inner, depth + 1) : value(reader, column, depth));
    next(reader, column);
  }
  return { kind: 'list', span: span(start, reader.end), items };
}

function blockMap(reader: Reader, column: number, depth: number): YamlNode {
  const { text } = reader;
  const start = reader.at;
  const entries: YamlEntry[] = [];
  while (reader.at < text.length && columnOf(text, reader.at) === column) {
    const keyEnd = keyAt(text, reader.at);
    if (keyEnd === undefined) throw unusual;
    const key = plainScalar(text, span(reader.at, keyEnd));
    reader.at = keyEnd + 1;
    while (text[reader.at] === ' ') reader.at++;
    const nested = text[reader.at] === '\n' || text[reader.at] === '#';
    entries.push({ key, value: nested ? nestedBlock(reader, column, depth) : value(reader, column, depth) });
    next(reader, column);
  }
  return { kind: 'map', span: span(start, reader.end), entries };
}

/** The end of a plain key; undefined where there is none. */
function keyAt(text: string, offset: number): number | undefined {
  keyPattern.lastIndex = offset;
  return keyPattern.test(text) ? keyPattern.lastIndex - 1 : undefined;
}

const keyPattern = /[A-Za-z_][\w.-]*:(?=[ \n]|$)/y;

/** A list or map in the lines below its key. */
function nestedBlock(reader: Reader, column: number, depth: number): YamlNode {
  const { text } = reader;
  skipBlank(reader);
  if (reader.at === text.length) throw unusual;
  const inner = columnOf(text, reader.at);
  const isList = text[reader.at] === '-' && isBlankAt(text, reader.at + 1);
  if (inner < column || (inner === column && !isList)) throw unusual;
  if (!isList && keyAt(text, reader.at) === undefined) return value(reader, column, depth + 1);
  return block(reader, inner, depth + 1);
}

/** Goes to the start of the next entry; what stands further right than this column would belong to the value. */
function next(reader: Reader, column: number): void {
  const commented = skipBlank(reader);
  const at = reader.at < reader.text.length ? columnOf(reader.text, reader.at) : -1;
  // Whether an indented comment at the end of a block is part of it is a question of its own.
  if (at > column || (at < column && commented)) throw unusual;
}

/** A value that starts at the reader, in a block of that column; the reader is then behind its line. */
function value(reader: Reader, column: number, depth: number): YamlNode {
  const { text } = reader;
  const first = text[reader.at];
  if (first === '>' || first === '|') return blockScalar(reader, column);
  const node = inLines(reader, column, depth);
  reader.end = reader.at;
  return node;
}

function inLines(reader: Reader, column: number, depth: number): YamlNode {
  const start = reader.at;
  const node = inLine(reader, column, depth);
  const isPlain = node.kind === 'scalar' && node.style === 'plain';
  const end = isPlain ? plainEnd(reader, column) : node.span.end;
  endLine(reader);
  return end === node.span.end ? node : plainLines(reader.text, span(start, end));
}

/** The end of a plain scalar that goes on in lines further right than the block that it is in. */
function plainEnd(reader: Reader, column: number): number {
  const { text } = reader;
  for (;;) {
    const { at } = reader;
    if (text[at] !== '\n' || indentAt(text, at + 1) <= column) return at;
    continued.lastIndex = at;
    if (!continued.test(text)) return at;
    reader.at = continued.lastIndex;
    while (text[reader.at - 1] === ' ') reader.at--;
    if (reader.at !== continued.lastIndex) throw unusual;
  }
}

/** One more line of a plain scalar. */
const continued = /\n +[^\n #:][^\n#:]*(?:(?::(?![ \n]|$)|(?<! )#)[^\n#:]*)*/y;

function plainLines(text: string, where: Span): YamlScalar {
  const value = text.slice(where.start, where.end).replace(/\n +/g, ' ');
  return { kind: 'scalar', span: where, value, style: 'plain', isNull: false };
}

function inLine(reader: Reader, column: number, depth: number): YamlNode {
  const first = reader.text[reader.at];
  if (first === '[') return flowList(reader, column, depth);
  if (first === '"' || first === "'") return quoted(reader, first);
  return plain(reader, plainLine);
}

/** Goes behind the end of the line, on which there is nothing more but a comment. */
function endLine(reader: Reader): void {
  const { text } = reader;
  const from = reader.at;
  while (text[reader.at] === ' ') reader.at++;
  if (text[reader.at] === '#') {
    if (reader.at === from) throw unusual;
    reader.at = lineEnd(text, reader.at);
  }
  if (reader.at < text.length && text[reader.at] !== '\n') throw unusual;
  if (reader.at < text.length) reader.at++;
}

/** What a plain scalar may be here: no sign that starts something else, no `: ` and no ` #` in it. */
const plainLine = /[\w(/.+$~^;][^\n#:]*(?:(?::(?![ \n]|$)|(?<! )#)[^\n#:]*)*/y;
const plainInFlow = /[\w(/.+$~^;](?:[\w(/.+$~^;)=<*%@!|>&-]| (?=[\w(/.+$~^;)=<*%@!|>&-]))*/y;

function plain(reader: Reader, pattern: RegExp): YamlScalar {
  const { text, at } = reader;
  pattern.lastIndex = at;
  if (!pattern.test(text)) throw unusual;
  let end = pattern.lastIndex;
  while (text[end - 1] === ' ') end--;
  reader.at = end;
  return plainScalar(text, span(at, end));
}

function quoted(reader: Reader, quote: string): YamlScalar {
  const { text, at } = reader;
  const pattern = quote === '"' ? doubleQuoted : singleQuoted;
  pattern.lastIndex = at;
  if (!pattern.test(text)) throw unusual;
  reader.at = pattern.lastIndex;
  const inner = text.slice(at + 1, reader.at - 1);
  return quote === '"'
    ? { kind: 'scalar', span: span(at, reader.at), value: inner, style: 'double', isNull: false }
    : {
        kind: 'scalar',
        span: span(at, reader.at),
        value: inner.replaceAll("''", "'"),
        style: 'single',
        isNull: false,
      };
}

const doubleQuoted = /"[^"\\\n]*"/y;
const singleQuoted = /'[^'\n]*(?:''[^'\n]*)*'/y;

function flowList(reader: Reader, column: number, depth: number): YamlNode {
  if (depth > deepest) throw unusual;
  const { text } = reader;
  const start = reader.at++;
  const items: YamlNode[] = [];
  flowBlank(reader, column);
  while (text[reader.at] !== ']') {
    const first = text[reader.at];
    const item =
      first === '[' || first === '"' || first === "'"
        ? inLine(reader, column, depth + 1)
        : plain(reader, plainInFlow);
    items.push(item);
    flowBlank(reader, column);
    if (text[reader.at] === ',') {
      reader.at++;
      flowBlank(reader, column);
    } else if (text[reader.at] !== ']') throw unusual;
  }
  reader.at++;
  return { kind: 'list', span: span(start, reader.at), items };
}

/** Blanks in a flow list; its further lines stand further right than the block that it is in. */
function flowBlank(reader: Reader, column: number): void {
  const { text } = reader;
  let broken = false;
  for (; text[reader.at] === ' ' || text[reader.at] === '\n'; reader.at++)
    broken ||= text[reader.at] === '\n';
  // The closing bracket alone may stand under the key: `parseYaml` joins it to the line before.
  const least = text[reader.at] === ']' ? Math.max(column, 1) : column + 1;
  if (broken && columnOf(text, reader.at) < least) throw unusual;
  if (reader.at === text.length) throw unusual;
}

const blockHeader = /[>|]-?[ ]*\n/y;

function blockScalar(reader: Reader, column: number): YamlScalar {
  const { text, at } = reader;
  blockHeader.lastIndex = at;
  if (!blockHeader.test(text)) throw unusual;
  reader.at = blockHeader.lastIndex;
  goBehindBlock(reader, column);
  const style = text[at] === '>' ? 'folded' : 'literal';
  const where = span(at, reader.end);
  return {
    kind: 'scalar',
    span: where,
    value: scalarText(text, { span: where, style }),
    style,
    isNull: false,
  };
}

/** Goes behind the lines of a block scalar, which starts with a line that is not empty. */
function goBehindBlock(reader: Reader, column: number): void {
  const { text } = reader;
  const indent = indentAt(text, reader.at);
  if (indent <= column || text[reader.at + indent] === '\n') throw unusual;
  while (reader.at < text.length) {
    const inner = indentAt(text, reader.at);
    const end = lineEnd(text, reader.at);
    const isEmpty = reader.at + inner === end;
    if (isEmpty && inner > 0) throw unusual;
    if (!isEmpty && inner < indent) {
      if (inner > column) throw unusual;
      return;
    }
    reader.at = Math.min(end + 1, text.length);
    if (!isEmpty) reader.end = reader.at;
  }
}

function indentAt(text: string, lineStart: number): number {
  let at = lineStart;
  while (text[at] === ' ') at++;
  return at - lineStart;
}

function plainScalar(text: string, where: Span): YamlScalar {
  const value = text.slice(where.start, where.end);
  const isNull = /^(?:~|null|Null|NULL)$/.test(value);
  return { kind: 'scalar', span: where, value, style: 'plain', isNull };
}
