import { optionPlace } from '../../load/option-place.ts';
import { type Trap, trapFinding } from '../trap.ts';

/** `if_matched_sid` of a rule of level 0, whose events Wazuh forgets. Source: SEMANTICS.md "Tree and evaluation". */
export const silentCount: Trap = ({ manager }) =>
  manager.ruleset.slots.flatMap(({ rule, counted }) => {
    const written = counted && manager.rulesById.get(counted.rule.id)?.[0];
    if (counted === undefined || written === undefined || counted.rule.level > 0) return [];
    const place = optionPlace(rule.element, 'if_matched_sid', counted.rule.id);
    return [trapFinding('wazuh-counts-silent-rule', rule.file, place, [rule.id, counted.rule.id], written)];
  });
