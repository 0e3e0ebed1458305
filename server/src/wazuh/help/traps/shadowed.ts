import { idPlace } from '../../load/option-place.ts';
import type { RuleNode, RuleSlot } from '../../load/rule.ts';
import { stockFileOf } from '../../load/stock-rules.ts';
import type { Condition } from '../../options/condition.ts';
import { ranks } from '../../options/condition.ts';
import { type Trap, trapFinding } from '../trap.ts';

/**
 * Rules that a sibling before them always takes the events of: it asks for nothing that they do not ask for
 * too. Siblings of level 0 are tried first. Source: SEMANTICS.md "Tree and evaluation".
 */
export const shadowed: Trap = ({ manager }) => {
  const shadows = new Map<RuleSlot, RuleSlot>();
  const reached = new Set<RuleSlot>();
  const pending = [manager.ruleset.roots];
  for (let siblings = pending.pop(); siblings !== undefined; siblings = pending.pop()) {
    for (const node of siblings) if (node.children.length > 0) pending.push(node.children);
    // Among Wazuh's own rules alone, which are most, none shadows another.
    const canBe = siblings.some(({ slot }) => canShadow(slot));
    for (const [node, shadow] of canBe ? shadowsIn(siblings) : siblings.map(unshadowed)) {
      if (shadow === undefined) reached.add(node.slot);
      else shadows.set(node.slot, shadow);
    }
  }
  return [...shadows].flatMap(([slot, { rule: by }]) => {
    const { rule } = slot;
    const isOwn = manager.rulesById
      .get(rule.id)
      ?.some(({ element }) => element.span.start === rule.span.start);
    if (!isOwn || reached.has(slot)) return [];
    const related = manager.rulesById.get(by.id)?.[0];
    return [
      trapFinding('wazuh-shadowed', rule.file, idPlace(rule.element), [rule.id, by.id, by.level], related),
    ];
  });
};

function unshadowed(node: RuleNode): [RuleNode, undefined] {
  return [node, undefined];
}

/** Each sibling with the one before it that takes all its events, if there is one. */
function shadowsIn(siblings: readonly RuleNode[]): [RuleNode, RuleSlot | undefined][] {
  // By the first thing that they ask for: only rules that share it can shadow one another.
  const before = new Map<string, { readonly keys: readonly string[]; readonly slot: RuleSlot }[]>();
  return siblings.map((node) => {
    const { slot } = node;
    const keys = slot.rule.conditions.map(keyOf);
    const asked = new Set(keys);
    const candidates = ['', ...asked].flatMap((key) => before.get(key) ?? []);
    const shadow = candidates.find((other) => other.keys.every((key) => asked.has(key)))?.slot;
    if (canShadow(slot)) {
      const list = before.get(keys[0] ?? '') ?? [];
      before.set(keys[0] ?? '', [...list, { keys, slot }]);
    }
    return [node, shadow];
  });
}

function canShadow({ rule }: RuleSlot): boolean {
  return (
    !rule.noAlert &&
    rule.correlation === undefined &&
    stockFileOf(rule.id) === undefined &&
    rule.conditions.every(({ rank, unsupported }) => rank !== ranks.memory && unsupported === undefined)
  );
}

function keyOf({ option, subject, wanted, negated }: Condition): string {
  return JSON.stringify([option, subject.toLowerCase(), wanted, negated]);
}
