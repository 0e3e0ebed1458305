import { parseOperand } from '../falco/condition/parse.ts';
import type { Operand } from '../falco/condition/tree.ts';
import { joinScalars } from '../falco/load/composed-text.ts';
import type { Snapshot } from './workspace.ts';

/** A value that the alerts of a rule carry in `output_fields`. */
export interface CarriedField {
  /** Its key, as the output writes it: `proc.name`, `proc.aname[2]`, `tolower(proc.name)`. */
  readonly key: string;
  readonly operand: Operand;
  /** True where Falco adds it by its default settings, and the rule's output does not print it. */
  readonly added: boolean;
}

/**
 * What the alerts of a rule carry, each key once: the fields of its output, then those that Falco adds while
 * their plugin is loaded (ENGINE.md, "Output"). `evt.time` is left out: alerts carry a number of nanoseconds
 * under it, not what conditions compare. Errors elsewhere in the rule do not matter; undefined where no file
 * defines the rule.
 */
export function carriedFields(
  { load, tables, conditions }: Snapshot,
  rule: string,
): readonly CarriedField[] | undefined {
  const collected = load.collector.rules.get(rule);
  if (collected === undefined) return undefined;
  const table = tables.forSource(collected.source);
  if (table === undefined) return [];
  const fields = new Map<string, CarriedField>();
  const add = (key: string, operand: Operand, added: boolean): void => {
    if (!fields.has(key) && key !== 'evt.time') fields.set(key, { key, operand, added });
  };
  const printed = conditions.output(joinScalars(collected.output).finish().text, table).fields;
  for (const { key, operand } of printed) add(key, operand, false);
  for (const { name, suggestedOutput } of table.fields) {
    const operand = suggestedOutput ? parseOperand(name) : undefined;
    if (operand !== undefined) add(name, operand, true);
  }
  return [...fields.values()];
}
