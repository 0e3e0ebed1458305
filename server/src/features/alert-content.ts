import type { AlertQueryRule } from '../kql/alert-query.ts';
import { usualColumns } from '../kql/parser-function/columns.ts';
import { furtherColumns } from '../kql/parser-function/options.ts';
import { carriedFields } from '../workspace/carried-fields.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import { outputLabels } from './output-labels.ts';

/** What the query for the alerts of a rule is made from: its fields, and the columns of the settings. */
export function alertContent(snapshot: Snapshot, name: string): AlertQueryRule {
  const carried = (carriedFields(snapshot, name) ?? []).map(({ key }) => key);
  const fields = carried.filter((field) => !isOtherwiseLabelled(snapshot, name, field));
  return { name, fields, further: furtherColumns(snapshot.settings.sentinel) };
}

/** True for `connection=%fd.name`: what the author calls something else is no file. */
function isOtherwiseLabelled(snapshot: Snapshot, rule: string, field: string): boolean {
  if (field !== 'fd.name') return false;
  const labels = outputLabels(snapshot, rule).filter((each) => each.field === field);
  const file = usualColumns.find(({ name }) => name === 'file')!;
  return labels.length > 0 && !labels.some(({ label }) => file.labels.includes(label));
}
