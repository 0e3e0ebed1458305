/** Of more names than this the rest is not looked at: files of that size are not written by hand. */
const mostCandidates = 2000;

/**
 * The names that somebody who wrote `word` may have meant, the nearest first, three at most: names that differ
 * by case alone, then those at a small distance.
 * @param limit how many letters may be wrong: a third of them, and never more than three, where it is not given.
 */
export function nearestNames(
  word: string,
  candidates: Iterable<string>,
  limit: number = Math.min(3, Math.floor(word.length / 3)),
): string[] {
  const wanted = word.toLowerCase();
  const letters = lettersOf(wanted);
  const near: { readonly name: string; readonly distance: number }[] = [];
  let left = mostCandidates;
  for (const name of candidates) {
    if (left-- === 0) break;
    if (Math.abs(name.length - word.length) > limit) continue;
    const lower = name.toLowerCase();
    // Each mistake changes which letters there are by two at most.
    if (bitCount(letters ^ lettersOf(lower)) > 2 * limit) continue;
    const distance = editDistance(wanted, lower, limit);
    if (distance <= limit && name !== word) near.push({ name, distance });
  }
  near.sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1));
  const best = near[0]?.distance ?? 0;
  return near
    .filter(({ distance }) => distance <= best + 1)
    .slice(0, 3)
    .map(({ name }) => name);
}

/** Which letters a text has: one bit for each, some share theirs. */
function lettersOf(text: string): number {
  let letters = 0;
  for (let i = 0; i < text.length; i++) letters |= 1 << (text.charCodeAt(i) & 31);
  return letters;
}

function bitCount(bits: number): number {
  let count = 0;
  for (let left = bits; left !== 0; left &= left - 1) count++;
  return count;
}

/**
 * How many letters have to be put in, left out, changed or swapped with their neighbour to make `b` of `a`
 * (optimal string alignment); any number above `limit` where there are more than that. Only the cells near
 * the diagonal that a distance within the limit can pass are filled.
 */
export function editDistance(a: string, b: string, limit = a.length + b.length): number {
  const over = limit + 1;
  if (Math.abs(a.length - b.length) > limit) return over;
  let beforeLast = new Array<number>(b.length + 2).fill(over);
  let last = Array.from({ length: b.length + 2 }, (_, j) => j);
  let row = new Array<number>(b.length + 2).fill(over);
  for (let i = 1; i <= a.length; i++) {
    const from = Math.max(1, i - limit);
    const to = Math.min(b.length, i + limit);
    let least = from === 1 ? i : over;
    row[from - 1] = least;
    for (let j = from; j <= to; j++) {
      let best = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) best = Math.min(best, beforeLast[j - 2]! + 1);
      row[j] = best;
      least = Math.min(least, best);
    }
    row[to + 1] = over;
    if (least > limit) return over;
    [beforeLast, last, row] = [last, row, beforeLast];
  }
  return last[b.length]!;
}
