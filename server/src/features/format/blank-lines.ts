/**
 * An item with one empty line after it. Comments at the margin right before the next item belong to that: the
 * empty line then stands before them.
 * @param item the item, laid out, with what follows it up to the next one.
 */
export function spacedItem(item: string, isLast: boolean): string {
  // The empty lines after such a text are part of it.
  if (/[|>][1-9]?\+/.test(item)) return item;
  const lines = item.split('\n').map((line) => (line.trim() === '' ? '' : line));
  let end = lines.length;
  while (end > 0 && (lines[end - 1] === '' || lines[end - 1]!.startsWith('#'))) end--;
  const own = lines.slice(0, end);
  const comments = withoutDoubles(lines.slice(end));
  if (comments.length === 0) return `${own.join('\n')}\n${isLast ? '' : '\n'}`;
  const attached = lines.at(-1) === '' && lines.at(-2) !== '';
  return `${[...own, '', ...comments].join('\n')}\n${isLast || attached ? '' : '\n'}`;
}

/** What stands before the first item, without empty lines at its start and more than one in a row. */
export function spacedHead(head: string): string {
  if (head.trim() === '') return '';
  const lines = head.split('\n').map((line) => line.trimEnd());
  const attached = lines.at(-1) === '' && lines.at(-2) !== '';
  return `${withoutDoubles(lines).join('\n')}\n${attached ? '' : '\n'}`;
}

/** Lines without empty ones at their ends, and with one where there were several. */
function withoutDoubles(lines: readonly string[]): string[] {
  const kept = lines.filter((line, i) => line !== '' || (i > 0 && lines[i - 1] !== ''));
  if (kept[0] === '') kept.shift();
  while (kept.at(-1) === '') kept.pop();
  return kept;
}
