import type {
  Check,
  Condition,
  MacroReference,
  Operand,
  RightHand,
  TransformerArgument,
} from '../condition/tree.ts';
import { certainOutcome } from '../evaluate/certain-outcome.ts';

/** Gives the condition of a macro that is not resolved. */
export type VisibleMacro = (name: string) => Condition | undefined;

/** Thrown for a check of `evt.type` that the engine cannot look up: the load fails. */
export class LookupError extends Error {
  readonly check: Check;

  constructor(message: string, check: Check) {
    super(message);
    this.check = check;
  }
}

/** What the sets are made of: codes of events or names of system calls. */
export interface Universe<Element> {
  readonly all: ReadonlySet<Element>;
  readonly named: (names: readonly string[]) => ReadonlySet<Element>;
  /** What macros' conditions match, plain and negated, so that each is looked at once. */
  readonly macros: Matched<Element>;
  readonly visible: VisibleMacro;
}

/** What the conditions of macros match, plain and negated. */
export type Matched<Element> = WeakMap<Condition, Map<boolean, ReadonlySet<Element>>>;

/** Below this depth, macros resolved, everything matches: it keeps hostile trees off the stack. */
export const deepest = 1500;

/**
 * The elements that a condition, negated or not, can match; negation moves down to the checks.
 * @throws LookupError
 */
export function matching<Element>(
  condition: Condition,
  negated: boolean,
  universe: Universe<Element>,
  depth = 0,
): ReadonlySet<Element> {
  if (depth > deepest) return universe.all;
  switch (condition.kind) {
    case 'and':
    case 'or': {
      const parts = condition.operands.map((each) => matching(each, negated, universe, depth + 1));
      return (condition.kind === 'and') === negated
        ? union(parts, universe.all)
        : intersection(parts, universe.all);
    }
    case 'not':
      return matching(condition.operand, !negated, universe, depth + 1);
    case 'check':
      return matchingCheck(condition, negated, universe);
    case 'macro':
      return matchingMacro(condition, negated, universe, depth + 1);
    case 'missing':
      return universe.all;
  }
}

function matchingMacro<Element>(
  reference: MacroReference,
  negated: boolean,
  universe: Universe<Element>,
  depth: number,
): ReadonlySet<Element> {
  const expansion = reference.expansion ?? universe.visible(reference.name);
  if (expansion === undefined) return universe.all;
  const known = universe.macros.get(expansion) ?? new Map<boolean, ReadonlySet<Element>>();
  universe.macros.set(expansion, known);
  const elements = known.get(negated) ?? matching(expansion, negated, universe, depth);
  known.set(negated, elements);
  return elements;
}

/** The elements that a check, negated or not, can match. @throws LookupError */
export function matchingCheck<Element>(
  check: Check,
  negated: boolean,
  universe: Pick<Universe<Element>, 'all' | 'named'>,
): ReadonlySet<Element> {
  const complement = (set: ReadonlySet<Element>) => difference(universe.all, set);
  const certain = certainOutcome(check);
  if (certain !== undefined) return certain === negated ? new Set() : universe.all;
  const { name: operator, quantifier } = check.operator;
  if (operator === 'exists') return holdsAlways(check) && negated ? new Set() : universe.all;
  if (quantifier !== undefined || !['=', '==', '!=', 'in'].includes(operator)) return universe.all;
  rejectTransformedType(check);
  if (!isEventType(check.left)) return endsWithLiteral(check.left) && negated ? new Set() : universe.all;
  const named = universe.named(namesIn(check));
  return (operator === '!=') === negated ? named : complement(named);
}

/** `evt.type exists` holds for every event; other fields' existence says nothing of the type. */
function holdsAlways(check: Check): boolean {
  rejectTransformedType(check);
  return isEventType(check.left);
}

function isEventType(operand: TransformerArgument): boolean {
  return (
    operand.kind === 'field' &&
    (operand.name === 'evt.type' || operand.name === 'syscall.type') &&
    operand.argument === undefined
  );
}

function rejectTransformedType(check: Check): void {
  if (check.left.kind !== 'transformer' || !readsEventType(check.left)) return;
  throw new LookupError('event code search does not support `evt.type` checks with transformers', check);
}

function readsEventType(operand: TransformerArgument): boolean {
  if (operand.kind === 'transformer') return operand.operands.some(readsEventType);
  if (operand.kind === 'transformer-list') return operand.items.some(readsEventType);
  return isEventType(operand);
}

/** The engine takes a transformer whose last operand is a literal for a check of `evt.type` when negating. */
function endsWithLiteral(operand: Operand): boolean {
  let last: TransformerArgument | undefined = operand;
  while (last?.kind === 'transformer' || last?.kind === 'transformer-list') {
    last = (last.kind === 'transformer' ? last.operands : last.items).at(-1);
  }
  return last?.kind === 'literal';
}

function namesIn(check: Check): readonly string[] {
  const right = literalsOf(check.right);
  if (right !== undefined) return right;
  throw new LookupError(
    'right-hand field comparisons on `evt.type`/`syscall.type` checks are not supported by event code search',
    check,
  );
}

function literalsOf(right: RightHand | undefined): readonly string[] | undefined {
  if (right?.kind === 'literal') return [right.text];
  if (right?.kind === 'list') return right.items.map((item) => item.text);
  return right === undefined ? [] : undefined;
}

/** All elements of some sets. @param all what every set is part of; most checks match all of it, so it is looked for first. */
export function union<Element>(
  sets: readonly ReadonlySet<Element>[],
  all: ReadonlySet<Element>,
): ReadonlySet<Element> {
  if (sets.includes(all)) return all;
  return new Set(sets.flatMap((set) => [...set]));
}

/** The elements that some sets share. @param all what every set is part of. */
export function intersection<Element>(
  sets: readonly ReadonlySet<Element>[],
  all: ReadonlySet<Element>,
): ReadonlySet<Element> {
  const [first = all, ...others] = sets.filter((set) => set !== all);
  if (others.length === 0) return first;
  return new Set([...first].filter((element) => others.every((set) => set.has(element))));
}

function difference<Element>(
  from: ReadonlySet<Element>,
  without: ReadonlySet<Element>,
): ReadonlySet<Element> {
  return new Set([...from].filter((element) => !without.has(element)));
}
