import { type PriorityName, readPriority } from './priority.ts';

/** A range of ids as users write it, `100600-100999`, both ends included; undefined for any other text. */
export function readIdRange(text: string): { readonly firstId: number; readonly lastId: number } | undefined {
  const [, first, last] = /^\s*(\d{1,6})\s*-\s*(\d{1,6})\s*$/.exec(text) ?? [];
  if (first === undefined || Number(first) > Number(last)) return undefined;
  return { firstId: Number(first), lastId: Number(last) };
}

/** Levels by priority as users write them, a level from 0 to 16 for a priority in any case; others are left out. */
export function readLevels(
  entries: Iterable<readonly [priority: string, level: unknown]>,
): Partial<Record<PriorityName, number>> {
  const known = [...entries].flatMap(([word, level]) => {
    const priority = readPriority(word);
    const isLevel = typeof level === 'number' && Number.isInteger(level) && level >= 0 && level <= 16;
    return priority !== undefined && isLevel ? [[priority, level] as const] : [];
  });
  return Object.fromEntries(known);
}
