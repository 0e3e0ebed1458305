import type { CompiledNode } from '../../falco/evaluate/evaluate.ts';
import { eventOf } from '../../falco/evaluate/event.ts';
import { candidates } from './candidates.ts';
import { type Constraint, checkOf, fieldNamesOf, typeOf, type Values } from './constraint.ts';
import { usualValues } from './usual-values.ts';

/** An event that a condition is true of. */
export interface Solution {
  readonly values: Values;
  /** The checks that make it true, each with what it says of the event. */
  readonly constraints: readonly Constraint[];
}

/** Checks that cannot all say what they should; the first few that were met. */
export interface Conflict {
  readonly constraints: readonly Constraint[];
  /** True where the search was given up: there may be an event all the same. */
  readonly isGivenUp: boolean;
}

/** Values for which a condition holds, or what stands against each other in it. */
export type Solved =
  | { readonly ok: true; readonly solution: Solution }
  | { readonly ok: false; readonly conflict: Conflict };

/** Choices that are tried before a condition is given up. */
const mostSteps = 50_000;

/** More checks than this at once are not satisfied: each takes some of the stack. */
const mostConstraints = 800;

/** A part of a condition, compiled in `engine` mode, and what it shall say. */
export interface Goal {
  readonly node: CompiledNode;
  readonly wanted: boolean;
}

/**
 * Looks for an event on which every goal is met, as the engine would see it: goes through the trees, chooses
 * one alternative of each `or`, gives each field a value that all its checks agree with, and goes back where
 * there is none. The checks themselves decide whether a value fits.
 * @param values to begin with: what fits of them stays
 */
export function solve(goals: readonly Goal[], values: Values = {}): Solved {
  const search = new Search({ ...values });
  if (!search.satisfyAll(goals, () => true)) return { ok: false, conflict: search.conflict };
  search.fillUnset();
  return { ok: true, solution: { values: { ...search.values }, constraints: [...search.constraints] } };
}

class Search {
  readonly constraints: Constraint[] = [];
  private steps = 0;
  private firstConflict: readonly Constraint[] = [];

  constructor(readonly values: Values) {}

  get conflict(): Conflict {
    return {
      constraints: this.firstConflict,
      isGivenUp: this.steps >= mostSteps || this.firstConflict.length === 0,
    };
  }

  /** Meets all goals and goes on; takes all back where that leads nowhere. */
  satisfyAll(goals: readonly Goal[], goOn: () => boolean): boolean {
    const [first, ...others] = goals;
    if (first === undefined) return goOn();
    return this.satisfy(first, () => this.satisfyAll(others, goOn));
  }

  private satisfy({ node, wanted }: Goal, goOn: () => boolean): boolean {
    if (++this.steps > mostSteps || this.constraints.length > mostConstraints) return false;
    switch (node.kind) {
      case 'not':
        return this.satisfy({ node: node.part, wanted: !wanted }, goOn);
      case 'macro':
        return this.satisfy({ node: node.part, wanted }, goOn);
      case 'check':
        return this.constrain({ leaf: node, wanted }, goOn);
      case 'nothing':
        return false;
      case 'and':
      case 'or': {
        const goals = inOrder(node.parts.map((part) => ({ node: part, wanted })));
        if ((node.kind === 'and') === wanted) return this.satisfyAll(goals, goOn);
        return goals.some((goal) => this.satisfy(goal, goOn));
      }
    }
  }

  private constrain(constraint: Constraint, goOn: () => boolean): boolean {
    this.constraints.push(constraint);
    if (this.holds(constraint) && goOn()) return true;
    const done = this.choose(constraint, goOn);
    if (!done) this.constraints.splice(this.constraints.lastIndexOf(constraint), 1);
    return done;
  }

  /** Gives the fields of a check other values, such that all checks on them agree. */
  private choose(constraint: Constraint, goOn: () => boolean): boolean {
    const names = fieldNamesOf(constraint.leaf);
    const known = names.map((name) => this.values[name]);
    let wentOn = 0;
    for (const name of names) {
      const others = this.constraints.filter(({ leaf }) => fieldNamesOf(leaf).includes(name));
      for (const value of candidates(name, others, this.values)) {
        if (value === this.values[name] || ++this.steps > mostSteps) continue;
        this.values[name] = value;
        this.chooseUnset(constraint, name);
        if (others.every((each) => this.holds(each)) && (wentOn++ < mostValues ? goOn() : false)) return true;
      }
      if (wentOn === 0 && this.firstConflict.length === 0) this.firstConflict = [...others];
      for (const [i, each] of names.entries()) this.set(each, known[i]);
    }
    return false;
  }

  /** The fields on the other side of a check that compares fields: the same value, or else a usual one. */
  private chooseUnset(constraint: Constraint, chosen: string): void {
    const { right } = constraint.leaf.check;
    for (const name of fieldNamesOf(constraint.leaf)) {
      if (name === chosen || this.values[name] !== undefined) continue;
      const usual = usualValues(name, typeOf(constraint, name), this.values)[0];
      this.values[name] = (right === undefined ? usual : undefined) ?? this.values[chosen]!;
    }
  }

  private set(name: string, value: Values[string] | undefined): void {
    if (value === undefined) delete this.values[name];
    else this.values[name] = value;
  }

  private holds({ leaf, wanted }: Constraint): boolean {
    return leaf.evaluate(eventOf(this.values)) === wanted;
  }

  /**
   * Fields that only `not` speaks of have no value yet, which is true but hardly believable; where they must
   * have none, they get null.
   */
  fillUnset(): void {
    for (const constraint of this.constraints) {
      for (const name of fieldNamesOf(constraint.leaf)) {
        if (this.values[name] !== undefined) continue;
        const others = this.constraints.filter(({ leaf }) => fieldNamesOf(leaf).includes(name));
        const fitting = candidates(name, others, this.values).find((value) => {
          this.values[name] = value;
          return others.every((each) => this.holds(each));
        });
        this.set(name, fitting ?? null);
      }
    }
  }
}

/** Values of one field that are followed before its check is given up: more seldom lead to anything new. */
const mostValues = 6;

/** What leaves the least choice first: it is the most particular to the rule. */
function inOrder(goals: readonly Goal[]): readonly Goal[] {
  return [...goals].sort((a, b) => freedom(a) - freedom(b));
}

function freedom({ node, wanted }: Goal): number {
  switch (node.kind) {
    case 'macro':
      return freedom({ node: node.part, wanted });
    case 'not':
      return freedom({ node: node.part, wanted: !wanted });
    case 'check':
      return wanted ? (/^(?:=|==|in)$/.test(checkOf({ leaf: node, wanted }).operator.name) ? 0 : 1) : 4;
    case 'and':
      return wanted ? 2 : 5;
    case 'or':
      return wanted ? 3 : 4;
    case 'nothing':
      return 6;
  }
}
