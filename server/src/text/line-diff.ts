import type { TextEdit } from './edit.ts';

/** Pairs of lines that are compared at most; longer stretches are replaced as a whole. */
const mostCompared = 4_000_000;

/**
 * Edits from one text to another that leave alone what is the same. Lines that differ in blanks only are taken
 * for the same line, which is then changed where it differs.
 */
export function editsBetween(before: string, after: string): TextEdit[] {
  if (before === after) return [];
  const [a, b] = [linesOf(before), linesOf(after)];
  const edits: TextEdit[] = [];
  let offset = 0;
  for (const { removed, added } of changes(a, b)) {
    const text = removed.join('');
    edits.push(...editOf(text, added.join(''), offset));
    offset += text.length;
  }
  return edits;
}

/** Lines that give way to others; one line each where they are the same but for blanks. */
interface Change {
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

function linesOf(text: string): string[] {
  return text.split(/(?<=\n)/);
}

/** The changes of all lines in their order; those in which nothing changes among them. */
function changes(a: readonly string[], b: readonly string[]): Change[] {
  const [keys, others] = [a.map(withoutBlanks), b.map(withoutBlanks)];
  let tail = 0;
  const least = Math.min(a.length, b.length);
  let head = 0;
  while (head < least && keys[head] === others[head]) head++;
  while (tail < least - head && keys.at(-1 - tail) === others.at(-1 - tail)) tail++;
  const pair = (i: number, j: number): Change => ({ removed: [a[i]!], added: [b[j]!] });
  const middle = middleChanges(
    { lines: a.slice(head, a.length - tail), keys: keys.slice(head, a.length - tail) },
    { lines: b.slice(head, b.length - tail), keys: others.slice(head, b.length - tail) },
  );
  return [
    ...Array.from({ length: head }, (_, i) => pair(i, i)),
    ...middle,
    ...Array.from({ length: tail }, (_, i) => pair(a.length - tail + i, b.length - tail + i)),
  ];
}

function withoutBlanks(line: string): string {
  return line.replace(/\s+/g, '');
}

interface Keyed {
  readonly lines: readonly string[];
  readonly keys: readonly string[];
}

function middleChanges(a: Keyed, b: Keyed): Change[] {
  const [most, other] = [a.lines.length, b.lines.length];
  if (most * other > mostCompared) return [{ removed: a.lines, added: b.lines }];
  const common = commonLengths(a.keys, b.keys);
  const found: Change[] = [];
  let [i, j] = [0, 0];
  while (i < most || j < other) {
    const [removed, added]: [string[], string[]] = [[], []];
    while ((i < most || j < other) && (i >= most || j >= other || a.keys[i] !== b.keys[j])) {
      if (j >= other || (i < most && common[i + 1]![j]! >= common[i]![j + 1]!)) removed.push(a.lines[i++]!);
      else added.push(b.lines[j++]!);
    }
    found.push({ removed, added });
    if (i < most && j < other) found.push({ removed: [a.lines[i++]!], added: [b.lines[j++]!] });
  }
  return found;
}

/** `[i][j]`: how many lines `a` from `i` and `b` from `j` have in common, in their order. */
function commonLengths(a: readonly string[], b: readonly string[]): Uint32Array[] {
  const rows = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const [row, next] = [rows[i]!, rows[i + 1]!];
      row[j] = a[i] === b[j] ? next[j + 1]! + 1 : Math.max(next[j]!, row[j + 1]!);
    }
  }
  return rows;
}

/** The change from one text to another without what they begin and end with in common; none where they are equal. */
function editOf(before: string, after: string, offset: number): TextEdit[] {
  if (before === after) return [];
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < most - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  const span = { start: offset + head, end: offset + before.length - tail };
  return [{ span, newText: after.slice(head, after.length - tail) }];
}
