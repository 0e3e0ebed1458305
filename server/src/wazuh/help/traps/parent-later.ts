import { optionPlace } from '../../load/option-place.ts';
import { baseName, optionsOf, type WrittenRule } from '../manager.ts';
import { type Trap, trapFinding } from '../trap.ts';

/** Parents and counted rules that stand behind the rule that names them. Source: SEMANTICS.md "Loading" 1. */
export const parentLater: Trap = ({ manager: { rules, rulesById } }) => {
  const order = new Map(rules.map((rule, index) => [rule, index]));
  return rules.flatMap((rule, index) =>
    ['if_sid', 'if_matched_sid'].flatMap((option) =>
      namedIn(rule, option).flatMap((parent) => {
        const [first] = rulesById.get(parent) ?? [];
        if (first === undefined || order.get(first)! <= index) return [];
        const place = optionPlace(rule.element, option, parent);
        const file = decodeName(first.file);
        return [trapFinding('wazuh-parent-later', rule.file, place, [parent, rule.id, file], first)];
      }),
    ),
  );
};

function namedIn({ element }: WrittenRule, option: string): number[] {
  return optionsOf(element, option).flatMap(({ content }) => content.match(/\d+/g)?.map(Number) ?? []);
}

function decodeName(file: string): string {
  try {
    return decodeURIComponent(baseName(file));
  } catch {
    return baseName(file);
  }
}
