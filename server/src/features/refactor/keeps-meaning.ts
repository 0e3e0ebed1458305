import { printCondition } from '../../falco/condition/print.ts';
import type { Condition } from '../../falco/condition/tree.ts';
import type { CompiledRule } from '../../falco/load/compile.ts';
import type { Load } from '../../falco/load/load.ts';

/**
 * Compares two loads of a workspace: the same rules in the same order, each with a condition that means the
 * same, and no error that was not there before.
 * @param except the name of a rule that may mean something else.
 * @returns undefined where they agree, else in what they differ, as a sentence.
 */
export function keepsMeaning(before: Load, after: Load, except?: string): string | undefined {
  const rules = [...before.compiled.rules.values()];
  const others = [...after.compiled.rules.values()];
  const error = newError(before, after);
  if (error !== undefined) return `Falco would then say: ${error}`;
  if (rules.length !== others.length || rules.some(({ name }, i) => name !== others[i]!.name)) {
    return 'The rules would not be the same, or not in the same order.';
  }
  const changed = rules.find((rule, i) => rule.name !== except && !sameRule(rule, others[i]!));
  return changed && `The rule “${changed.name}” would no longer mean the same.`;
}

/** The condition in a form that is the same for two conditions that differ in brackets and macros only. */
export function normalText(condition: Condition): string {
  return printCondition(normal(condition));
}

function sameRule(a: CompiledRule, b: CompiledRule): boolean {
  return (
    a.source === b.source &&
    a.priority === b.priority &&
    a.description === b.description &&
    a.output === b.output &&
    a.enabled === b.enabled &&
    a.tags.join('\n') === b.tags.join('\n') &&
    (a.resolved === b.resolved || normalText(a.resolved) === normalText(b.resolved))
  );
}

/** Macros as what they stand for, chains within chains of their kind as one, two `not`s as none. */
function normal(node: Condition): Condition {
  switch (node.kind) {
    case 'and':
    case 'or': {
      const operands = node.operands
        .map(normal)
        .flatMap((each) => (each.kind === node.kind ? each.operands : [each]));
      return { ...node, operands };
    }
    case 'not': {
      const operand = normal(node.operand);
      return operand.kind === 'not' ? operand.operand : { ...node, operand };
    }
    case 'macro':
      return node.expansion === undefined ? node : normal(node.expansion);
    default:
      return node;
  }
}

/** The message of an error that only the second load has; how often one occurs does not matter. */
function newError(before: Load, after: Load): string | undefined {
  const known = new Set(errorsOf(before));
  return errorsOf(after).find((message) => !known.has(message));
}

function errorsOf({ files }: Load): string[] {
  return files.flatMap(({ problems }) =>
    problems.flatMap(({ finding }) => (finding.level === 'error' ? [finding.message] : [])),
  );
}
