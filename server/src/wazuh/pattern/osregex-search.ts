import type { ByteString } from '../../falco/evaluate/byte-string.ts';
import { type Cell, parenthesis } from './osregex-cells.ts';

/** One alternative of a pattern with its anchors. */
export interface OsRegexAlternative {
  readonly cells: readonly Cell[];
  readonly atStart: boolean;
  readonly atEnd: boolean;
}

/** A place to go on from when the way taken fails. */
interface Retry {
  readonly cell: number;
  readonly at: number;
}

/** Where a search stands. */
interface Search {
  readonly pattern: OsRegexAlternative;
  readonly text: ByteString;
  /** Index of the next cell of the pattern. */
  cell: number;
  /** Index of the byte being looked at. */
  at: number;
  /** A quantified escape has matched at least once; not forgotten when a literal fails. */
  repeated: boolean;
  /** Something matched since the last fresh start, without which the end of the text is no match. */
  touched: boolean;
  /** Where the first unquantified match of this attempt was, or -1: the next attempt starts behind it. */
  restart: number;
  /** At most four; a quantified escape that could have gone on instead. */
  readonly retries: Retry[];
}

const plus = '+'.charCodeAt(0);
const star = '*'.charCodeAt(0);
const maxRetries = 4;

/**
 * Whether the alternative is found in the text (both in small letters). One pass with a limited memory of
 * other ways, which is what makes OSRegex differ from a regular expression: `^a\.+b$` does not find "abbb".
 * Steps are limited to a multiple of both lengths; a search that needs more answers false.
 * Source: SEMANTICS.md "OSRegex", 6,000 recorded cases, and the behaviour of 4.14.7.
 */
export function searchAlternative(pattern: OsRegexAlternative, text: ByteString): boolean {
  const search: Search = {
    pattern,
    text,
    cell: 0,
    at: 0,
    repeated: false,
    touched: true,
    restart: -1,
    retries: [],
  };
  let steps = 10_000 + 16 * (text.length + 1) * (pattern.cells.length + 1);
  for (; search.at < text.length; search.at++) {
    if (steps-- === 0) return false;
    const outcome = lookAt(search, text.charCodeAt(search.at));
    if (outcome !== undefined) return outcome;
  }
  return endsWell(search);
}

/** Looks at one byte; the outcome where the search is over. */
function lookAt(search: Search, byte: number): boolean | undefined {
  const { cells, atEnd } = search.pattern;
  if (cells[search.cell] === parenthesis) search.cell++;
  const cell = cells[search.cell];
  if (cell === undefined && !atEnd) return search.touched;
  if (typeof cell === 'object') {
    if (cell[byte] === 1) {
      matchEscape(search, byte);
      return undefined;
    }
    const outcome = missEscape(search);
    if (outcome !== 'failed') return outcome;
  } else if (cell === byte) {
    advance(search);
    return undefined;
  }
  return recover(search);
}

/** An unquantified cell has matched. */
function advance(search: Search): void {
  search.cell++;
  if (search.restart < 0) search.restart = search.at;
  search.touched = true;
}

function matchEscape(search: Search, byte: number): void {
  const quantifier = search.pattern.cells[search.cell + 1];
  if (!isQuantifier(quantifier)) {
    advance(search);
    return;
  }
  if (quantifier === star || search.repeated) {
    search.repeated = true;
    leaveRepetition(search, byte);
    return;
  }
  search.repeated = true;
  search.touched = true;
}

/**
 * Goes on behind a repetition as soon as what follows matches too, remembering that it could have stayed.
 * A repetition that ends the pattern is not even noted as a match.
 */
function leaveRepetition(search: Search, byte: number): void {
  const { cells } = search.pattern;
  let next = search.cell + 2;
  if (cells[next] === parenthesis) next++;
  const cell = cells[next];
  if (cell === undefined) return;
  search.touched = true;
  if (typeof cell === 'number' ? cell !== byte : cell[byte] !== 1) return;
  if (typeof cell === 'number') search.repeated = false;
  if (search.retries.length < maxRetries) search.retries.push({ cell: search.cell, at: search.at });
  search.cell = typeof cell === 'object' && isQuantifier(cells[next + 1]) ? next : next + 1;
}

/** An escape has not matched: 'failed', or undefined where the search goes on, or its outcome. */
function missEscape(search: Search): boolean | undefined | 'failed' {
  const { cells, atEnd } = search.pattern;
  const next = cells[search.cell + 1];
  if (search.repeated && search.touched && isLastOrSo(search)) {
    if (!atEnd) return true;
  } else if (next === star || (next === plus && search.repeated)) {
    search.cell += 2;
    search.at--;
    search.repeated = false;
    if (next === star) search.touched = true;
    return undefined;
  }
  search.repeated = false;
  return 'failed';
}

/** At most one character of the pattern's text stands behind the escape. */
function isLastOrSo({ pattern: { cells }, cell }: Search): boolean {
  if (cell + 1 >= cells.length) return true;
  return cell + 2 >= cells.length && typeof cells[cell + 1] === 'number';
}

/** Takes up another way, or starts afresh; false where an anchored pattern has none left. */
function recover(search: Search): false | undefined {
  const retry = search.retries.pop();
  if (retry !== undefined) {
    search.cell = retry.cell;
    search.at = retry.at;
    return undefined;
  }
  if (search.pattern.atStart) return false;
  if (search.restart >= 0) search.at = search.restart;
  search.restart = -1;
  search.cell = 0;
  search.touched = false;
  return undefined;
}

/**
 * The text is used up: what is left of the pattern must be able to match nothing. Three questions, each of
 * which goes on reading where the one before it stopped, as Wazuh does.
 */
function endsWell({ pattern: { cells }, cell, repeated, touched }: Search): boolean {
  if (!touched) return false;
  const rest: Rest = { cells, next: cell };
  if (nothingLeft(rest)) return true;
  return (repeated && endsAfterRepetition(rest)) || endsAfterStar(rest);
}

/** The cells that are left, and the place of the next one. */
interface Rest {
  readonly cells: readonly Cell[];
  next: number;
}

/** A quantified escape, and perhaps an escape with `*` behind it, are all that is left. */
function endsAfterRepetition(rest: Rest): boolean {
  if (!skipEscape(rest) || !isQuantifier(rest.cells[rest.next])) return false;
  rest.next++;
  return nothingLeft(rest) || endsAfterStar(rest);
}

/** An escape with `*` is all that is left. */
function endsAfterStar(rest: Rest): boolean {
  if (!skipEscape(rest) || rest.cells[rest.next] !== star) return false;
  rest.next++;
  return nothingLeft(rest);
}

function skipEscape(rest: Rest): boolean {
  if (typeof rest.cells[rest.next] !== 'object') return false;
  rest.next++;
  return true;
}

/** Skips one parenthesis; true where nothing is left then. */
function nothingLeft(rest: Rest): boolean {
  if (rest.cells[rest.next] === parenthesis) rest.next++;
  return rest.next === rest.cells.length;
}

function isQuantifier(cell: Cell | undefined): boolean {
  return cell === plus || cell === star;
}
