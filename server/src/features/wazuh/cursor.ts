import { type Span, span } from '../../text/span.ts';

/** An element that is open at a place, its attributes as they are written. */
export interface OpenElement {
  /** In small letters. */
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** The end of its opening tag; undefined while that is not closed. */
  readonly contentStart: number | undefined;
}

/**
 * What a place in a rules file belongs to. It is found by the tags before it alone, so that it is right while
 * the rest of the file is being written.
 */
export interface WazuhCursor {
  /** From the outermost on; of a tag in which the place is, that element is the last one. */
  readonly open: readonly OpenElement[];
  readonly place: 'element' | 'closing' | 'attribute' | 'value' | 'content' | 'comment';
  /** The attribute whose value it is, in small letters. */
  readonly attribute?: string;
  /** The whole name, value or text that the place is in. */
  readonly whole: Span;
}

const tag =
  /<!--[\s\S]*?(?:-->|!>|$)|<(\/?)([a-z_][\w.-]*)?((?:\s+[\w.-]+\s*=\s*(?:"[^"<>]*"|'[^'<>]*'))*)\s*(\/?>)?/gi;

/** What the place at an offset of a rules file belongs to. */
export function wazuhCursor(text: string, offset: number): WazuhCursor {
  const open: OpenElement[] = [];
  for (const found of text.matchAll(tag)) {
    const { 0: whole, 1: slash, 2: name = '', 3: attributes = '', 4: end, index } = found;
    if (index >= offset) break;
    if (isEscaped(text, index)) continue;
    if (whole.startsWith('<!--')) {
      if (offset < index + whole.length) return { open, place: 'comment', whole: span(offset, offset) };
      continue;
    }
    const stop = index + whole.length;
    const inTag = end === undefined ? !/[<>]/.test(text.slice(index + 1, offset)) : offset < stop;
    const low = name.toLowerCase();
    if (slash === '/') {
      if (inTag) return { open, place: 'closing', whole: span(index + 2, stop - (end?.length ?? 0)) };
      close(open, low);
      continue;
    }
    const closedTag = end === undefined ? undefined : stop;
    const element = { name: low, attributes: readAttributes(attributes), contentStart: closedTag };
    if (inTag) return inOpeningTag(text, index, offset, [...open, element]);
    if (end !== '/>') open.push(element);
  }
  return { open, place: 'content', whole: contentAround(text, offset, open.at(-1)) };
}

/** The element of that name around the place. */
export function enclosing({ open }: WazuhCursor, name: string): OpenElement | undefined {
  return open.findLast((element) => element.name === name);
}

/** The characters around an offset that `part` takes, within a span. */
export function wordAround(text: string, { start, end }: Span, offset: number, part: RegExp): Span {
  let from = offset;
  let to = offset;
  while (from > start && part.test(text[from - 1]!)) from--;
  while (to < end && part.test(text[to]!)) to++;
  return span(from, to);
}

function inOpeningTag(
  text: string,
  start: number,
  offset: number,
  open: readonly OpenElement[],
): WazuhCursor {
  const head = text.slice(start + 1, offset);
  if (/^[\w.-]*$/.test(head)) {
    return {
      open,
      place: 'element',
      whole: wordAround(text, span(start + 1, text.length), offset, /[\w.-]/),
    };
  }
  const value = /([\w.-]+)\s*=\s*(?:"([^"]*)|'([^']*))$/.exec(head);
  if (value !== null) {
    const written = value[2] ?? value[3] ?? '';
    const quote = value[2] === undefined ? "'" : '"';
    const from = offset - written.length;
    const rest = text.slice(offset).search(new RegExp(`[${quote}<>\\n]`));
    const whole = span(from, rest < 0 ? text.length : offset + rest);
    return { open, place: 'value', attribute: value[1]!.toLowerCase(), whole };
  }
  return {
    open,
    place: 'attribute',
    whole: wordAround(text, span(start + 1, text.length), offset, /[\w.-]/),
  };
}

/** An odd number of backslashes makes a `<` text. */
function isEscaped(text: string, at: number): boolean {
  let before = at;
  while (before > 0 && text[before - 1] === '\\') before--;
  return (at - before) % 2 === 1;
}

function close(open: OpenElement[], name: string): void {
  const at = open.findLastIndex((element) => element.name === name);
  if (at >= 0) open.length = at;
}

function contentAround(text: string, offset: number, element: OpenElement | undefined): Span {
  const before = Math.max(text.lastIndexOf('>', offset - 1) + 1, element?.contentStart ?? 0);
  const after = text.indexOf('<', offset);
  return span(Math.min(before, offset), after < 0 ? text.length : after);
}

function readAttributes(written: string): Record<string, string> {
  const pairs = [...written.matchAll(/([\w.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)];
  return Object.fromEntries(pairs.map(([, name, a, b]) => [name!.toLowerCase(), a ?? b ?? '']));
}
