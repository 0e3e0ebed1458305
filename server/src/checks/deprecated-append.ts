import type { Snapshot } from '../workspace/workspace.ts';
import type { FileFinding } from './check.ts';
import { blockItemOf, keysOf, replaceEntry } from './item-edits.ts';

/** The keys that `append: true` appends, in rules, macros and lists. */
const appended = ['condition', 'exceptions', 'items'];
/** Keys that say nothing about what is appended. */
const neutral = ['rule', 'macro', 'list', 'append', 'source'];

/**
 * A fix from `append: true` to `override`. None where the item has keys that `append` leaves alone in silence:
 * beside `override` they would be errors.
 */
export function appendToOverride(snapshot: Snapshot, found: FileFinding): FileFinding {
  const item = blockItemOf(snapshot, found);
  if (item === undefined) return found;
  const keys = keysOf(item);
  const own = keys.filter((key) => appended.includes(key));
  if (own.length === 0 || keys.some((key) => !appended.includes(key) && !neutral.includes(key))) return found;
  const lines = ['override:', ...own.map((key) => `  ${key}: append`)];
  const edits = replaceEntry(item, 'append', lines);
  return { ...found, fixes: [{ title: 'Use `override`', edits }] };
}
