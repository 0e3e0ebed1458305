import type { FieldInfo, FieldTable } from '../../falco/tables/fields.ts';
import { typeName } from '../describe/field.ts';
import type { CompletionItem } from './item.ts';

/** Where a field is written: not every field can stand everywhere. */
export type FieldUse = 'condition' | 'transformer' | 'right-hand' | 'output';

const known: Record<FieldUse, WeakMap<FieldTable, readonly CompletionItem[]>> = {
  condition: new WeakMap(),
  transformer: new WeakMap(),
  'right-hand': new WeakMap(),
  output: new WeakMap(),
};

/** The fields of tables, each name once. A table's items are made once: they depend on nothing else. */
export function fieldItems(tables: readonly FieldTable[], use: FieldUse): readonly CompletionItem[] {
  const [only, ...others] = tables;
  if (only !== undefined && others.length === 0) return itemsOfTable(only, use);
  const byName = new Map<string, CompletionItem>();
  for (const table of tables) {
    for (const item of itemsOfTable(table, use)) if (!byName.has(item.label)) byName.set(item.label, item);
  }
  return [...byName.values()];
}

function itemsOfTable(table: FieldTable, use: FieldUse): readonly CompletionItem[] {
  const made =
    known[use].get(table) ??
    table.fields.filter((field) => isOffered(field, use)).map((field) => fieldItem(field, table.source));
  known[use].set(table, made);
  return made;
}

function isOffered(field: FieldInfo, use: FieldUse): boolean {
  if (field.hidden || field.tableOnly) return false;
  if (use === 'output') return !field.filterOnly;
  if (use === 'right-hand') return !field.printOnly && !field.noRightHand;
  return !field.printOnly && !(use === 'transformer' && field.noTransformer);
}

function fieldItem(field: FieldInfo, source: string): CompletionItem {
  const { name, deprecated } = field;
  const argument = field.argument === 'required' ? argumentSnippet(field) : undefined;
  return {
    label: name,
    kind: 'field',
    detail: typeName(field),
    ...(argument === undefined ? {} : { insert: `${name}${argument}`, snippet: true }),
    ...(deprecated ? { deprecated } : {}),
    topic: { kind: 'field', name, source },
    rank: deprecated ? 9 : 2,
  };
}

function argumentSnippet({ argumentForms, key }: FieldInfo): string {
  if (argumentForms[0] === 'dot') return '.${1:name}';
  return key ? '[${1:name}]' : '[${1:0}]';
}
