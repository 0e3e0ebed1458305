import { idPlace } from '../../load/option-place.ts';
import { isAboutPriority } from '../falco-places.ts';
import { type Trap, trapFinding } from '../trap.ts';

/** Rules for alerts of Falco whose priority no alert has. */
export const neverMatches: Trap = ({ falco }) =>
  [...falco.unreachable].map(({ rule }) => {
    const condition = rule.conditions.find(isAboutPriority);
    return trapFinding('wazuh-never-matches', rule.file, condition?.span ?? idPlace(rule.element), [rule.id]);
  });
