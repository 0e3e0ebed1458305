import type { Span } from '../../text/span.ts';
import type { WrittenRule } from '../../wazuh/help/manager.ts';
import type { WazuhFile } from '../../workspace/wazuh-file.ts';
import type { Snapshot } from '../../workspace/workspace.ts';
import type { Definition } from '../definition.ts';
import type { FilePlace } from '../place.ts';
import { groupAt, placeOf, ruleNameAt, usesOf } from './rules.ts';

/** The rules of the id, or of the group, that an offset of a rules file names. */
export function wazuhDefinitions(snapshot: Snapshot, file: WazuhFile, offset: number): Definition[] {
  const name = ruleNameAt(snapshot, file, offset);
  if (name !== undefined) {
    return (name.manager.rulesById.get(name.id) ?? []).map((rule) => definition(rule, name.span));
  }
  const group = groupAt(snapshot, file, offset);
  return group === undefined ? [] : group.rules.map((rule) => definition(rule, group.span));
}

/** The places that refer to the rule whose id stands at an offset, and the rule itself where it is wanted. */
export function wazuhReferences(
  snapshot: Snapshot,
  file: WazuhFile,
  offset: number,
  withDefinitions: boolean,
): FilePlace[] {
  const name = ruleNameAt(snapshot, file, offset);
  if (name === undefined) return [];
  const own = withDefinitions ? (name.manager.rulesById.get(name.id) ?? []).map(placeOf) : [];
  return [...own, ...usesOf(name.id, name.manager)];
}

function definition(rule: WrittenRule, origin: Span): Definition {
  return { ...placeOf(rule), item: rule.element.span, origin };
}
