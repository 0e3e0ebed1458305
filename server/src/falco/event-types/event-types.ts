import type {
  Check,
  Condition,
  MacroReference,
  Operand,
  RightHand,
  TransformerArgument,
} from '../condition/tree.ts';
import { certainOutcome } from '../evaluate/certain-outcome.ts';
import {
  allEventCodes,
  allSyscalls,
  asyncName,
  codesOfNames,
  type EventCodes,
  isGenericCode,
  namesOfCodes,
  namesOfSyscalls,
  type Syscalls,
  syscallsOfNames,
} from './event-codes.ts';

/** The event types that a condition can match. */
export interface EventTypes {
  /**
   * Names of the matching entries of the event table, sorted. A system call without an entry of its own
   * stands for all of those, because the engine cannot tell them apart there.
   */
  readonly names: readonly string[];
  /** The names that `falco -L` lists, sorted: exact for such system calls, and always with `asyncevent`. */
  readonly listed: readonly string[];
  /** How many entries match; the engine warns (LOAD_NO_EVTTYPE) at more than `mostEventCodes`. */
  readonly codes: number;
}

/** Event types, or the engine's message about a check of `evt.type` that it cannot look up; the load fails. */
export type EventTypesResult =
  | { readonly ok: true; readonly types: EventTypes }
  | { readonly ok: false; readonly error: string; readonly check: Check };

/** At more matching entries of the event table than this the engine warns of a slow rule. */
export const mostEventCodes = 100;

/**
 * The event types that a condition of source `syscall` can match, as the engine computes them: by sets
 * through `and`, `or` and `not`, where only `evt.type` and `syscall.type` with `=`, `!=`, `in` and `exists`,
 * and some checks of `evt.num`, narrow the set. Macros must be resolved (`expansion`); one that is not matches everything.
 * @param asyncEvents names of events that loaded plugins send (`FieldTables.asyncEvents`).
 * @param known what macros match, kept from one question to the next as long as `asyncEvents` stay the same.
 * @param visible the conditions of macros that are not resolved in it, with their own macros resolved.
 */
export function eventTypesOf(
  condition: Condition,
  asyncEvents: readonly string[] = [],
  known: KnownCodes = new WeakMap(),
  visible: VisibleMacro = noMacro,
): EventTypesResult {
  try {
    const codes = matching(condition, false, codesUniverse(asyncEvents, known, visible));
    const types: EventTypes = {
      codes: codes.size,
      // Every load wants the number, only few questions the names.
      get names() {
        return namesOfCodes(codes);
      },
      get listed() {
        return listed(codes, matchingSyscalls(condition, asyncEvents, visible));
      },
    };
    return { ok: true, types };
  } catch (error) {
    if (error instanceof LookupError) return { ok: false, error: error.message, check: error.check };
    throw error;
  }
}

/** Gives the condition of a macro that is not resolved. */
type VisibleMacro = (name: string) => Condition | undefined;

const noMacro = () => undefined;

/** What the conditions of macros match, plain and negated. */
export type KnownCodes = Matched<number>;

/** The events that a condition matches and those that its negation does; undefined where the load fails. */
export function eventCodesOf(
  condition: Condition,
  asyncEvents: readonly string[],
  known: KnownCodes,
): readonly [EventCodes, EventCodes] | undefined {
  const universe = codesUniverse(asyncEvents, known, noMacro);
  try {
    return [matching(condition, false, universe), matching(condition, true, universe)];
  } catch (error) {
    if (error instanceof LookupError) return undefined;
    throw error;
  }
}

function codesUniverse(
  asyncEvents: readonly string[],
  macros: KnownCodes,
  visible: VisibleMacro,
): Universe<number> {
  return { all: allEventCodes, named: (names) => codesOfNames(names, asyncEvents), macros, visible };
}

function matchingSyscalls(
  condition: Condition,
  asyncEvents: readonly string[],
  visible: VisibleMacro,
): Syscalls {
  return matching(condition, false, {
    all: allSyscalls,
    named: (names) => syscallsOfNames(names, asyncEvents),
    macros: new WeakMap(),
    visible,
  });
}

/** What `falco -L` lists for a rule of another source: plugins' events, whatever the condition says. */
export const pluginEventTypes: readonly string[] = [asyncName, 'pluginevent'];

/** As `falco -L` puts the two together. */
function listed(codes: EventCodes, syscalls: Syscalls): string[] {
  const specific = namesOfCodes(new Set([...codes].filter((code) => !isGenericCode(code))));
  return [...new Set([asyncName, ...specific, ...namesOfSyscalls(syscalls)])].sort();
}

/** Thrown in here only. */
class LookupError extends Error {
  readonly check: Check;

  constructor(message: string, check: Check) {
    super(message);
    this.check = check;
  }
}

/** What the sets are made of: codes of events or names of system calls. */
interface Universe<Element> {
  readonly all: ReadonlySet<Element>;
  readonly named: (names: readonly string[]) => ReadonlySet<Element>;
  /** What macros' conditions match, plain and negated, so that each is looked at once. */
  readonly macros: Matched<Element>;
  readonly visible: VisibleMacro;
}

type Matched<Element> = WeakMap<Condition, Map<boolean, ReadonlySet<Element>>>;

/** Below this depth, macros resolved, everything matches: it keeps hostile trees off the stack. */
const deepest = 1500;

/** The elements that a condition, negated or not, can match; negation moves down to the checks. */
function matching<Element>(
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

function matchingCheck<Element>(
  check: Check,
  negated: boolean,
  universe: Universe<Element>,
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

/** @param all what every set is part of; most checks match all of it, so it is looked for first. */
function union<Element>(
  sets: readonly ReadonlySet<Element>[],
  all: ReadonlySet<Element>,
): ReadonlySet<Element> {
  if (sets.includes(all)) return all;
  return new Set(sets.flatMap((set) => [...set]));
}

function intersection<Element>(
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
