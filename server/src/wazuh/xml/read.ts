import { toBytes } from '../../falco/evaluate/byte-string.ts';
import { type Span, span } from '../../text/span.ts';
import { readAttributes } from './attributes.ts';
import type { XmlAttribute, XmlDocument, XmlElement, XmlError } from './document.ts';
import { isSpace, maxTextBytes, type Source, XmlFailure } from './source.ts';

const maxDepth = 1024;

/** What a frame reads: text before its tag, the tag's name, the element's text, the closing tag's name. */
type Location = 'outside' | 'name' | 'content' | 'closing';

/** An element being read; the lowest frame reads one root after the other. */
interface Frame {
  location: Location;
  /** An odd number of backslashes stands right before the next character: a `<` would be text. */
  escaped: boolean;
  /** What is read at this location so far, and its size in bytes. */
  buffer: string;
  bytes: number;
  start: number;
  name: string;
  nameSpan: Span;
  attributes: readonly XmlAttribute[];
  children: XmlElement[];
  content: string;
  contentSpan: Span;
}

/**
 * Reads Wazuh's own dialect of XML: no declaration, no CDATA, no entities, `\<` for a literal `<`, comments
 * closed by `-->` or `!>`, text outside elements ignored. Stops at the first thing that Wazuh refuses, with
 * Wazuh's sentence; what it has read until then is there, the last root with its finished elements.
 * Never throws. Source: SEMANTICS.md "Loading" 3, and the behaviour of 4.14.7.
 */
export function readXml(text: string): XmlDocument {
  const source: Source = { text, position: 0 };
  const roots: XmlElement[] = [];
  const frames = [newFrame(0)];
  try {
    readElements(source, frames, roots);
    return { roots };
  } catch (failure) {
    if (!(failure instanceof XmlFailure)) throw failure;
    const open = frames[0]!;
    if (open.children.length > 0) roots.push(elementOf(open, source.text.length));
    return { roots, error: describe(source, failure.message) };
  }
}

function readElements(source: Source, frames: Frame[], roots: XmlElement[]): void {
  while (source.position < source.text.length) {
    const frame = frames.at(-1)!;
    if (!frame.escaped && takePlainRun(source, frame)) continue;
    const character = source.text[source.position++]!;
    if (character === '\\') frame.escaped = !frame.escaped;
    else if (character !== '<') frame.escaped = false;
    if (frame.bytes >= maxTextBytes) throw new XmlFailure('String overflow.');
    if (character === '<' && skipComment(source)) continue;
    const element = step(source, frames, frame, character);
    if (element !== undefined) finish(frames, element, roots);
  }
  if (frames.length > 1 || frames[0]!.location !== 'outside') {
    throw new XmlFailure('End of file and some elements were not closed.');
  }
}

/** Takes what no character of which means anything in one go; false where there is none. */
function takePlainRun(source: Source, frame: Frame): boolean {
  const plain = plainRuns[frame.location];
  plain.lastIndex = source.position;
  if (!plain.test(source.text)) return false;
  const start = source.position;
  source.position = plain.lastIndex;
  if (frame.location === 'outside') return true;
  const run = source.text.slice(start, source.position);
  const bytes = toBytes(run).length;
  if (frame.bytes + bytes > maxTextBytes) {
    source.position = start + lengthWithin(run, maxTextBytes - frame.bytes) + 1;
    throw new XmlFailure('String overflow.');
  }
  frame.buffer += run;
  frame.bytes += bytes;
  return true;
}

/** How much of a text fits into so many bytes. */
function lengthWithin(text: string, bytes: number): number {
  let length = 0;
  let left = bytes;
  for (const character of text) {
    left -= toBytes(character).length;
    if (left < 0) break;
    length += character.length;
  }
  return length;
}

const plainRuns: Readonly<Record<Location, RegExp>> = {
  outside: /[^<\\]+/y,
  name: /[^<>\\ \t\n\v\f\r]+/y,
  content: /[^<\\]+/y,
  closing: /[^<>\\]+/y,
};

/** Skips `<!…!>` and `<!…-->`; true where there was one. The `<` is already read. */
function skipComment(source: Source): boolean {
  if (source.text[source.position] !== '!') return false;
  commentEnd.lastIndex = source.position + 1;
  if (commentEnd.exec(source.text) === null) {
    source.position = source.text.length;
    throw new XmlFailure('Comment not closed.');
  }
  source.position = commentEnd.lastIndex;
  return true;
}

