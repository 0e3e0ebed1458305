import type { CompiledNode } from '../../falco/evaluate/evaluate.ts';
import { type EventValue, eventOf } from '../../falco/evaluate/event.ts';
import { candidates } from './candidates.ts';
import { type Constraint, fieldNamesOf, type Values } from './constraint.ts';
import { type Goal, type Solution, solve } from './solve.ts';

/** An event like one that fires a rule, but for one check. */
export interface NearMiss {
  /** The check that says otherwise here. */
  readonly constraint: Constraint;
  /** The fields that have other values: as a rule one, more where the check counts only together with others. */
  readonly changed: readonly string[];
  readonly values: Values;
}

/** A check that cannot be broken alone. */
export interface NoMiss {
  readonly constraint: Constraint;
  /** Why, as a sentence. */
  readonly reason: string;
}

/**
 * For each check that makes a condition true of an event: the same event with one field changed, such that
 * the check says otherwise and the condition is no longer true; or why there is none.
 * @param root the condition, compiled in `engine` mode
 */
export function nearMisses(
  root: CompiledNode,
  { values, constraints }: Solution,
): readonly (NearMiss | NoMiss)[] {
  return constraints.map((constraint) => {
    const others = constraints.filter((each) => each !== constraint);
    return (
      changeOfOneField(root, constraint, values, others) ??
      changeOfOneField(root, constraint, values, []) ??
      changeOfSeveral(root, constraint, values) ??
      noMiss(constraint)
    );
  });
}

/** @param kept checks on the same field that shall go on saying what they say. */
function changeOfOneField(
  root: CompiledNode,
  constraint: Constraint,
  values: Values,
  kept: readonly Constraint[],
): NearMiss | undefined {
  const broken: Constraint = { leaf: constraint.leaf, wanted: !constraint.wanted };
  for (const field of fieldNamesOf(constraint.leaf)) {
    const same = kept.filter(({ leaf }) => fieldNamesOf(leaf).includes(field));
    const fits = (value: EventValue): boolean => {
      const event = eventOf({ ...values, [field]: value });
      const agrees = ({ leaf, wanted }: Constraint) => leaf.evaluate(event) === wanted;
      return agrees(broken) && same.every(agrees) && root.evaluate(event) === false;
    };
    const value = [...candidates(field, [broken, ...same], values), null].find(fits);
    if (value !== undefined) return { constraint, changed: [field], values: { ...values, [field]: value } };
  }
  return undefined;
}

/**
 * In `not (a and b)` it takes both to make a difference: the part of the condition that the check stands in
 * is turned round as a whole.
 */
function changeOfSeveral(root: CompiledNode, constraint: Constraint, values: Values): NearMiss | undefined {
  const part = partWith(constraint, { node: root, wanted: true });
  if (part === undefined) return undefined;
  const broken = { node: constraint.leaf, wanted: !constraint.wanted };
  const solved = solve([broken, { node: part.node, wanted: !part.wanted }], values);
  if (!solved.ok || root.evaluate(eventOf(solved.solution.values)) !== false) return undefined;
  const made = solved.solution.values;
  const changed = Object.keys(made).filter((name) => made[name] !== values[name]);
  return { constraint, changed, values: made };
}

/** The smallest part with the check in it that must say what it says for the condition to be true. */
function partWith(constraint: Constraint, goal: Goal): Goal | undefined {
  const { node, wanted } = goal;
  if (!holds(node, constraint)) return undefined;
  switch (node.kind) {
    case 'not':
      return partWith(constraint, { node: node.part, wanted: !wanted });
    case 'macro':
      return partWith(constraint, { node: node.part, wanted });
    case 'and':
    case 'or':
      if ((node.kind === 'and') !== wanted) return goal;
      return partWith(constraint, { node: node.parts.find((part) => holds(part, constraint))!, wanted });
    default:
      return goal;
  }
}

/** True where the check stands in the node. */
function holds(node: CompiledNode, constraint: Constraint): boolean {
  switch (node.kind) {
    case 'not':
    case 'macro':
      return holds(node.part, constraint);
    case 'and':
    case 'or':
      return node.parts.some((part) => holds(part, constraint));
    default:
      return node === constraint.leaf;
  }
}

function noMiss(constraint: Constraint): NoMiss {
  const fields = fieldNamesOf(constraint.leaf).join(' and ');
  return {
    constraint,
    reason: `No value of ${fields} was found with which this check alone keeps the rule from firing.`,
  };
}
