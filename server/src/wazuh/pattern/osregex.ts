import { type ByteString, lowerAscii } from '../../falco/evaluate/byte-string.ts';
import type { CompileResult } from './compiled-pattern.ts';
import { type Cell, escapeTables, parenthesis } from './osregex-cells.ts';
import { type OsRegexAlternative, searchAlternative } from './osregex-search.ts';

class Refused extends Error {}

/**
 * Compiles an OSRegex pattern (bytes): ten classes after a backslash and five quoted characters, `+` and `*`
 * behind these only, one level of parentheses, `|` outside of them, `^` and `$` at the ends of an
 * alternative. Letters match in both cases. Source: SEMANTICS.md "OSRegex".
 */
export function compileOsRegex(pattern: ByteString): CompileResult {
  try {
    const alternatives = readAlternatives(pattern).map(anchored);
    return { matches: matcher(alternatives) };
  } catch (refused) {
    if (!(refused instanceof Refused)) throw refused;
    return { reason: refused.message };
  }
}

/** The cells of each alternative. */
function readAlternatives(pattern: ByteString): readonly (readonly Cell[])[] {
  const alternatives: Cell[][] = [[]];
  let open = 0;
  for (let i = 0; i < pattern.length; i++) {
    const character = pattern[i]!;
    if (character === '\\') {
      const table = escapeTables.get(pattern[++i] ?? '');
      if (table === undefined) throw new Refused(`OSRegex has no \\${pattern[i] ?? ''}`);
      alternatives.at(-1)!.push(table);
      continue;
    }
    if (character === '(') open++;
    else if (character === ')') open--;
    if (open !== 0 && open !== 1) throw new Refused('OSRegex allows one level of parentheses');
    if (character === '|' && open > 0) throw new Refused('OSRegex allows | outside parentheses only');
    if (character === '|') alternatives.push([]);
    else alternatives.at(-1)!.push(character === ')' ? parenthesis : lowByte(pattern, i));
  }
  if (open !== 0) throw new Refused('a parenthesis is not closed');
  return alternatives;
}

function lowByte(pattern: ByteString, position: number): Cell {
  const byte = pattern.charCodeAt(position);
  return byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
}

function anchored(cells: readonly Cell[]): OsRegexAlternative {
  const atStart = cells[0] === '^'.charCodeAt(0);
  const rest = atStart ? cells.slice(1) : cells;
  const atEnd = rest.at(-1) === '$'.charCodeAt(0);
  return { cells: atEnd ? rest.slice(0, -1) : rest, atStart, atEnd };
}

function matcher(alternatives: readonly OsRegexAlternative[]): (subject: ByteString) => boolean {
  const finders = alternatives.map((alternative) => {
    const text = literalText(alternative.cells);
    return text === undefined
      ? (low: ByteString) => searchAlternative(alternative, low)
      : (low: ByteString) => findLiteral(text, alternative, low);
  });
  if (finders.length === 1) return (subject) => finders[0]!(lowerAscii(subject));
  return (subject) => {
    const low = lowerAscii(subject);
    return finders.some((finds) => finds(low));
  };
}

/** The text of an alternative without classes and parentheses: most patterns, and much faster to find. */
function literalText(cells: readonly Cell[]): ByteString | undefined {
  if (cells.length === 0) return undefined;
  let text = '';
  for (const cell of cells) {
    if (typeof cell !== 'number' || cell === parenthesis) return undefined;
    text += String.fromCharCode(cell);
  }
  return text;
}

function findLiteral(text: ByteString, { atStart, atEnd }: OsRegexAlternative, low: ByteString): boolean {
  if (atStart) return atEnd ? low === text : low.startsWith(text);
  return atEnd ? low.endsWith(text) : low.includes(text);
}
