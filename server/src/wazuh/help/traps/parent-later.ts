import { optionPlace } from '../../load/option-place.ts';
import { baseName } from '../manager.ts';
import { type Trap, trapFinding } from '../trap.ts';

/** Parents and counted rules that stand behind the rule that names them. Source: SEMANTICS.md "Loading" 1. */
export const parentLater: Trap = ({ manager: { rules, rulesById } }) => {
  const order = new Map(rules.map((rule, index) => [rule, index]));
  return rules.flatMap((rule, index) =>
    rule.named.flatMap(({ option, id: parent }) => {
      const [first] = rulesById.get(parent) ?? [];
      if (first === undefined || order.get(first)! <= index) return [];
      const place = optionPlace(rule.element, option, parent);
      const file = decodeName(first.file);
      return [trapFinding('wazuh-parent-later', rule.file, place, [parent, rule.id, file], first)];
    }),
  );
};

function decodeName(file: string): string {
  try {
    return decodeURIComponent(baseName(file));
  } catch {
    return baseName(file);
  }
}
