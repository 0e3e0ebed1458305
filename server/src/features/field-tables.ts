import { isOwnKind } from '../falco/items/item.ts';
import type { PlacedItem } from '../falco/load/placed-item.ts';
import { type FieldReference, resolveField } from '../falco/tables/field-reference.ts';
import { type FieldInfo, type FieldTable, syscallSource } from '../falco/tables/fields.ts';
import { factsOf } from '../workspace/item-facts.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import { valueUnder } from '../yaml/node.ts';

/**
 * The tables of the fields that an item can use: that of a rule's source, also for its detections, and for
 * macros those of all sources, since any rule may use them. Never empty.
 */
export function tablesFor(snapshot: Snapshot, placed: PlacedItem): readonly FieldTable[] {
  const all = snapshot.tables.sources.flatMap((source) => snapshot.tables.forSource(source) ?? []);
  const rule = ruleOf(placed);
  if (rule === undefined) return all;
  const own = snapshot.tables.forSource(ownSource(placed) ?? sourceOf(snapshot, rule));
  return own === undefined ? all : [own];
}

/** A field by its name, and argument if it has one, in the first table that has it. */
export function findField(
  tables: readonly FieldTable[],
  name: string,
  argument?: string,
):
  | { readonly field: FieldInfo; readonly table: FieldTable; readonly reference?: FieldReference }
  | undefined {
  for (const table of tables) {
    const found = resolveField(table, name, argument);
    if (found.field !== undefined) {
      return 'fault' in found
        ? { field: found.field, table }
        : { field: found.field, table, reference: found };
    }
  }
  return undefined;
}

/** The rule that an item defines, changes, detects or takes an alert from. */
function ruleOf({ item }: PlacedItem): string | undefined {
  if (item.kind === 'rule') return item.name;
  return isOwnKind(item.kind) ? [...factsOf(item).rules.keys()][0] : undefined;
}

/** The source that the definition of a rule names, the last one. */
function sourceOf(snapshot: Snapshot, rule: string): string {
  const definition = snapshot.names.definitionsOf('rule', rule).at(-1);
  return (definition && ownSource(definition)) ?? syscallSource;
}

function ownSource({ item: { node } }: PlacedItem): string | undefined {
  const source = node.kind === 'map' ? valueUnder(node, 'source') : undefined;
  return source?.kind === 'scalar' && source.value !== '' ? source.value : undefined;
}
