import { fieldKey, printOperand } from '../condition/print.ts';
import type { FieldOperand, Operand, TransformerArgument, TransformerOperand } from '../condition/tree.ts';
import { resolveField } from '../tables/field-reference.ts';
import type { FieldTable } from '../tables/fields.ts';
import { toBytes } from './byte-string.ts';
import type { Event } from './event.ts';
import { type Reading, valueReader } from './reading.ts';
import { concatenate, join, listOf, options, transform } from './transformers.ts';

/** Something that a check compares: a field, a transformer round one, or a literal inside a transformer. */
export interface Source {
  /** The engine's type of its values. */
  readonly type: string;
  readonly list: boolean;
  /** The type before any transformer: where the engine looks at that one only. */
  readonly plainType: string;
  /** True for `getopt`, whose list the engine's `len` takes for a single value. */
  readonly listInDisguise?: boolean;
  /** The event fields that it reads. */
  readonly fields: readonly ReadField[];
  readonly read: (event: Event) => Reading;
}

/** One field of the event, by its name as written in the condition. */
export interface ReadField {
  readonly name: string;
  readonly type: string;
  readonly read: (event: Event) => Reading;
}

/**
 * Compiles a field or transformer. A field that the table does not have is read as a string; a transformer
 * with operands that it does not take has no value (the checker rejects both).
 * @param unrecorded what a field that the event does not tell counts as: null (no value) or undefined.
 */
export function compileSource(operand: Operand, fields: FieldTable, unrecorded: null | undefined): Source {
  if (operand.kind === 'field') return fieldSource(operand, fields, unrecorded);
  const operands = operand.operands.map((each) => argumentSource(each, fields, unrecorded));
  const source = transformerSource(operand, operands);
  return unrecorded === undefined ? orRecorded(source, printOperand(operand)) : source;
}

/** A transformer used in an output is recorded under its own text; that will do where its field is not. */
function orRecorded(source: Source, text: string): Source {
  const convert = valueReader(source.type, source.list);
  const read = (event: Event): Reading => {
    const reading = source.read(event);
    return reading === undefined ? convert(event.value(text)) : reading;
  };
  return { ...source, read };
}

function fieldSource(operand: FieldOperand, fields: FieldTable, unrecorded: null | undefined): Source {
  const found = resolveField(fields, operand.name, operand.argument);
  const { type, list } = 'field' in found && found.field ? found.field : { type: 'CHARBUF', list: false };
  const key = fieldKey(operand);
  const convert = valueReader(type, list);
  const read = (event: Event): Reading => {
    const reading = convert(event.value(key));
    return reading === undefined ? unrecorded : reading;
  };
  return { type, list, plainType: type, fields: [{ name: key, type, read }], read };
}

function argumentSource(
  argument: TransformerArgument,
  fields: FieldTable,
  unrecorded: null | undefined,
): Source {
  if (argument.kind === 'literal') return literalSource(argument.text);
  if (argument.kind !== 'transformer-list') return compileSource(argument, fields, unrecorded);
  return listOf(argument.items.map((item) => argumentSource(item, fields, unrecorded)));
}

function literalSource(text: string): Source {
  const bytes = toBytes(text);
  return { type: 'CHARBUF', list: false, plainType: 'CHARBUF', fields: [], read: () => bytes };
}

function transformerSource(operand: TransformerOperand, operands: readonly Source[]): Source {
  const [first, second] = operands;
  if (first !== undefined && operands.length === 1) return transform(operand.name, first);
  if (first !== undefined && second !== undefined) {
    if (operand.name === 'concat') return concatenate(operands);
    if (operand.name === 'join' && operands.length === 2) return join(first, second);
    if (operand.name === 'getopt' && operands.length === 2) return options(first, second, operand.argument);
  }
  return { type: 'CHARBUF', list: false, plainType: 'CHARBUF', fields: [], read: () => null };
}
