import { toBytes } from '../../falco/evaluate/byte-string.ts';
import { span } from '../../text/span.ts';
import type { XmlAttribute } from './document.ts';
import { isSpace, maxTextBytes, type Source, XmlFailure } from './source.ts';

/** The most attributes of one element. */
const maxAttributes = 49;

/** The attributes of a tag, and whether a `/` ended it. */
export interface AttributesRead {
  readonly attributes: readonly XmlAttribute[];
  readonly selfClosing: boolean;
}

/**
 * Reads the attributes after an element's name up to `>` or `/`; a `>` after that `/` is left unread, as
 * Wazuh does (it becomes text of the parent).
 * @throws XmlFailure where Wazuh refuses them.
 */
export function readAttributes(source: Source): AttributesRead {
  const attributes: XmlAttribute[] = [];
  for (;;) {
    if (attributes.length > maxAttributes - 1) throw new XmlFailure('Too many attributes.');
    const name = readName(source, attributes);
    if (name === '>' || name === '/') return { attributes, selfClosing: name === '/' };
    attributes.push(readValue(source, name));
    const after = source.text[source.position++];
    if (isSpace(after)) continue;
    if (after === '>' || after === '/') return { attributes, selfClosing: after === '/' };
    const last = attributes.at(-1)!;
    throw new XmlFailure(`Bad attribute closing for '${last.name}'='${last.value}'.`);
  }
}

/** The name before `=`, or the `>` or `/` that ends the tag instead. */
function readName(source: Source, earlier: readonly XmlAttribute[]): string {
  let name = '';
  while (source.position < source.text.length) {
    const character = source.text[source.position++]!;
    if (isTooLong(name)) throw overflow(name);
    if (character === '>' || character === '/') {
      if (name !== '') throw new XmlFailure(`Attribute '${name}' has no value.`);
      return character;
    }
    if (character === '=') {
      if (earlier.some((attribute) => attribute.name === name)) {
        throw new XmlFailure(`Attribute '${name}' already defined.`);
      }
      return name;
    }
    if (!isSpace(character)) name += character;
    else if (name !== '') throw new XmlFailure(`Attribute '${name}' has no value.`);
  }
  throw endOfFile();
}

/** The quoted value after `=`. */
function readValue(source: Source, name: string): XmlAttribute {
  const nameEnd = source.position - 1;
  while (isSpace(source.text[source.position])) source.position++;
  const quote = source.text[source.position++];
  if (quote !== '"' && quote !== "'") {
    throw new XmlFailure(`Attribute '${name}' not followed by a " or '.`);
  }
  const start = source.position;
  const stop = quote === '"' ? doubleQuote : singleQuote;
  stop.lastIndex = start;
  const end = stop.exec(source.text)?.index ?? source.text.length;
  const value = source.text.slice(start, end);
  source.position = end + 1;
  if (isTooLong(value)) throw overflow(name);
  if (source.text[end] === '>') throw new XmlFailure(`Attribute '${name}' not closed.`);
  if (source.text[end] !== quote) throw endOfFile();
  return { name, value, nameSpan: span(nameEnd - name.length, nameEnd), valueSpan: span(start, end) };
}

const doubleQuote = /[">]/g;
const singleQuote = /['>]/g;

/** A UTF-16 unit has at most three bytes. */
function isTooLong(text: string): boolean {
  return text.length * 3 >= maxTextBytes && toBytes(text).length >= maxTextBytes;
}

function overflow(name: string): XmlFailure {
  return new XmlFailure(`Overflow attempt at attribute '${name.slice(0, 20)}'.`);
}

function endOfFile(): XmlFailure {
  return new XmlFailure('End of file while reading an attribute.');
}
