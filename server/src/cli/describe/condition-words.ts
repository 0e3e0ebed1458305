import { visitChecks } from '../../falco/condition/check.ts';
import { fieldKey } from '../../falco/condition/print.ts';
import type {
  Check,
  Condition,
  FieldOperand,
  RightHand,
  TransformerArgument,
} from '../../falco/condition/tree.ts';

/** What occurs in a condition, macros resolved; each sorted. */
export interface ConditionWords {
  readonly operators: readonly string[];
  /** Fields with their arguments, left and right. */
  readonly fields: readonly string[];
  /** Names of event types that it compares with. */
  readonly eventTypes: readonly string[];
}

/** Collects the operators, fields and event types of a condition and of the macros in it. */
export function wordsOf(condition: Condition): ConditionWords {
  const checks = new Set<Check>();
  visitResolved(condition, new Set(), (check) => checks.add(check));
  const all = [...checks];
  return {
    operators: sorted(
      all.map(({ operator: { name, quantifier } }) => [name, quantifier ?? ''].join(' ').trim()),
    ),
    fields: sorted(all.flatMap((check) => fieldsOf(check).map(fieldKey))),
    eventTypes: sorted(all.flatMap(eventTypesOf)),
  };
}

/** The names among `known` that stand in a condition as macros, macros not resolved. */
export function macrosIn(condition: Condition, known: ReadonlyMap<string, unknown>): string[] {
  const names = new Set<string>();
  visitMacros(condition, (name) => known.has(name) && names.add(name));
  return sorted(names);
}

/** The names among `known` that stand between parentheses in a condition, lists not put in. */
export function listsIn(condition: Condition, known: ReadonlyMap<string, unknown>): string[] {
  const names: string[] = [];
  visitChecks(condition, ({ right }) => names.push(...literalsOf(right).filter((name) => known.has(name))));
  return sorted(names);
}

/** Each name once, in the order of their characters' numbers. */
export function sorted(names: Iterable<string>): string[] {
  return [...new Set(names)].sort();
}

function visitResolved(node: Condition, seen: Set<Condition>, visit: (check: Check) => void): void {
  switch (node.kind) {
    case 'and':
    case 'or':
      for (const operand of node.operands) visitResolved(operand, seen, visit);
      break;
    case 'not':
      visitResolved(node.operand, seen, visit);
      break;
    case 'macro':
      // A macro is looked into once, however often it is used.
      if (node.expansion === undefined || seen.has(node.expansion)) return;
      seen.add(node.expansion);
      visitResolved(node.expansion, seen, visit);
      break;
    case 'check':
      visit(node);
  }
}

function visitMacros(node: Condition, visit: (name: string) => void): void {
  switch (node.kind) {
    case 'and':
    case 'or':
      for (const operand of node.operands) visitMacros(operand, visit);
      break;
    case 'not':
      visitMacros(node.operand, visit);
      break;
    case 'macro':
      visit(node.name);
  }
}

function fieldsOf({ left, right }: Check): FieldOperand[] {
  const rightFields = right?.kind === 'field' || right?.kind === 'transformer' ? fieldsIn(right) : [];
  return [...fieldsIn(left), ...rightFields];
}

function fieldsIn(argument: TransformerArgument): FieldOperand[] {
  switch (argument.kind) {
    case 'field':
      return [argument];
    case 'transformer':
      return argument.operands.flatMap(fieldsIn);
    case 'transformer-list':
      return argument.items.flatMap(fieldsIn);
    case 'literal':
      return [];
  }
}

function eventTypesOf({ left, right }: Check): string[] {
  const comparesTypes = left.kind === 'field' && ['evt.type', 'evt.asynctype'].includes(left.name);
  if (!comparesTypes) return [];
  return right?.kind === 'literal' ? [right.text] : literalsOf(right);
}

function literalsOf(right: RightHand | undefined): string[] {
  return right?.kind === 'list' ? right.items.map(({ text }) => text) : [];
}
