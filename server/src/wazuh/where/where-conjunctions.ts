import type { Check, Condition } from '../../falco/condition/tree.ts';
import { type Finding, finding } from '../../falco/problems/index.ts';
import { type CheckContext, checkFormula } from './check-formula.ts';
import { always, type Conjunction, conjunctionsOf, type Formula, mostConjunctions } from './formula.ts';

/** What a condition gives: conjunctions of tests, or what Wazuh cannot say of it. */
export interface WhereConjunctions {
  readonly conjunctions: readonly Conjunction[];
  /** Spans count as those of the condition. */
  readonly findings: readonly Finding[];
}

/**
 * Translates a condition without macros, such as `resolveWhere` gives it, into tests of Wazuh rules, one rule
 * for each conjunction. Where a part cannot be said there are no conjunctions, only findings.
 */
export function whereConjunctions(
  condition: Condition | undefined,
  context: CheckContext,
): WhereConjunctions {
  if (condition === undefined) return { conjunctions: [always], findings: [] };
  const translator = new Translator(context);
  const formula = translator.translate(condition);
  const { findings } = translator;
  if (findings.length > 0) return { conjunctions: [], findings };
  const conjunctions = conjunctionsOf(formula);
  if (conjunctions !== undefined) return { conjunctions, findings: [] };
  return {
    conjunctions: [],
    findings: [finding('wazuh-where-too-large', condition.span, [mostConjunctions])],
  };
}

/** Keeps what it could not translate, so that all of it is told at once. */
class Translator {
  readonly findings: Finding[] = [];

  constructor(private readonly context: CheckContext) {}

  translate(node: Condition): Formula {
    switch (node.kind) {
      case 'and':
      case 'or':
        return { kind: node.kind, parts: node.operands.map((each) => this.translate(each)) };
      case 'not':
        return { kind: 'not', part: this.translate(node.operand) };
      case 'check':
        return this.check(node);
      default:
        return nothing;
    }
  }

  private check(check: Check): Formula {
    const formula = checkFormula(check, this.context);
    if (typeof formula !== 'string') return formula;
    this.findings.push(finding('wazuh-cannot-express', check.span, [formula]));
    return nothing;
  }
}

const nothing: Formula = { kind: 'or', parts: [] };
