import { isFault, operandType } from '../../falco/condition/operand-type.ts';
import type { Operand } from '../../falco/condition/tree.ts';
import type { FieldTable } from '../../falco/tables/fields.ts';
import { logicalWords, operatorFits, operators, quantifiers } from '../../falco/tables/operators.ts';
import type { Snapshot } from '../../workspace/workspace.ts';
import type { ValueCursor } from '../cursor.ts';
import { findField, tablesFor } from '../field-tables.ts';
import { bracketItems, dottedArgumentItems } from './arguments.ts';
import { byUse } from './by-use.ts';
import { carriedFieldItems } from './carried-fields.ts';
import { type Expectation, expectationAfter } from './expectation.ts';
import { type FieldUse, fieldItems } from './fields.ts';
import type { CompletionItem, Completions } from './item.ts';
import { knownValues } from './known-values.ts';
import { nameItems } from './names.ts';
import { transformerItems } from './transformers.ts';
import { usesOf, usesWithField } from './uses.ts';
import { wordAt } from './word.ts';

/** What can be written in a condition, by what stands before the cursor. */
export function completeCondition(snapshot: Snapshot, cursor: ValueCursor): Completions {
  const word = wordAt(cursor, '\\w.');
  const tables = tablesFor(snapshot, cursor.placed);
  const bracket = completeBracket(snapshot, cursor, tables);
  if (bracket !== undefined) return bracket;
  const expected = expectationAfter(word.before);
  if (expected.kind === 'value' || expected.kind === 'list') {
    return completeOperand(snapshot, cursor, expected, tables);
  }
  const items = itemsFor(snapshot, cursor, expected, tables, word.prefix);
  return { items, replace: word.replace, onlyOnRequest: expected.kind === 'connective' };
}

/** Arguments of a field, where one stands between brackets; undefined elsewhere. */
export function completeBracket(
  snapshot: Snapshot,
  cursor: ValueCursor,
  tables: readonly FieldTable[],
): Completions | undefined {
  const word = wordAt(cursor, '^\\[\\]"\'\\s');
  const name = /([\w.]+)\[["']?$/.exec(word.before.slice(-200))?.[1];
  if (name === undefined) return undefined;
  const found = findField(tables, name);
  return { items: found ? bracketItems(snapshot, cursor, found.field) : [], replace: word.replace };
}

function itemsFor(
  snapshot: Snapshot,
  cursor: ValueCursor,
  expected: Exclude<Expectation, { kind: 'value' | 'list' }>,
  tables: readonly FieldTable[],
  prefix: string,
): readonly CompletionItem[] {
  switch (expected.kind) {
    case 'check':
      return checkItems(snapshot, cursor, tables, prefix);
    case 'operator':
      return operatorItems(expected.left, tables);
    case 'transformer-argument': {
      const use = expected.transformer === 'val' ? 'right-hand' : 'transformer';
      const dotted = dottedArgumentItems(snapshot, cursor, prefix);
      return [...fieldsFor(snapshot, cursor, tables, use), ...dotted, ...transformerItems(false)];
    }
    case 'connective':
      return wordItems(['and', 'or']);
  }
}

/** Where a check can stand: macros, fields, transformers, `not`. A macro is not offered to itself. */
function checkItems(
  snapshot: Snapshot,
  cursor: ValueCursor,
  tables: readonly FieldTable[],
  prefix: string,
): CompletionItem[] {
  const { item } = cursor.placed;
  const isDetection = item.kind === 'detection';
  const dotted = isDetection ? [] : dottedArgumentItems(snapshot, cursor, prefix);
  if (dotted.length > 0) return dotted;
  const own = item.kind === 'macro' ? item.name : undefined;
  return [
    ...byUse(
      nameItems(snapshot, 'macro').filter(({ label }) => label !== own),
      usesOf(snapshot, 'macros'),
    ),
    ...fieldsFor(snapshot, cursor, tables, 'condition'),
    ...transformerItems(false),
    ...wordItems(['not']),
  ];
}

/** The fields of the tables; in a detection those that the alerts of its rule carry. */
function fieldsFor(
  snapshot: Snapshot,
  { placed }: ValueCursor,
  tables: readonly FieldTable[],
  use: FieldUse,
): readonly CompletionItem[] {
  const carried = carriedFieldItems(snapshot, placed, tables);
  return carried ?? byUse(fieldItems(tables, use), usesOf(snapshot, 'fields'));
}

function operatorItems(left: Operand, tables: readonly FieldTable[]): CompletionItem[] {
  const types = tables.flatMap((table) => {
    const type = operandType(left, table);
    return isFault(type) ? [] : [type];
  });
  return operators
    .filter(
      ({ name }) => types.length === 0 || types.some((type) => operatorFits(name, type.type, type.list)),
    )
    .map(({ name, operand }, i) => ({
      label: name,
      kind: 'operator',
      detail: operandNames[operand],
      ...(operand === 'list' ? { insert: `${name} ($1)`, snippet: true } : {}),
      topic: { kind: 'operator', name },
      rank: i,
    }));
}

const operandNames = { none: 'no value', number: 'a number', string: 'a value', list: 'a list' } as const;

/** Values, lists, and on the right of an operator fields in transformers. */
function completeOperand(
  snapshot: Snapshot,
  cursor: ValueCursor,
  expected: Extract<Expectation, { kind: 'value' | 'list' }>,
  tables: readonly FieldTable[],
): Completions {
  const word = wordAt(cursor, '^()"\'\\s=,<>');
  const quoted = /["']$/.test(word.before);
  const values = expected.kind === 'list' ? [] : valuesOf(snapshot, expected.left, tables);
  if (quoted) return { items: values, replace: word.replace };
  const inList = expected.kind === 'value' && expected.inList;
  const takesList = inList || expected.kind === 'list';
  const lists = takesList ? listItems(snapshot, expected.left) : [];
  const others = inList ? [] : transformerItems(true);
  const quantified = expected.kind === 'value' && !inList ? quantifierItems(expected.operator) : [];
  return { items: [...values, ...lists, ...others, ...quantified], replace: word.replace };
}

/** Lists; first those that stand beside the same field elsewhere. */
function listItems(snapshot: Snapshot, left: Operand): readonly CompletionItem[] {
  const items = nameItems(snapshot, 'list');
  return left.kind === 'field' ? byUse(items, usesWithField(snapshot, 'words', left.name)) : items;
}

function valuesOf(snapshot: Snapshot, left: Operand, tables: readonly FieldTable[]): CompletionItem[] {
  if (left.kind === 'transformer') return [];
  const found = findField(tables, left.name, left.argument);
  return found === undefined ? [] : knownValues(found.field, snapshot.tables);
}

function quantifierItems(operator: string): CompletionItem[] {
  if (!operators.some(({ name, quantifiable }) => name === operator && quantifiable)) return [];
  return quantifiers.map(({ name }) => ({
    label: name,
    kind: 'word',
    insert: `${name} ($1)`,
    snippet: true,
    topic: { kind: 'quantifier', name },
    rank: 8,
  }));
}

function wordItems(names: readonly string[]): CompletionItem[] {
  return logicalWords
    .filter(({ name }) => names.includes(name))
    .map(({ name }) => ({ label: name, kind: 'word', topic: { kind: 'word', name }, rank: 0 }));
}