const commentEnd = /!>|-->/g;

/** One character of a frame; returns the element where this character ended it. */
function step(source: Source, frames: Frame[], frame: Frame, character: string): XmlElement | undefined {
  if (frame.location === 'outside' && !frame.escaped) {
    if (character === '<') openTag(source, frame);
    return undefined;
  }
  if (frame.location === 'name' && (character === '>' || isSpace(character))) {
    return endName(source, frame, character);
  }
  if (frame.location === 'closing' && character === '>') return closeElement(source, frame);
  if (frame.location === 'content' && character === '<' && !frame.escaped) {
    tagInContent(source, frames, frame);
    return undefined;
  }
  if (frame.location !== 'outside') append(frame, character);
  if (character === '<') frame.escaped = false;
  return undefined;
}

function openTag(source: Source, frame: Frame): void {
  if (source.text[source.position] === '/') {
    source.position++;
    throw new XmlFailure('Element not opened.');
  }
  frame.location = 'name';
  frame.start = source.position - 1;
}

/** The tag's name is complete: reads the attributes; returns the element where it closes itself. */
function endName(source: Source, frame: Frame, character: string): XmlElement | undefined {
  const nameEnd = source.position - 1;
  let closed = frame.buffer.endsWith('/');
  frame.name = closed ? frame.buffer.slice(0, -1) : frame.buffer;
  frame.nameSpan = span(nameEnd - frame.buffer.length, nameEnd - (closed ? 1 : 0));
  clear(frame);
  if (isSpace(character)) {
    const { attributes, selfClosing } = readAttributes(source);
    frame.attributes = attributes;
    closed ||= selfClosing;
  }
  frame.contentSpan = span(source.position, source.position);
  if (closed) return elementOf(frame, source.position);
  frame.location = 'content';
  return undefined;
}

function tagInContent(source: Source, frames: Frame[], frame: Frame): void {
  if (source.text[source.position] === '/') {
    frame.content = frame.buffer;
    frame.contentSpan = span(frame.contentSpan.start, source.position - 1);
    frame.location = 'closing';
    clear(frame);
    source.position++;
    return;
  }
  if (frames.length >= maxDepth) throw new XmlFailure('Max recursion level reached');
  const child = newFrame(source.position - 1);
  frames.push(child);
  if (source.position < source.text.length) child.location = 'name';
}

function closeElement(source: Source, frame: Frame): XmlElement {
  if (frame.buffer !== frame.name) throw new XmlFailure(`Element '${frame.name}' not closed.`);
  return elementOf(frame, source.position);
}

/** Hands a finished element to its parent, whose text so far Wazuh forgets, or to the roots. */
function finish(frames: Frame[], element: XmlElement, roots: XmlElement[]): void {
  if (frames.length === 1) {
    roots.push(element);
    frames[0] = newFrame(element.span.end);
    return;
  }
  frames.pop();
  const parent = frames.at(-1)!;
  parent.children.push(element);
  clear(parent);
}

function newFrame(start: number): Frame {
  const nowhere = span(start, start);
  return {
    location: 'outside',
    escaped: false,
    buffer: '',
    bytes: 0,
    start,
    name: '',
    nameSpan: nowhere,
    attributes: [],
    children: [],
    content: '',
    contentSpan: nowhere,
  };
}

function elementOf(frame: Frame, end: number): XmlElement {
  const { name, nameSpan, attributes, children, content, contentSpan } = frame;
  return { name, nameSpan, span: span(frame.start, end), attributes, children, content, contentSpan };
}

function append(frame: Frame, character: string): void {
  frame.buffer += character;
  frame.bytes += toBytes(character).length;
}

function clear(frame: Frame): void {
  frame.buffer = '';
  frame.bytes = 0;
}

/** The error with the line that Wazuh would name: lines are counted as far as it has read. */
function describe({ text, position }: Source, message: string): XmlError {
  const end = Math.min(position, text.length);
  let line = 1;
  for (let i = text.indexOf('\n'); i >= 0 && i < end; i = text.indexOf('\n', i + 1)) line++;
  return { message: `XMLERR: ${message}`, line, span: span(Math.max(0, end - 1), end) };
}
