/** True where two lists hold the very same things in the same order. */
export function sameItems<Thing>(some: readonly Thing[], others: readonly Thing[]): boolean {
  if (some === others) return true;
  if (some.length !== others.length) return false;
  for (let i = 0; i < some.length; i++) if (some[i] !== others[i]) return false;
  return true;
}
