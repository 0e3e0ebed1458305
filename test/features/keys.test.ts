import { describe, expect, it } from 'vitest';
import { listKeys } from '../../server/src/falco/items/read-list.ts';
import { macroKeys } from '../../server/src/falco/items/read-macro.ts';
import { ruleKeys, ruleOverridable } from '../../server/src/falco/items/read-rule.ts';
import { keysOf } from '../../server/src/features/keys.ts';
import type { KeyOwner } from '../../server/src/features/topic.ts';

describe('the keys that are offered and described', () => {
  it.each<[KeyOwner, readonly string[]]>([
    ['rule', ruleKeys],
    ['macro', macroKeys],
    ['list', listKeys],
    ['override', [...new Set([...ruleOverridable.replace, 'items'])]],
  ])('of a %s are those that the engine knows', (owner, known) => {
    expect(keysOf[owner].map(({ name }) => name).sort()).toEqual([...known].sort());
  });

  it.each(Object.entries(keysOf))('of a %s each have a sentence', (_owner, keys) => {
    for (const { description } of keys) expect(description).toMatch(/^[A-Z].*\.$/);
  });
});
