import { joinScalars } from '../falco/load/composed-text.ts';
import { parseOutput } from '../falco/output/parse-output.ts';
import { alertQuery } from '../kql/alert-query.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import type { PreviewText } from './preview.ts';

/** The query for the alerts of a rule. */
export function previewKql(snapshot: Snapshot, name: string): PreviewText {
  return { text: alertQuery({ name, fields: alertFields(snapshot, name) }) };
}

/**
 * Fields that a rule's alerts carry: those of its output, and those that Falco adds by its default settings.
 * Errors elsewhere in the rule do not matter.
 */
function alertFields(snapshot: Snapshot, name: string): string[] {
  const rule = snapshot.load.collector.rules.get(name);
  const table = rule && snapshot.tables.forSource(rule.source);
  if (rule === undefined || table === undefined) return [];
  const { fields } = parseOutput(joinScalars(rule.output).finish().text, table);
  const added = table.fields.filter(({ suggestedOutput }) => suggestedOutput);
  return [...fields.map(({ key }) => key), ...added.map((field) => field.name)];
}
