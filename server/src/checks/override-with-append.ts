import type { Snapshot } from '../workspace/workspace.ts';
import type { FileFinding } from './check.ts';
import { blockItemOf, removeEntry } from './item-edits.ts';

/** A fix that takes `append: true` out beside `override`, which says the same and more. */
export function keepOverride(snapshot: Snapshot, found: FileFinding): FileFinding {
  const item = blockItemOf(snapshot, found);
  const edits = item === undefined ? [] : removeEntry(item, 'append');
  return edits.length === 0 ? found : { ...found, fixes: [{ title: 'Remove `append`', edits }] };
}
