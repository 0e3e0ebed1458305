import type { Snapshot } from '../workspace/workspace.ts';
import { entryOf } from '../yaml/node.ts';
import type { FileFinding } from './check.ts';
import { blockItemOf, keysOf, replaceEntry } from './item-edits.ts';

/** A fix from a bare `enabled` to one with its `override`; none where the rule has other keys. */
export function enabledToOverride(snapshot: Snapshot, found: FileFinding): FileFinding {
  const item = blockItemOf(snapshot, found);
  if (item === undefined || keysOf(item).some((key) => key !== 'rule' && key !== 'enabled')) return found;
  const value = entryOf(item.map, 'enabled')?.value;
  if (value?.kind !== 'scalar') return found;
  const lines = [`enabled: ${value.value}`, 'override:', '  enabled: replace'];
  return { ...found, fixes: [{ title: 'Use `override`', edits: replaceEntry(item, 'enabled', lines) }] };
}
