import type { AlertQueryRule, BagColumn } from '../kql/alert-query.ts';
import { entityFields } from '../kql/analytics-rule/entities.ts';
import { type ParsedColumn, usualColumns } from '../kql/parser-function/columns.ts';
import { isColumnName } from '../kql/parser-function/labels.ts';
import { furtherColumns } from '../kql/parser-function/options.ts';
import { carriedFields } from '../workspace/carried-fields.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import { outputLabels } from './output-labels.ts';

/** What the query for the alerts of a rule is made from: its fields, and the columns of the settings. */
export function alertContent(snapshot: Snapshot, name: string): AlertQueryRule {
  const carried = (carriedFields(snapshot, name) ?? []).map(({ key }) => key);
  const fields = carried.filter((field) => !isOtherwiseLabelled(snapshot, name, field));
  const further = furtherColumns(snapshot.settings.sentinel);
  const fromBag = entityColumns(snapshot, name, carried, further);
  return { name, fields, further, ...(fromBag.length > 0 && { fromBag }) };
}

/**
 * Columns for what tells of an entity, such as the address of a client: named as the output labels it, else after
 * the field.
 */
function entityColumns(
  snapshot: Snapshot,
  rule: string,
  carried: readonly string[],
  further: readonly ParsedColumn[],
): BagColumn[] {
  const labels = outputLabels(snapshot, rule);
  const taken = new Set(further.map((column) => column.name));
  const isFree = (name: string) => isColumnName(name) && !taken.has(name);
  return entityFields.flatMap((field) => {
    if (!carried.includes(field) || further.some(({ fields }) => fields.includes(field))) return [];
    const own = labels.filter((each) => each.field === field).map(({ label }) => label);
    const name = [...own, field.replaceAll('.', '_')].find(isFree);
    if (name === undefined) return [];
    taken.add(name);
    return [{ name, field }];
  });
}

/** True for `connection=%fd.name`: what the author calls something else is no file. */
function isOtherwiseLabelled(snapshot: Snapshot, rule: string, field: string): boolean {
  if (field !== 'fd.name') return false;
  const labels = outputLabels(snapshot, rule).filter((each) => each.field === field);
  const file = usualColumns.find(({ name }) => name === 'file')!;
  return labels.length > 0 && !labels.some(({ label }) => file.labels.includes(label));
}
