import { printOperand } from '../falco/condition/print.ts';
import type { Check as Comparison, Condition } from '../falco/condition/tree.ts';
import type { CompiledMacro } from '../falco/load/compile.ts';
import type { FieldTables } from '../falco/tables/fields.ts';
import type { Span } from '../text/span.ts';
import type { Check } from './check.ts';
import { literalsOf } from './comparisons.ts';
import { compiledFinding } from './compiled-finding.ts';
import { compiledIn } from './touched-by-file.ts';
import { both, describe, either, isEmpty, type Values, without } from './value-set.ts';

/**
 * Chains of `and` whose equalities leave no value for a field, by the way with event types that no event has
 * at once (`never-holds`); and chains of `or` that leave none out (`always-holds`).
 */
export const impossibleValues: Check = {
  of: 'file',
  *find(snapshot, file) {
    const analysis = new Analysis(snapshot.load.compiled.macros, snapshot.tables);
    for (const condition of compiledIn(snapshot, file)) {
      for (const { code, span, args } of analysis.findings(condition.tree)) {
        yield compiledFinding(condition, span, code, args);
      }
    }
  },
};

/** What a condition leaves of each field that it compares; undefined where it leaves no event at all. */
type Left = ReadonlyMap<string, Values> | undefined;

const anything: Left = new Map();

type Question = 'never-holds' | 'always-holds';

interface Impossible {
  readonly code: Question;
  readonly span: Span;
  readonly args: [field: string, values: string, before: string];
}

/** What a macro was found to leave on the way. */
interface Looked {
  readonly mode: Mode;
  readonly name: string;
  readonly left: Left;
}

/** What came of a condition; it holds as long as the macros in it leave the same. */
interface Result<Found> {
  readonly tables: FieldTables;
  readonly looked: readonly Looked[];
  readonly found: Found;
  /** True where the values made no difference: it holds as long as the macros leave values of the same kind. */
  readonly ofAnyValues: boolean;
}

/** Question and negation in one: an index. */
type Mode = 0 | 1 | 2 | 3;

function modeOf(question: Question, negated: boolean): Mode {
  if (question === 'never-holds') return negated ? 1 : 0;
  return negated ? 3 : 2;
}

/** Results by tree; they go with the tree. */
const knownFindings = new WeakMap<Condition, Result<readonly Impossible[]>>();
const knownLeft: readonly WeakMap<Condition, Result<Left>>[] = [0, 1, 2, 3].map(() => new WeakMap());
const knownComparisons: readonly WeakMap<Comparison, Result<Left>>[] = [0, 1, 2, 3].map(() => new WeakMap());

class Analysis {
  /** What each macro leaves, by mode. */
  private readonly known: readonly Map<string, Left>[] = [0, 1, 2, 3].map(() => new Map());
  private found: Impossible[] | undefined;
  private looked: Looked[] = [];
  /** Macros that are being looked at. */
  private readonly open = new Set<string>();
  /** True once the answer depends on where the analysis came from: macros in a loop, or too deep. */
  private cut = false;
  /** True once values were compared that could have left none. */
  private compared = false;
  /** A chain always holds where its negation never does. */
  private question: Question = 'never-holds';
  private depth = 0;

  constructor(
    private readonly macros: ReadonlyMap<string, CompiledMacro>,
    private readonly tables: FieldTables,
  ) {}

  findings(tree: Condition): readonly Impossible[] {
    const known = knownFindings.get(tree);
    if (known !== undefined && this.holds(known)) return known.found;
    const found: Impossible[] = [];
    this.found = found;
    this.looked = [];
    this.cut = false;
    this.compared = false;
    this.question = 'never-holds';
    this.left(tree, false);
    this.question = 'always-holds';
    for (const alternatives of chainsOfOr(tree)) this.all(alternatives, true);
    this.found = undefined;
    const { tables, looked, compared } = this;
    if (!this.cut) knownFindings.set(tree, { tables, looked, found, ofAnyValues: !compared });
    return found;
  }

