import { fieldKey, printOperand } from '../../falco/condition/print.ts';
import type { Operand } from '../../falco/condition/tree.ts';
import { lowerAscii, upperAscii } from '../../falco/evaluate/byte-string.ts';
import { type ByteSet, byteSet } from '../pattern/pcre2-nodes.ts';
import { anyText, type BytePattern, bytes, choice, mapSets, repeat, sequence, text } from './byte-pattern.ts';
import { withoutSlash } from './path-pattern.ts';

/** The value of an alert that an operand compares, and what is asked of it. */
export interface OperandValue {
  /** The key in `output_fields`. */
  readonly field: string;
  /** The values for which the operand gives a text of a pattern. */
  readonly before: (pattern: BytePattern) => BytePattern;
  /** True where a transformer stands round the value. */
  readonly transformed: boolean;
}

/**
 * The value that an operand compares: that of its field, or the operand's own where the alert carries it as a
 * whole. Undefined for a transformer whose work cannot be undone in a pattern.
 * @param carried the keys that the alert carries.
 */
export function operandValue(operand: Operand, carried: ReadonlySet<string>): OperandValue | undefined {
  if (operand.kind === 'field') return asItIs(fieldKey(operand));
  const [inner] = operand.operands;
  const known =
    inner?.kind === 'field' || inner?.kind === 'transformer' ? operandValue(inner, carried) : undefined;
  const undo = undoing.get(operand.name);
  if (
    known !== undefined &&
    carried.has(known.field) &&
    undo !== undefined &&
    operand.operands.length === 1
  ) {
    return { ...known, before: (pattern) => known.before(undo(pattern)), transformed: true };
  }
  const key = printOperand(operand);
  return carried.has(key) ? asItIs(key) : undefined;
}

function asItIs(field: string): OperandValue {
  return { field, before: (pattern) => pattern, transformed: false };
}

/** The texts that a transformer turns into texts of a pattern. */
const undoing: ReadonlyMap<string, (pattern: BytePattern) => BytePattern> = new Map([
  ['tolower', (pattern: BytePattern) => changed(pattern, lowerAscii)],
  ['toupper', (pattern: BytePattern) => changed(pattern, upperAscii)],
  [
    'basename',
    (pattern: BytePattern) => sequence(repeat(sequence(anyText, text('/')), 0, 1), withoutSlash(pattern)),
  ],
]);

/** Texts whose bytes, each changed, are those of the pattern. */
function changed(pattern: BytePattern, change: (byte: string) => string): BytePattern {
  return mapSets(pattern, (set) => {
    const before: ByteSet = byteSet((byte) => set[change(String.fromCharCode(byte)).charCodeAt(0)] === 1);
    return before.includes(1) ? bytes(before) : choice();
  });
}
