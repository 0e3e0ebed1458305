import { type Span, span } from '../../text/span.ts';
import { isFault, operandType } from '../condition/operand-type.ts';
import { parseOperand } from '../condition/parse.ts';
import { printOperand } from '../condition/print.ts';
import type { Operand } from '../condition/tree.ts';
import type { FieldTable } from '../tables/fields.ts';

/** A `%field` in an output; `span` holds it with its `%`. */
export interface OutputField {
  readonly operand: Operand;
  /** The key under which alerts carry its value, as written. */
  readonly key: string;
  readonly span: Span;
  /** Width to which the value is cut or filled, as in `%10proc.name`. */
  readonly width?: number;
}

/** What is wrong at a `%`. */
export interface OutputFault {
  readonly kind: 'unknown-field' | 'trailing-percent' | 'trailing-number' | 'empty';
  readonly engineMessage: string;
  readonly span: Span;
  /** The word that is no field. */
  readonly word: string;
}

/** An output read: its fields, and what the engine would stumble over (it stops at the first). */
export interface ParsedOutput {
  readonly fields: readonly OutputField[];
  readonly faults: readonly OutputFault[];
}

/**
 * Reads an output as the engine's formatter does: after `%` an optional width, then the longest text that is
 * a field or transformer; there is no `%%` (ENGINE.md, "Output").
 */
export function parseOutput(text: string, table: FieldTable): ParsedOutput {
  const fields: OutputField[] = [];
  const faults: OutputFault[] = [];
  if (text === '') {
    faults.push({ kind: 'empty', engineMessage: 'empty formatting token', span: span(0, 0), word: '' });
  }
  for (let percent = text.indexOf('%'); percent !== -1; ) {
    const read = readField(text, percent, table);
    if ('operand' in read) fields.push(read);
    else faults.push(read);
    percent = text.indexOf('%', Math.max(read.span.end, percent + 1));
  }
  return { fields, faults };
}

function readField(text: string, percent: number, table: FieldTable): OutputField | OutputFault {
  if (percent === text.length - 1) {
    const engineMessage = 'invalid formatting syntax: formatting cannot end with a %';
    return { kind: 'trailing-percent', engineMessage, span: span(percent, percent + 1), word: '' };
  }
  const digits = /[0-9]*/y;
  digits.lastIndex = percent + 1;
  const width = digits.exec(text)![0];
  const start = percent + 1 + width.length;
  if (start === text.length) {
    const engineMessage = 'invalid formatting syntax: formatting cannot end with a number';
    return { kind: 'trailing-number', engineMessage, span: span(percent, start), word: width };
  }
  const operand = longestOperand(text.slice(start), table);
  if (operand === undefined) return unknownField(text, percent, start);
  const where = span(percent, start + operand.span.end);
  const field = { operand, key: printOperand(operand), span: where };
  return width === '' ? field : { ...field, width: Number(width) };
}

/** Measured: whatever is wrong, the engine's message is that of the last and shortest text it tries. */
function unknownField(text: string, percent: number, start: number): OutputFault {
  const word = /^[\w.]*(?:\[[^\]\s]*\]?)?/.exec(text.slice(start))![0];
  return {
    kind: 'unknown-field',
    engineMessage: "unknown filter: unexpected token after '",
    span: span(percent, start + word.length),
    word,
  };
}

/** The longest beginning of `text` that is a field of the table or a transformer over such fields. */
function longestOperand(text: string, table: FieldTable): Operand | undefined {
  const whole = parseOperand(text);
  if (whole !== undefined) {
    if (!isFault(operandType(whole, table))) return whole;
    const bare = validOperand(text.slice(0, whole.argumentSpan?.start ?? whole.span.end), table);
    if (bare !== undefined) return bare;
  }
  // No field's name comes near 256 characters; a hostile word may have many more.
  const name = /^[a-zA-Z][\w.]{0,255}/.exec(text)?.[0] ?? '';
  for (let length = name.length; length > 0; length--) {
    const operand = validOperand(name.slice(0, length), table);
    if (operand !== undefined) return operand;
  }
  return undefined;
}

function validOperand(text: string, table: FieldTable): Operand | undefined {
  const operand = parseOperand(text);
  if (operand === undefined) return undefined;
  return isFault(operandType(operand, table)) ? undefined : operand;
}