  private holds({ tables, looked, ofAnyValues }: Result<unknown>): boolean {
    if (tables !== this.tables) return false;
    for (const { mode, name, left } of looked) {
      const now = this.leftBy(name, mode);
      if (now !== left && !(ofAnyValues && kindOf(now) === kindOf(left))) return false;
    }
    return true;
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
        return this.macro(node.name, modeOf(this.question, negated));
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
        // All but some and all but some others are never none.
        if (before !== undefined && (before.kind === 'only' || values.kind === 'only')) this.compared = true;
        if (before !== undefined && isEmpty(now)) {
          this.report(operand, field, values, before);
          return undefined;
        }
        result.set(field, now);
      }
    }
    return result;
  }

  private report({ span }: Condition, field: string, values: Values, before: Values): void {
    this.found?.push({ code: this.question, span, args: [field, describe(values), describe(before)] });
  }

  private macro(name: string, mode: Mode): Left {
    const left = this.leftBy(name, mode);
    this.looked.push({ mode, name, left });
    return left;
  }

  /** What a macro leaves. One that leaves nothing has a finding of its own, and may be meant so. */
  private leftBy(name: string, mode: Mode): Left {
    const known = this.known[mode]!;
    if (this.open.size > 0 && this.open.has(`${mode} ${name}`)) this.cut = true;
    const before = known.get(name);
    if (before !== undefined) return before;
    if (this.depth >= deepest) {
      this.cut = true;
      return anything;
    }
    const tree = this.macros.get(name)?.tree;
    const left = tree === undefined ? anything : this.macroAnew(name, tree, mode);
    known.set(name, left);
    return left;
  }

  private macroAnew(name: string, tree: Condition, mode: Mode): Left {
    const before = knownLeft[mode]!.get(tree);
    if (before !== undefined && this.holds(before)) return before.found;
    const { question, found, looked, cut } = this;
    this.question = mode < 2 ? 'never-holds' : 'always-holds';
    this.found = undefined;
    this.looked = [];
    this.cut = false;
    this.known[mode]!.set(name, anything);
    this.open.add(`${mode} ${name}`);
    this.depth++;
    const left = this.left(tree, mode % 2 === 1) ?? anything;
    this.depth--;
    this.open.delete(`${mode} ${name}`);
    if (!this.cut) {
      const { tables, looked: within } = this;
      knownLeft[mode]!.set(tree, { tables, looked: within, found: left, ofAnyValues: false });
    }
    Object.assign(this, { question, found, looked, cut: cut || this.cut });
    return left;
  }

  private comparison(comparison: Comparison, negated: boolean): Left {
    const known = knownComparisons[modeOf(this.question, negated)]!;
    const before = known.get(comparison);
    if (before?.tables === this.tables) return before.found;
    const found = this.comparisonAnew(comparison, negated);
    known.set(comparison, { tables: this.tables, looked: [], found, ofAnyValues: false });
    return found;
  }

  private comparisonAnew(comparison: Comparison, negated: boolean): Left {
    const values = comparedValues(comparison, this.tables);
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

const knownKinds = new WeakMap<ReadonlyMap<string, Values>, string>();

/** Which fields are left some values and which all but some, in words that are equal for the same. */
function kindOf(left: Left): string | undefined {
  if (left === undefined) return undefined;
  let kind = knownKinds.get(left);
  if (kind === undefined) {
    kind = [...left].map(([field, values]) => `${field} ${values.kind}`).join();
    knownKinds.set(left, kind);
  }
  return kind;
}

type Chain = Extract<Condition, { kind: 'and' | 'or' }>;

/** Equality with constants of a field that has one value. */
function comparedValues({ left, operator, right }: Comparison, tables: FieldTables): string[] | undefined {
  if (left.kind !== 'field' || !hasOneValue(left.name, left.argument, tables)) return undefined;
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
function hasOneValue(name: string, argument: string | undefined, tables: FieldTables): boolean {
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
