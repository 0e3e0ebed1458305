import { printOperand } from '../falco/condition/print.ts';
import type { Check as Comparison, Condition } from '../falco/condition/tree.ts';
import type { CompiledCondition, CompiledMacro } from '../falco/load/compile.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import type { Check, FileFinding } from './check.ts';
import { literalsOf } from './comparisons.ts';
import { compiledFinding } from './compiled-finding.ts';
import { both, describe, either, isEmpty, type Values, without } from './value-set.ts';

/**
 * Chains of `and` whose equalities leave no value for a field, by the way with event types that no event has
 * at once (`never-holds`); and chains of `or` that leave none out (`always-holds`).
 */
export const impossibleValues: Check = function* ({ snapshot }) {
  const { rules, macros } = snapshot.load.compiled;
  const analysis = new Analysis(snapshot);
  for (const macro of macros.values()) yield* analysis.findings(macro);
  for (const rule of rules.values()) yield* analysis.findings(rule);
};

/** What a condition leaves of each field that it compares; undefined where it leaves no event at all. */
type Left = ReadonlyMap<string, Values> | undefined;

const anything: Left = new Map();

class Analysis {
  private readonly macros: ReadonlyMap<string, CompiledMacro>;
  private readonly known = new Map<string, Left>();
  private found: FileFinding[] = [];
  /** A chain always holds where its negation never does. */
  private question: 'never-holds' | 'always-holds' = 'never-holds';
  private current: CompiledCondition | undefined;
  private depth = 0;

  constructor(private readonly snapshot: Snapshot) {
    this.macros = snapshot.load.compiled.macros;
  }

  findings(condition: CompiledCondition): FileFinding[] {
    this.found = [];
    this.current = condition;
    this.question = 'never-holds';
    this.left(condition.tree, false);
    this.question = 'always-holds';
    for (const alternatives of chainsOfOr(condition.tree)) this.all(alternatives, true);
    this.current = undefined;
    return this.found;
  }

  /** What a condition leaves, or its negation. */
  private left(node: Condition, negated: boolean): Left {
    switch (node.kind) {
      case 'and':
        return negated ? this.any(node, negated) : this.all(node, negated);
      case 'or':
        return negated ? this.all(node, negated) : this.any(node, negated);
      case 'not':
        return this.left(node.operand, !negated);
      case 'macro':
        return this.macro(node.name, negated);
      case 'check':
        return this.comparison(node, negated);
      case 'missing':
        return anything;
    }
  }

  private any({ operands }: Chain, negated: boolean): Left {
    const parts = operands.map((each) => this.left(each, negated)).filter((each) => each !== undefined);
    const [first, ...others] = parts;
    if (first === undefined) return undefined;
    const result = new Map<string, Values>();
    for (const [field, values] of first) {
      const all = others.map((each) => each.get(field));
      if (all.every((each) => each !== undefined)) result.set(field, all.reduce<Values>(either, values));
    }
    return result;
  }

  private all({ operands }: Chain, negated: boolean): Left {
    const result = new Map<string, Values>();
    for (const operand of operands) {
      const left = this.left(operand, negated);
      if (left === undefined) return undefined;
      for (const [field, values] of left) {
        const before = result.get(field);
        const now = before === undefined ? values : both(before, values);
        if (before !== undefined && isEmpty(now)) {
          this.report(operand, field, values, before);
          return undefined;
        }
        result.set(field, now);
      }
    }
    return result;
  }

  private report(operand: Condition, field: string, values: Values, before: Values): void {
    if (this.current === undefined) return;
    const found =
      this.question === 'always-holds'
        ? compiledFinding(this.current, operand.span, 'always-holds', [field])
        : compiledFinding(this.current, operand.span, 'never-holds', [
            field,
            describe(values),
            describe(before),
          ]);
    this.found.push(found);
  }

  /** A macro that leaves nothing has a finding of its own, and may be meant so. */
  private macro(name: string, negated: boolean): Left {
    const key = `${this.question} ${negated} ${name}`;
    if (!this.known.has(key) && this.depth < deepest) {
      this.known.set(key, anything);
      const { current } = this;
      this.current = undefined;
      this.depth++;
      const macro = this.macros.get(name);
      this.known.set(key, (macro && this.left(macro.tree, negated)) ?? anything);
      this.current = current;
      this.depth--;
    }
    return this.known.has(key) ? this.known.get(key) : anything;
  }

  private comparison(comparison: Comparison, negated: boolean): Left {
    const values = comparedValues(comparison, this.snapshot);
    if (values === undefined) return anything;
    const { left, operator } = comparison;
    const unequal = operator.name === '!=';
    // `!=` does not hold without a value, so its negation does.
    if (unequal && negated && this.question === 'never-holds') return anything;
    const remaining: Values =
      unequal === negated ? { kind: 'only', values: new Set(values) } : without(values);
    return new Map([[printOperand(left), remaining]]);
  }
}

type Chain = Extract<Condition, { kind: 'and' | 'or' }>;

/** Equality with constants of a field that has one value. */
function comparedValues({ left, operator, right }: Comparison, snapshot: Snapshot): string[] | undefined {
  if (left.kind !== 'field' || !hasOneValue(left.name, left.argument, snapshot)) return undefined;
  if (operator.quantifier !== undefined || !['=', '==', '!=', 'in'].includes(operator.name)) return undefined;
  const values = literalsOf(right).map(({ text }) => text);
  // An empty list is a place for values to come: nobody means it to match.
  return values.length === 0 ? undefined : values;
}

/** The chains of `or` of a condition that stand under no `not`. */
function chainsOfOr(node: Condition): Chain[] {
  if (node.kind !== 'and' && node.kind !== 'or') return [];
  const inner = node.operands.flatMap(chainsOfOr);
  return node.kind === 'or' ? [node, ...inner] : inner;
}

/**
 * Whether two different texts cannot both equal the field: it has one value, and that is compared as a text
 * or a truth value. Numbers and addresses can be written in several ways; the ends of a connection and the
 * ancestors of a process are several values under one name.
 */
function hasOneValue(name: string, argument: string | undefined, { tables }: Snapshot): boolean {
  if (severalValues.test(name)) return false;
  const field = tables.sources
    .map((source) => tables.forSource(source)?.find(name))
    .find((each) => each !== undefined);
  if (field === undefined || field.list || !['CHARBUF', 'BOOL'].includes(field.type)) return false;
  return field.argument !== 'allowed' || argument !== undefined;
}

const severalValues = /^fd\.(?:[cslr]?(?:ip|net|port|proto)(?:\.name)?|name|l4proto)$/;

/** How deep macros are followed into macros; what lies deeper says nothing. */
const deepest = 50;
