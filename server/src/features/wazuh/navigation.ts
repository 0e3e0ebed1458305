import { fileSpan } from '../../falco/load/placed-item.ts';
import type { Span } from '../../text/span.ts';
import { isGenerated, readLock } from '../../wazuh/generate/lock.ts';
import type { WrittenRule } from '../../wazuh/help/manager.ts';
import { factsOf } from '../../workspace/item-facts.ts';
import { itemSpan } from '../../workspace/locate.ts';
import type { WazuhFile } from '../../workspace/wazuh-file.ts';
import type { Snapshot } from '../../workspace/workspace.ts';
import type { Definition } from '../definition.ts';
import type { FilePlace } from '../place.ts';
import { groupAt, placeOf, type RuleName, ruleNameAt, usesOf } from './rules.ts';

/** The rules of the id, or of the group, that an offset of a rules file names. */
export function wazuhDefinitions(snapshot: Snapshot, file: WazuhFile, offset: number): Definition[] {
  const name = ruleNameAt(snapshot, file, offset);
  if (name !== undefined) {
    const rules = (name.manager.rulesById.get(name.id) ?? []).map((rule) => definition(rule, name.span));
    return [...rules, ...falcoDefinitions(snapshot, file, name)];
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

/** The rule of Falco that a generated rule stands for; the comment in the file says which. */
function falcoDefinitions(snapshot: Snapshot, { text }: WazuhFile, { id, span }: RuleName): Definition[] {
  if (!isGenerated(text)) return [];
  const [rule] = [...readLock(text).rules].find(([, each]) => each === id) ?? [];
  if (rule === undefined) return [];
  return snapshot.names.definitionsOf('rule', rule).map((placed) => ({
    file: placed.file,
    span: fileSpan({ placed, span: factsOf(placed.item).nameSpan }),
    item: itemSpan(placed),
    origin: span,
  }));
}

function definition(rule: WrittenRule, origin: Span): Definition {
  return { ...placeOf(rule), item: rule.element.span, origin };
}
