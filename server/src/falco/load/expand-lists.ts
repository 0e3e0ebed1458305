import { DerivedText, type SourceMap } from '../../text/source-map.ts';
import { type Span, span } from '../../text/span.ts';

/** A list ready to be put into conditions: its items, with those of the lists that it names. */
export interface ExpandedList {
  readonly name: string;
  readonly items: readonly string[];
}

/** A condition's text with the lists put in. */
export interface ExpandedText {
  readonly text: string;
  /** One map for each list that was put in, the last first. */
  readonly maps: readonly SourceMap[];
  /** Names of the lists that were put in. */
  readonly used: readonly string[];
  /** Every word that would have been a list, had there been one of that name. */
  readonly words: readonly string[];
}

const blanks = ' \t\n\r';
const delimiters = `${blanks}(),=`;

/**
 * Puts lists into a condition as the engine does: as text, one list after the other in order of definition,
 * wherever the name stands between delimiters, quotes notwithstanding (ENGINE.md, "Items").
 */
export function expandLists(text: string, lists: ReadonlyMap<string, ExpandedList>): ExpandedText {
  const words = new Set(wordsOf(text));
  for (const name of namesWithDelimiters(lists)) words.add(name);
  const maps: SourceMap[] = [];
  const used: string[] = [];
  let current = text;
  if (!holdsAny(words, lists)) return { text, maps, used, words: [...words] };
  for (const list of lists.values()) {
    if (!words.has(list.name)) continue;
    const expanded = expandList(current, list);
    if (expanded === undefined) continue;
    current = expanded.text;
    maps.unshift(expanded.map);
    used.push(list.name);
    for (const item of list.items) for (const word of wordsOf(item)) words.add(word);
  }
  return { text: current, maps, used, words: [...words] };
}

function holdsAny(words: ReadonlySet<string>, lists: ReadonlyMap<string, unknown>): boolean {
  for (const word of words) if (lists.has(word)) return true;
  return false;
}

/** The characters of the condition from which characters of the expanded text stem. */
export function beforeExpansion({ maps }: ExpandedText, where: Span): Span {
  return maps.reduce((current, map) => map.toSource(current), where);
}

function wordsOf(text: string): string[] {
  return text.split(/[ \t\n\r(),=]+/);
}

/** Names that are no single words; kept by the lists they are of, which are the same for all conditions. */
function namesWithDelimiters(lists: ReadonlyMap<string, ExpandedList>): readonly string[] {
  let names = delimited.get(lists);
  if (names === undefined) {
    names = [...lists.keys()].filter((name) => /[ \t\n\r(),=]/.test(name));
    delimited.set(lists, names);
  }
  return names;
}

const delimited = new WeakMap<ReadonlyMap<string, ExpandedList>, readonly string[]>();

/** Puts one list in; undefined where its name does not occur. */
function expandList(text: string, list: ExpandedList): { text: string; map: SourceMap } | undefined {
  let at = nextOccurrence(text, list.name, 0);
  if (at === undefined) return undefined;
  const substitute = list.items.map(quoteItem).join(', ');
  const derived = new DerivedText(text);
  let copied = 0;
  while (at !== undefined) {
    const name = span(at, at + list.name.length);
    const { start, end } = withNeighbours(text, name, copied, substitute === '');
    derived.copy(copied, start);
    derived.put(start > 0 ? ` ${substitute} ` : `${substitute} `, name);
    copied = end;
    // Measured: after a list at the very start the engine goes on one character late.
    at = nextOccurrence(text, list.name, start === 0 ? end + 1 : end);
  }
  derived.copy(copied, text.length);
  return derived.finish(span(0, text.length));
}

/** The next place where a list's name stands between delimiters. */
function nextOccurrence(text: string, name: string, from: number): number | undefined {
  for (let at = text.indexOf(name, from); at !== -1; at = text.indexOf(name, at + 1)) {
    const before = at === 0 || delimiters.includes(text[at - 1]!);
    const end = at + name.length;
    if (before && (end >= text.length || delimiters.includes(text[end]!))) return at;
  }
  return undefined;
}

/** Takes the blanks round a name in, and one comma where nothing stands for the name. */
function withNeighbours(text: string, name: Span, least: number, empty: boolean): Span {
  let { start, end } = name;
  while (start > least && blanks.includes(text[start - 1]!)) start--;
  while (end < text.length && blanks.includes(text[end]!)) end++;
  if (empty) {
    if (start > least && text[start - 1] === ',') start--;
    else if (text[end] === ',') end++;
  }
  return { start, end };
}

/** Items with a blank are quoted, unless they are already. */
export function quoteItem(item: string): string {
  return item.includes(' ') && item[0] !== '"' && item[0] !== "'" ? `"${item}"` : item;
}
