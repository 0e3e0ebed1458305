import type { Check } from '../../falco/condition/tree.ts';
import type { CompiledLeaf } from '../../falco/evaluate/evaluate.ts';
import { fieldsOf } from '../../falco/evaluate/evaluate.ts';
import type { EventValue } from '../../falco/evaluate/event.ts';

/** A check of a condition and what it shall say of the event that is being made. */
export interface Constraint {
  readonly leaf: CompiledLeaf;
  readonly wanted: boolean;
}

/** The check as it stands in the condition. */
export function checkOf({ leaf }: Constraint): Check {
  return leaf.source as Check;
}

/** The names of the fields that the check reads, each once, as they are written. */
export function fieldNamesOf(leaf: CompiledLeaf): readonly string[] {
  return [...new Set(fieldsOf(leaf.check).map(({ name }) => name))];
}

/** The engine's type of a field that the check reads. */
export function typeOf({ leaf }: Constraint, field: string): string {
  return fieldsOf(leaf.check).find(({ name }) => name === field)?.type ?? 'CHARBUF';
}

/** Values of fields that can be chosen and taken back. */
export type Values = Record<string, EventValue>;
