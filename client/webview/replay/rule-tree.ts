import type { ReplayExplanation, ReplayRuleResult } from '../../../server/src/protocol.ts';
import { explanationWords, type LabelPart, ruleWords } from './explanation-words.ts';
import { FoldTree, type TreeNode } from './fold-tree.ts';
import { groupNames, verdictWords } from './verdict.ts';

/** The tree of rules with their conditions, for one alert. */
export class RuleTree extends FoldTree {
  private rules: readonly ReplayRuleResult[] = [];
  private assumed: ReadonlySet<string> = new Set();
  private explanations = new Map<string, ReplayExplanation | null>();

  /**
   * @param opened see `FoldTree`.
   * @param explain asks for the explanation of a rule, which `takeExplanation` brings.
   */
  constructor(
    opened: Record<string, boolean>,
    private readonly explain: (rule: string) => void,
  ) {
    super(opened);
  }

  /** Shows nothing, until the rules of another alert come. */
  clear(): void {
    this.rules = [];
    this.explanations.clear();
  }

  /**
   * Shows the rules of an alert. Explanations that are there stay until newer ones come.
   * @param assumed fields that the alert does not carry, with a value that the user gave.
   */
  take(rules: readonly ReplayRuleResult[], assumed: readonly string[] = []): void {
    this.rules = [...rules].sort((a, b) => rank(a) - rank(b));
    this.assumed = new Set(assumed);
    const closed = this.rules.filter(({ name, named }) => !this.isOpen(name, named));
    for (const { name } of closed) this.explanations.delete(name);
    for (const rule of this.rules) if (this.isOpen(rule.name, rule.named)) this.explain(rule.name);
  }

  takeExplanation(rule: string, explanation: ReplayExplanation | null): void {
    this.explanations.set(rule, explanation);
  }

  protected get roots(): readonly TreeNode[] {
    return this.rules.map((rule): TreeNode => {
      const { name: id, verdict, named, place } = rule;
      return {
        id,
        label: ruleWords(rule),
        verdict,
        says: groupNames[verdictWords(verdict).group],
        decides: true,
        ...(place && { place }),
        isOpen: named,
        parts: () => this.below(id),
        load: () => {
          if (!this.explanations.has(id)) this.explain(id);
        },
      };
    });
  }

  private below(rule: string): readonly TreeNode[] {
    const explanation = this.explanations.get(rule);
    return explanation ? [this.part(explanation, `${rule}/0`)] : [waiting(rule, explanation === null)];
  }

  private part(explained: ReplayExplanation, id: string): TreeNode {
    const { verdict, decides, place, parts, kind } = explained;
    return {
      id,
      label: explanationWords(explained, this.assumed),
      verdict,
      decides,
      ...(place && { place }),
      isOpen: kind !== 'macro',
      ...(parts.length > 0 && { parts: () => parts.map((each, i) => this.part(each, `${id}/${i}`)) }),
    };
  }
}

/** The rule that the alert names, then those that fire, those that cannot be decided, the others. */
function rank({ named, verdict }: ReplayRuleResult): number {
  if (named) return 0;
  return verdict === true ? 1 : verdict === 'unknown' ? 2 : 3;
}

function waiting(rule: string, failed: boolean): TreeNode {
  const text = failed ? 'The rule is no longer there.' : 'Explaining …';
  const label: LabelPart[] = [{ kind: 'plain', text }];
  return { id: `${rule}/…`, label, decides: false };
}
