import type { And, Condition, Or } from '../condition/tree.ts';
import type { FieldTable } from '../tables/fields.ts';
import { type CompiledCheck, compileCheck } from './check.ts';
import type { Event } from './event.ts';
import type { ReadField } from './source.ts';
import { negation, type Verdict } from './verdict.ts';

/**
 * How fields that the event does not tell are taken: `engine` as Falco does on a live event, where they have
 * no value and every check on them is false; `replay` as unknown, because an alert carries only the fields
 * of its output.
 */
export type Mode = 'engine' | 'replay';

/** A condition ready to run on events. Running changes nothing in it. */
export interface CompiledCondition {
  /** True where the engine would raise the rule; `unknown` in `replay` mode only. */
  readonly evaluate: (event: Event) => Verdict;
  /** Where the verdict is unknown: the unrecorded fields that could change it, each once. */
  readonly missingFields: (event: Event) => string[];
  /** The tree that `explain` walks. */
  readonly root: CompiledNode;
}

/** A node of a compiled condition beside the node of the tree that it stems from. */
export type CompiledNode = CompiledGroup | CompiledNot | CompiledMacro | CompiledLeaf | CompiledNothing;

interface CompiledBase<Kind extends Condition['kind']> {
  readonly source: Extract<Condition, { kind: Kind }>;
  readonly evaluate: (event: Event) => Verdict;
}

/** `and` or `or`; its parts are tried in their order. */
export interface CompiledGroup extends CompiledBase<'and' | 'or'> {
  readonly kind: 'and' | 'or';
  readonly parts: readonly CompiledNode[];
}

/** `not` before one part. */
export interface CompiledNot extends CompiledBase<'not'> {
  readonly kind: 'not';
  readonly part: CompiledNode;
}

/** A macro in the place where it is used; `part` is its condition. */
export interface CompiledMacro extends CompiledBase<'macro'> {
  readonly kind: 'macro';
  readonly part: CompiledNode;
}

/** One check, ready to be run. */
export interface CompiledLeaf extends CompiledBase<'check'> {
  readonly kind: 'check';
  readonly check: CompiledCheck;
}

/** What cannot be evaluated: a missing check, a macro that nobody defines, a tree beyond all limits. */
export interface CompiledNothing {
  readonly kind: 'nothing';
  readonly source: Condition;
  readonly reason: string;
  readonly evaluate: (event: Event) => Verdict;
}

/** Deeper trees, macros resolved, are not evaluated: it keeps hostile ones off the stack. */
const deepest = 1500;

/** More checks and connectives than this in one condition, macros resolved, are not evaluated. */
const largest = 500_000;

/**
 * Compiles a condition to functions, once for many events. The fields' table says what type each field has.
 * Macros must be resolved (`expansion`). What the engine would not load (a check with a wrong value, a macro
 * that nobody defines) is `unknown` in both modes; nothing is thrown.
 */
export function compileCondition(condition: Condition, fields: FieldTable, mode: Mode): CompiledCondition {
  const compiler = new Compiler(fields, mode);
  const root = compiler.compile(condition, 0).node;
  return {
    root,
    evaluate: root.evaluate,
    missingFields: (event) => {
      const missing = new Set<string>();
      collectMissing(root, event, missing);
      return [...missing];
    },
  };
}

/** A compiled node, how many nodes hang on it (macros counted at each use) and how deep they go. */
interface Sized {
  readonly node: CompiledNode;
  readonly size: number;
  readonly height: number;
}

/** Compiles each node once, however often macros lead to it. */
class Compiler {
  private readonly compiled = new Map<Condition, Sized>();
  private readonly fields: FieldTable;
  private readonly mode: Mode;

  constructor(fields: FieldTable, mode: Mode) {
    this.fields = fields;
    this.mode = mode;
  }

