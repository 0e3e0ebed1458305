import type { Operand } from '../falco/condition/tree.ts';
import type { CollectedRule } from '../falco/load/collector.ts';
import { joinScalars } from '../falco/load/composed-text.ts';
import type { ConditionCache } from '../falco/load/condition-cache.ts';
import type { OutputField } from '../falco/output/parse-output.ts';
import type { FieldTable } from '../falco/tables/fields.ts';

/** The output of a rule with all that was appended to it, and the fields in it. */
export interface RuleOutput {
  /** The event source of the rule. */
  readonly source: string;
  readonly text: string;
  readonly fields: readonly OutputField[];
}

/**
 * The output of a rule; spans count in its text.
 * @param cache has it parsed, since the rule is compiled.
 */
export function ruleOutput(
  { output, source }: CollectedRule,
  table: FieldTable,
  cache: ConditionCache,
): RuleOutput {
  const { text } = joinScalars(output).finish();
  return { source, text, fields: cache.output(text, table).fields };
}

/** Names of the fields that an output prints, those inside transformers among them. */
export function fieldNames({ fields }: RuleOutput): string[] {
  return fields.flatMap(({ operand }) => namesIn(operand));
}

function namesIn(operand: Operand): string[] {
  if (operand.kind === 'field') return [operand.name];
  return operand.operands.flatMap((each) =>
    each.kind === 'field' || each.kind === 'transformer' ? namesIn(each) : [],
  );
}
