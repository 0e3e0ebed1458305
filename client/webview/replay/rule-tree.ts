import type { FileRange, ReplayExplanation, ReplayRuleResult } from '../../../server/src/protocol.ts';
import { explanationWords, type LabelPart, ruleWords } from './explanation-words.ts';

/** A line of the tree as it is shown. */
export interface TreeLine {
  /** Path from the rule down: stays the same while the condition does. */
  readonly id: string;
  /** 1 for rules. */
  readonly depth: number;
  readonly label: readonly LabelPart[];
  readonly verdict?: boolean | 'unknown';
  /** True where this line brought about the verdict of the rule. */
  readonly decides: boolean;
  /** Whether the lines below are shown; undefined where there are none. */
  readonly expanded?: boolean;
  readonly place?: FileRange;
  /** Place among its siblings, from 1, and their number. */
  readonly position: number;
  readonly siblings: number;
}

/** Deeper conditions are shown to here only. */
const deepest = 60;

/**
 * The tree of rules with their conditions, for one alert: which lines are shown, and which one has the focus.
 * Knows nothing of the page.
 */
export class RuleTree {
  private rules: readonly ReplayRuleResult[] = [];
  private explanations = new Map<string, ReplayExplanation | null>();
  private active: string | undefined;

  /**
   * @param opened lines that the user opened (true) or closed (false); others are as they are by default.
   * @param explain asks for the explanation of a rule, which `takeExplanation` brings.
   */
  constructor(
    readonly opened: Record<string, boolean>,
    private readonly explain: (rule: string) => void,
  ) {}

  /** Shows nothing, until the rules of another alert come. */
  clear(): void {
    this.rules = [];
    this.explanations.clear();
  }

  /** Shows the rules of an alert. Explanations that are there stay until newer ones come. */
  take(rules: readonly ReplayRuleResult[]): void {
    this.rules = [...rules].sort((a, b) => rank(a) - rank(b));
    const closed = this.rules.filter(({ name, named }) => !this.isOpen(name, named));
    for (const { name } of closed) this.explanations.delete(name);
    for (const rule of this.rules) if (this.isOpen(rule.name, rule.named)) this.explain(rule.name);
  }

  takeExplanation(rule: string, explanation: ReplayExplanation | null): void {
    this.explanations.set(rule, explanation);
  }

  /** The lines from the top. */
  get lines(): TreeLine[] {
    const lines: TreeLine[] = [];
    for (const [i, rule] of this.rules.entries()) this.addRule(lines, rule, i + 1);
    return lines;
  }

  /** The line that has the focus, or would get it: the first one if none was chosen. */
  activeOf(lines: readonly TreeLine[]): TreeLine | undefined {
    return lines.find(({ id }) => id === this.active) ?? lines[0];
  }

  activate(id: string): void {
    this.active = id;
  }

  /** Opens or closes a line. */
  toggle({ id, expanded, depth }: TreeLine): void {
    if (expanded === undefined) return;
    this.opened[id] = !expanded;
    if (depth === 1 && !expanded && !this.explanations.has(id)) this.explain(id);
  }

  /** Moves the focus, opens or closes as trees do; false for keys that mean nothing here. */
  press(key: string): boolean {
    const { lines } = this;
    const active = this.activeOf(lines);
    if (active === undefined) return false;
    const at = lines.indexOf(active);
    const moved = this.target(key, lines, at);
    if (moved !== undefined) this.active = moved.id;
    else if (key === ' ' || opens(key, active) || closes(key, active)) this.toggle(active);
    else return key.startsWith('Arrow');
    return true;
  }

  private target(key: string, lines: readonly TreeLine[], at: number): TreeLine | undefined {
    const active = lines[at]!;
    switch (key) {
      case 'ArrowDown':
        return lines[at + 1];
      case 'ArrowUp':
        return lines[at - 1];
      case 'Home':
        return lines[0];
      case 'End':
        return lines.at(-1);
      case 'ArrowRight':
        return active.expanded ? lines[at + 1] : undefined;
      case 'ArrowLeft':
        return active.expanded ? undefined : lines.slice(0, at).findLast((each) => each.depth < active.depth);
    }
    return undefined;
  }

  private isOpen(id: string, byDefault: boolean): boolean {
    return Object.hasOwn(this.opened, id) ? this.opened[id]! : byDefault;
  }

  private addRule(lines: TreeLine[], rule: ReplayRuleResult, position: number): void {
    const { name: id, verdict, named, place } = rule;
    const expanded = this.isOpen(id, named);
    const siblings = this.rules.length;
    lines.push({
      id,
      depth: 1,
      label: ruleWords(rule),
      verdict,
      decides: true,
      expanded,
      place,
      position,
      siblings,
    });
    if (!expanded) return;
    const explanation = this.explanations.get(id);
    if (explanation) this.addPart(lines, explanation, { id: `${id}/0`, depth: 2, position: 1, siblings: 1 });
    else lines.push(waitingLine(id, explanation === null));
  }

  private addPart(
    lines: TreeLine[],
    part: ReplayExplanation,
    at: Pick<TreeLine, 'id' | 'depth' | 'position' | 'siblings'>,
  ): void {
    const { verdict, decides, place, parts } = part;
    const foldable = parts.length > 0 && at.depth < deepest;
    const expanded = foldable ? this.isOpen(at.id, part.kind !== 'macro') : undefined;
    lines.push({ ...at, label: explanationWords(part), verdict, decides, expanded, place });
    if (!expanded) return;
    for (const [i, each] of parts.entries()) {
      const below = { id: `${at.id}/${i}`, depth: at.depth + 1, position: i + 1, siblings: parts.length };
      this.addPart(lines, each, below);
    }
  }
}

/** The rule that the alert names, then those that fire, those that cannot be decided, the others. */
function rank({ named, verdict }: ReplayRuleResult): number {
  if (named) return 0;
  return verdict === true ? 1 : verdict === 'unknown' ? 2 : 3;
}

function waitingLine(rule: string, failed: boolean): TreeLine {
  const text = failed ? 'The rule is no longer there.' : 'Explaining …';
  const label: LabelPart[] = [{ kind: 'plain', text }];
  return { id: `${rule}/…`, depth: 2, label, decides: false, position: 1, siblings: 1 };
}

function opens(key: string, { expanded }: TreeLine): boolean {
  return key === 'ArrowRight' && expanded === false;
}

function closes(key: string, { expanded }: TreeLine): boolean {
  return key === 'ArrowLeft' && expanded === true;
}