  compile(condition: Condition, depth: number): Sized {
    if (depth > deepest) return nothing(condition, 'the condition is nested too deeply');
    const known = this.compiled.get(condition);
    if (known !== undefined) return known;
    const compiled = this.compileNew(condition, depth + 1);
    const fits = compiled.size <= largest && compiled.height <= deepest;
    const fitting = fits ? compiled : nothing(condition, 'the condition is too large');
    this.compiled.set(condition, fitting);
    return fitting;
  }

  private compileNew(condition: Condition, depth: number): Sized {
    switch (condition.kind) {
      case 'and':
      case 'or':
        return group(
          condition,
          condition.operands.map((each) => this.compile(each, depth)),
        );
      case 'not': {
        const operand = this.compile(condition.operand, depth);
        const part = operand.node;
        const evaluate = (event: Event) => negation(part.evaluate(event));
        return above([operand], { kind: 'not', source: condition, part, evaluate });
      }
      case 'macro': {
        if (condition.expansion === undefined) return nothing(condition, `nobody defines ${condition.name}`);
        const expansion = this.compile(condition.expansion, depth);
        const part = expansion.node;
        return above([expansion], { kind: 'macro', source: condition, part, evaluate: part.evaluate });
      }
      case 'check': {
        const check = compileCheck(condition, this.fields, this.mode === 'engine' ? null : undefined);
        return above([], { kind: 'check', source: condition, check, evaluate: check.evaluate });
      }
      case 'missing':
        return nothing(condition, 'a check is missing here');
    }
  }
}

function group(condition: And | Or, sized: readonly Sized[]): Sized {
  const parts = sized.map(({ node }) => node);
  const evaluate = condition.kind === 'and' ? all(parts) : any(parts);
  return above(sized, { kind: condition.kind, source: condition, parts, evaluate });
}

function above(parts: readonly Sized[], node: CompiledNode): Sized {
  const size = parts.reduce((sum, part) => sum + part.size, 1);
  const height = parts.reduce((most, part) => Math.max(most, part.height + 1), 0);
  return { node, size, height };
}

function nothing(source: Condition, reason: string): Sized {
  return above([], { kind: 'nothing', source, reason, evaluate: () => 'unknown' });
}

function all(parts: readonly CompiledNode[]): (event: Event) => Verdict {
  const evaluators = parts.map((part) => part.evaluate);
  return (event) => {
    let verdict: Verdict = true;
    for (const evaluate of evaluators) {
      const one = evaluate(event);
      if (one === false) return false;
      if (one === 'unknown') verdict = one;
    }
    return verdict;
  };
}

function any(parts: readonly CompiledNode[]): (event: Event) => Verdict {
  const evaluators = parts.map((part) => part.evaluate);
  return (event) => {
    let verdict: Verdict = false;
    for (const evaluate of evaluators) {
      const one = evaluate(event);
      if (one === true) return true;
      if (one === 'unknown') verdict = one;
    }
    return verdict;
  };
}

function collectMissing(node: CompiledNode, event: Event, missing: Set<string>): void {
  if (node.evaluate(event) !== 'unknown') return;
  switch (node.kind) {
    case 'and':
    case 'or':
      for (const part of node.parts) collectMissing(part, event, missing);
      break;
    case 'not':
    case 'macro':
      collectMissing(node.part, event, missing);
      break;
    case 'check':
      for (const field of fieldsOf(node.check)) {
        if (field.read(event) === undefined) missing.add(field.name);
      }
  }
}

/** The fields that a check reads, left and right. */
export function fieldsOf(check: CompiledCheck): readonly ReadField[] {
  return [...check.left.fields, ...(check.right?.fields ?? [])];
}

/** Every check of a compiled condition once, however often macros lead to it, in the order of the text. */
export function leavesOf(root: CompiledNode): CompiledLeaf[] {
  const seen = new Set<CompiledNode>();
  const leaves: CompiledLeaf[] = [];
  const pending = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    if (node.kind === 'check') leaves.push(node);
    else if ('parts' in node) pending.push(...[...node.parts].reverse());
    else if ('part' in node) pending.push(node.part);
  }
  return leaves;
}
