import { ruleOverridable } from '../../falco/items/read-rule.ts';
import { factsOf } from '../../workspace/item-facts.ts';
import type { Snapshot } from '../../workspace/workspace.ts';
import { valueUnder } from '../../yaml/node.ts';
import type { KeyCursor } from '../cursor.ts';
import { tablesFor } from '../field-tables.ts';
import { keyOwner, keysOf } from '../keys.ts';
import { isMapOfFields } from '../test-keys.ts';
import type { KeyOwner } from '../topic.ts';
import { fieldItems } from './fields.ts';
import type { CompletionItem, Completions } from './item.ts';

/** Keys that can stand at the cursor and do not stand there yet. */
export function completeKey(snapshot: Snapshot, cursor: KeyCursor): Completions {
  const { placed, path, replace } = cursor;
  if (placed.item.kind === 'test' && isMapOfFields(path)) {
    return { items: fieldItems(tablesFor(snapshot, placed), 'condition'), replace };
  }
  const owner = keyOwner(cursor.path, cursor.placed.item.kind);
  // Items with versions have one key only.
  if (owner === undefined || owner === 'version') return { items: [], replace: cursor.replace };
  const items = keysOf[owner]
    .filter(({ name }) => !cursor.siblings.includes(name) && isPossible(cursor, owner, name))
    .map(
      ({ name, snippet, deprecated }, i): CompletionItem => ({
        label: name,
        kind: 'key',
        ...(cursor.hasColon ? {} : { insert: `${name}:${snippet}`, snippet: true }),
        ...(deprecated ? { deprecated } : {}),
        topic: { kind: 'key', owner, name },
        // What the item has is what it can override.
        rank: deprecated ? 90 : owner === 'override' && has(cursor, name) ? 0 : i + 1,
      }),
    );
  return { items, replace: cursor.replace, onlyOnRequest: true };
}

/** Under `override` only keys of the item that can be overridden; the item's own keys are in place already. */
function isPossible({ placed }: KeyCursor, owner: KeyOwner, name: string): boolean {
  const { kind } = placed.item;
  if (owner === 'override') {
    return kind === 'rule' ? ruleOverridable.replace.includes(name) : name === overridden[kind ?? ''];
  }
  // `append` and `override` exclude each other, and neither belongs to what is defined here.
  return name !== 'append' || factsOf(placed.item).isUpdate;
}

function has({ placed: { item } }: KeyCursor, key: string): boolean {
  return item.node.kind === 'map' && valueUnder(item.node, key) !== undefined;
}

const overridden: Readonly<Record<string, string>> = { macro: 'condition', list: 'items' };
