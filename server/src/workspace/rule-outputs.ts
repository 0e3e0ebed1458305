import type { Operand } from '../falco/condition/tree.ts';
import type { CompiledRule } from '../falco/load/compile.ts';
import { type ComposedText, joinScalars } from '../falco/load/composed-text.ts';
import { type OutputField, parseOutput } from '../falco/output/parse-output.ts';
import type { Snapshot } from './workspace.ts';

/** The output of a rule with all that was appended to it, and the fields in it. */
export interface RuleOutput {
  readonly rule: CompiledRule;
  readonly text: ComposedText;
  readonly fields: readonly OutputField[];
}

/** The outputs of all rules that compile. */
export function ruleOutputs({ load, tables }: Snapshot): RuleOutput[] {
  return [...load.compiled.rules.values()].flatMap((rule) => {
    const output = load.collector.rules.get(rule.name)?.output;
    const table = tables.forSource(rule.source);
    if (output === undefined || table === undefined) return [];
    const text = joinScalars(output).finish();
    return [{ rule, text, fields: parseOutput(text.text, table).fields }];
  });
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
