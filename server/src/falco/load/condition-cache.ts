import { type ConditionContext, checkCondition } from '../condition/check.ts';
import { type ParsedCondition, parseCondition } from '../condition/parse.ts';
import type { Condition } from '../condition/tree.ts';
import type { Finding } from '../problems/index.ts';
import type { FieldTable } from '../tables/fields.ts';

/**
 * Remembers what depends on a condition's text alone: its tree, and the findings on it under a field table.
 * One cache serves many loads; `sweep` forgets what the loads since the last sweep did not ask for.
 */
export class ConditionCache {
  private parsed = new Map<string, ParsedCondition>();
  private fresh = new Map<string, ParsedCondition>();
  private readonly findings = new WeakMap<FieldTable, WeakMap<Condition, readonly Finding[]>>();

  /** The parsed condition; equal texts share one tree. */
  parse(text: string): ParsedCondition {
    const known = this.fresh.get(text) ?? this.parsed.get(text) ?? parseCondition(text);
    this.fresh.set(text, known);
    return known;
  }

  /** The findings on a tree itself, macros left out; see `checkCondition`. */
  check(tree: Condition, context: ConditionContext): readonly Finding[] {
    let perTree = this.findings.get(context.table);
    if (perTree === undefined) {
      perTree = new WeakMap();
      this.findings.set(context.table, perTree);
    }
    let findings = perTree.get(tree);
    if (findings === undefined) {
      findings = checkCondition(tree, context);
      perTree.set(tree, findings);
    }
    return findings;
  }

  /** Forgets conditions that were not asked for since the last call. */
  sweep(): void {
    this.parsed = this.fresh;
    this.fresh = new Map();
  }
}
