import type { Check, FieldOperand } from '../condition/tree.ts';

/** How the engine's own comparison of some fields departs from what the condition says. */
export interface FieldQuirk {
  /** `never`: it finds nothing; `first`: it looks at the first right-hand value only. */
  readonly effect: 'never' | 'first';
  /** For people: what happens, and what to write instead. */
  readonly note: string;
}

/** Fields that stand for both ends of a connection: `!=` must hold for both, other operators for either. */
export const bothEnds: ReadonlySet<string> = new Set(['fd.ip', 'fd.port', 'fd.net', 'fd.proto']);

/** Without an argument these stand for every ancestor of a process. */
const ancestors = new Set([
  'proc.aname',
  'proc.aexe',
  'proc.aexepath',
  'proc.acmdline',
  'proc.aenv',
  'proc.apid',
]);

/** True for a field that stands for every ancestor of a process: `proc.aname` without an index. */
export function isAncestors({ name, argument }: Pick<FieldOperand, 'name' | 'argument'>): boolean {
  return ancestors.has(name) && argument === undefined;
}

/**
 * The quirk that a check on a field of an engine type meets, or undefined. Some fields bypass the usual
 * comparison (libsinsp: `compare_ip`, `compare_net`, `compare_port`, `compare_full_…`, `evt.rawarg`): they
 * know no quantifiers, and hand numbers and addresses to `in` without their length, so that nothing is found.
 */
export function quirkOf(check: Check, type: string): FieldQuirk | undefined {
  if (check.left.kind !== 'field') return undefined;
  const { name } = check.left;
  const { name: operator, quantifier } = check.operator;
  const isRaw = name.startsWith('evt.rawarg.');
  const isAncestor = isAncestors(check.left);
  if (operator === 'in' || operator === 'intersects') {
    if (name === 'fd.net') return first(name);
    const withoutLength = name === 'fd.ip' || isRaw || isAncestor;
    return withoutLength && !isText(type) ? never(name, operator) : undefined;
  }
  if (quantifier === undefined) return undefined;
  return isRaw || isAncestor || bothEnds.has(name) ? first(name) : undefined;
}

function isText(type: string): boolean {
  return type === 'CHARBUF' || type === 'FSPATH' || type === 'FSRELPATH';
}

function never(name: string, operator: string): FieldQuirk {
  return { effect: 'never', note: `Falco never finds ${name} with ${operator}; write = joined with or` };
}

function first(name: string): FieldQuirk {
  return { effect: 'first', note: `Falco compares ${name} with the first value only; write one check each` };
}
