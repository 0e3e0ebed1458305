import { isFault, operandType } from '../../falco/condition/operand-type.ts';
import { typeInWords } from '../../falco/condition/reasons.ts';
import type { Operand } from '../../falco/condition/tree.ts';
import type { PlacedItem } from '../../falco/load/placed-item.ts';
import type { FieldTable } from '../../falco/tables/fields.ts';
import { carriedFields } from '../../workspace/carried-fields.ts';
import { factsOf } from '../../workspace/item-facts.ts';
import type { Snapshot } from '../../workspace/workspace.ts';
import type { CompletionItem } from './item.ts';

/**
 * What the `where` of a detection can compare: the values that the alerts of its rule carry, as they carry
 * them. Undefined for other items, and where no file defines the rule.
 */
export function carriedFieldItems(
  snapshot: Snapshot,
  { item }: PlacedItem,
  tables: readonly FieldTable[],
): CompletionItem[] | undefined {
  const [rule] = item.kind === 'detection' ? factsOf(item).rules.keys() : [];
  const carried = rule === undefined ? undefined : carriedFields(snapshot, rule);
  return carried?.map(({ key, operand }) => {
    const detail = typeOf(operand, tables);
    return { label: key, kind: 'field', ...(detail && { detail }), ...topicOf(operand, tables), rank: 2 };
  });
}

function typeOf(operand: Operand, tables: readonly FieldTable[]): string | undefined {
  const [table] = tables;
  const type = table && operandType(operand, table);
  return type === undefined || isFault(type) ? undefined : typeInWords(type.type, type.list);
}

function topicOf(operand: Operand, [table]: readonly FieldTable[]): Pick<CompletionItem, 'topic'> {
  if (operand.kind === 'transformer') return { topic: { kind: 'transformer', name: operand.name } };
  return table === undefined ? {} : { topic: { kind: 'field', name: operand.name, source: table.source } };
}
