import { argumentNames, eventTypes } from '../../falco/tables/events.ts';
import type { FieldInfo, FieldTable } from '../../falco/tables/fields.ts';
import { typeName } from '../describe/field.ts';
import type { CompletionItem } from './item.ts';

/** Where a field is written: not every field can stand in both. */
export type FieldUse = 'condition' | 'output';

const known: Record<FieldUse, WeakMap<FieldTable, readonly CompletionItem[]>> = {
  condition: new WeakMap(),
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

/** What can follow the dot of `evt.arg.`, `evt.rawarg.` and `evt.type.is.`; empty for other words. */
export function dottedArgumentItems(word: string): CompletionItem[] {
  const field = /^(evt\.(?:raw)?arg|evt\.type\.is)\./.exec(word)?.[1];
  if (field === undefined) return [];
  const names = field === 'evt.type.is' ? [...eventTypes.keys()] : argumentNames;
  return names.map((name) => ({
    label: `${field}.${name}`,
    kind: 'field',
    topic: { kind: 'field', name: field, source: 'syscall' },
    rank: 2,
  }));
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
  return use === 'condition' ? !field.printOnly : !field.filterOnly;
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
