/** Columns that a line is indented by for each parenthesis that is open at its start. */
const step = 2;
/** No line is indented for more parentheses than this. */
const deepest = 12;

/** How the lines of a condition are broken. */
interface Breaking {
  readonly width: number;
  /** Blanks at the start of a line for each open parenthesis. */
  readonly step: number;
  /** Whether `and` and `or` stand first in a line or last. */
  readonly connectives: 'first' | 'last';
}

/**
 * Lays out the lines of a condition. One that is too long is broken before `and` and `or`: first where the
 * fewest parentheses are open, then, in lines that are still too long, further in; at last after the commas of
 * lists. It is broken at single blanks only, which folding puts back, and never within quotes. Breaks of the
 * author stay; where his lines end in `and` and `or`, new ones do, too. Lines that begin with a blank stay.
 * @param width characters that a line may have.
 * @param indents whether to indent lines by the parentheses that are open.
 */
export function conditionLines(lines: readonly string[], width: number, indents: boolean): string[] {
  const connectives = lines.some((line) => /[\s)](?:and|or)$/.test(line)) ? 'last' : 'first';
  const breaking: Breaking = { width, step: indents ? step : 0, connectives };
  let depth = 0;
  return lines.flatMap((line) => {
    const start = depth;
    depth = Math.max(0, depth + gapsIn(line, connectives).depth);
    return /^[ \t]/.test(line) ? [line] : broken(line, start, breaking);
  });
}

/** A blank at which a line can be broken. */
interface Gap {
  readonly at: number;
  /** Parentheses that were opened in the line and are open there. */
  readonly depth: number;
  readonly kind: 'connective' | 'comma';
}

function broken(line: string, depth: number, breaking: Breaking): string[] {
  const closing = /^\)*/.exec(line)![0].length;
  const indent = breaking.step * Math.min(deepest, Math.max(0, depth - closing));
  const indented = ' '.repeat(indent) + line;
  if (indented.length <= breaking.width) return [indented];
  const { gaps } = gapsIn(line, breaking.connectives);
  const atConnectives = gaps.filter(({ kind }) => kind === 'connective');
  const least = Math.min(...atConnectives.map((gap) => gap.depth));
  const chosen =
    atConnectives.length === 0
      ? fullLines(line, breaking.width - indent, gaps)
      : atConnectives.filter((gap) => gap.depth === least);
  if (chosen.length === 0) return [indented];
  const starts = [0, ...chosen.map(({ at }) => at + 1)];
  return starts.flatMap((start, i) => {
    const inner = depth + (chosen[i - 1]?.depth ?? 0);
    return broken(line.slice(start, chosen[i]?.at), inner, breaking);
  });
}

/** The gaps at which as many values as there is room for stand in each line. */
function fullLines(line: string, width: number, gaps: readonly Gap[]): Gap[] {
  const chosen: Gap[] = [];
  let start = 0;
  for (const [i, gap] of gaps.entries()) {
    const next = gaps[i + 1]?.at ?? line.length;
    if (next - start <= width) continue;
    chosen.push(gap);
    start = gap.at + 1;
  }
  return chosen;
}

/** Where a line can be broken, and how many parentheses it leaves open. */
function gapsIn(line: string, connectives: 'first' | 'last'): { gaps: Gap[]; depth: number } {
  const gaps: Gap[] = [];
  const connective = connectives === 'first' ? / (?:and|or)(?=[ (])/y : /(?<=[ )](?:and|or)) /y;
  let depth = 0;
  let quote = '';
  for (let at = 0; at < line.length; at++) {
    const c = line[at]!;
    if (quote !== '') {
      if (c === quote && line[at - 1] !== '\\') quote = '';
    } else if (c === '"' || c === "'") quote = c;
    else if (c === '(') depth++;
    else if (c === ')') depth--;
    else if (c === ' ' && isSingle(line, at)) {
      connective.lastIndex = at;
      if (connective.test(line)) gaps.push({ at, depth, kind: 'connective' });
      else if (line[at - 1] === ',') gaps.push({ at, depth, kind: 'comma' });
    }
  }
  return { gaps, depth };
}

/** A blank alone between two other characters. */
function isSingle(line: string, at: number): boolean {
  return at > 0 && at + 1 < line.length && !/\s/.test(line[at - 1]! + line[at + 1]!);
}
