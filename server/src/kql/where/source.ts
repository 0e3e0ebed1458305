import { fieldKey, printOperand } from '../../falco/condition/print.ts';
import type {
  FieldOperand,
  Operand,
  TransformerArgument,
  TransformerOperand,
} from '../../falco/condition/tree.ts';
import { isAncestors } from '../../falco/evaluate/field-quirks.ts';
import { resolveField } from '../../falco/tables/field-reference.ts';
import type { FieldTable } from '../../falco/tables/fields.ts';
import type { ParsedColumn } from '../parser-function/columns.ts';
import { cannotExpress, Inexpressible } from './problem.ts';
import type { KqlExpression } from './tree.ts';
import { always, and, call, compare, constant, index, name, text } from './tree.ts';

/** How alerts reach Sentinel. */
export type Transport = 'cef' | 'json' | 'both';

/** What a translation needs to know beside the condition. */
export interface WhereOptions {
  readonly fields: FieldTable;
  readonly transport: Transport;
  /** The columns of the parser function. */
  readonly columns: readonly ParsedColumn[];
  /** Keys of the alert's fields, where they are known: an output may print `%tolower(proc.name)`. */
  readonly carried?: ReadonlySet<string>;
}

/** Something that a check compares, as KQL. */
export interface Source {
  /** The engine's type of its values. */
  readonly type: string;
  readonly list: boolean;
  /** Its value as Falcosidekick sent it: a dynamic value, or the text of a transformer. */
  readonly raw: KqlExpression;
  /** Its value as text; the empty one where there is none. */
  readonly text: KqlExpression;
  /** True where it has a value. */
  readonly present: KqlExpression;
  /** The column that holds its text, but the empty one where it is empty, `<NA>` or missing. */
  readonly column?: KqlExpression;
  /** True where its text is empty whenever it is not present. */
  readonly emptyWithout: boolean;
  /** Names of the fields that it reads. */
  readonly fields: readonly string[];
  /** The outermost transformer. */
  readonly transformer?: string;
}

/** The column of the parser function that holds all fields. */
export const fieldsColumn = 'outputfields';

/** Types of fields whose values are texts. */
export const textTypes: ReadonlySet<string> = new Set(['CHARBUF', 'FSPATH', 'FSRELPATH']);

/** The fields or transformers of a check as KQL. Throws Inexpressible. */
export function translateOperand(operand: Operand, options: WhereOptions): Source {
  return operand.kind === 'field' ? fieldSource(operand, options) : transformed(operand, options);
}

function fieldSource(operand: FieldOperand, options: WhereOptions): Source {
  const found = resolveField(options.fields, operand.name, operand.argument);
  const field = 'field' in found ? found.field : undefined;
  const key = fieldKey(operand);
  if (field?.filterOnly === true) {
    throw notInAlerts(key, 'Falco has it in conditions only, use a field that outputs may hold', operand);
  }
  if (isAncestors(operand)) {
    throw notInAlerts(key, 'without an index it stands for all ancestors, which no output shows', operand);
  }
  const list = field?.list === true;
  if (list && options.transport === 'cef') {
    throw new Inexpressible('kql-list-over-cef', [key], operand.span);
  }
  const column = columnOf(key, options);
  const value = fieldValue(key, field?.type ?? 'CHARBUF');
  return { ...value, list, ...(column !== undefined && { column: name(column) }) };
}

/** What the output of the rule prints with its transformer, and the alert carries under that very text. */
function printedSource(key: string, transformer: string): Source {
  const list = transformer === 'getopt' && !key.endsWith(']');
  return { ...fieldValue(key, transformer === 'len' ? 'UINT64' : 'CHARBUF'), list };
}

function fieldValue(key: string, type: string): Source {
  const raw = index(name(fieldsColumn), key);
  return {
    type,
    list: false,
    raw,
    text: call('tostring', raw),
    present: call('isnotnull', raw),
    emptyWithout: true,
    fields: [key],
  };
}

function notInAlerts(key: string, reason: string, { span }: FieldOperand): Inexpressible {
  return new Inexpressible('kql-field-not-in-alerts', [key, reason], span);
}

/**
 * The column that is filled from this field and nothing else. Over CEF a column that reads labels shows what
 * a rule's author put behind the label, and what a value forges there: the bag is nearer to the field.
 */
function columnOf(key: string, { columns, transport }: WhereOptions): string | undefined {
  const exact = columns.filter(({ fields, labels }) => {
    return fields.length === 1 && fields[0] === key && (transport === 'json' || labels.length === 0);
  });
  return (exact.find(({ labels }) => labels.length === 0) ?? exact[0])?.name;
}

function transformed(operand: TransformerOperand, options: WhereOptions): Source {
  const printed = printOperand(operand);
  if (options.carried?.has(printed) === true) return printedSource(printed, operand.name);
  const [first, second] = operand.operands;
  switch (operand.name) {
    case 'val':
      return translateOperand(onlyOperand(operand), options);
    case 'tolower':
    case 'toupper':
    case 'basename':
      return changedText(operand, translateOperand(onlyOperand(operand), options));
    case 'b64':
    case 'len':
      return { ...translateOperand(onlyOperand(operand), options), ...outermost(operand, options) };
    case 'concat':
      return joined(operand, operand.operands, (parts) => call('strcat', ...parts), options);
    case 'join':
      if (first !== undefined && second !== undefined) return joinedList(operand, first, second, options);
  }
  return cannotExpress(`\`${operand.name}\``, 'it has nothing of the kind', operand.span);
}

/** `b64` and `len` are part of the test that is made on them, so they stand outermost, round plain things. */
function outermost(operand: TransformerOperand, options: WhereOptions): Partial<Source> {
  const inner = translateOperand(onlyOperand(operand), options);
  if (inner.transformer === 'b64' || inner.transformer === 'len') return beyond(operand);
  if (operand.name === 'b64' && !textTypes.has(inner.type)) return beyond(operand);
  return { transformer: operand.name, type: operand.name === 'len' ? 'UINT64' : 'CHARBUF' };
}

function beyond(operand: TransformerOperand): never {
  return cannotExpress(`\`${printOperand(operand)}\``, 'it stands for bytes that are no text', operand.span);
}

function onlyOperand(operand: TransformerOperand): Operand {
  const [only] = operand.operands;
  if (only === undefined || only.kind === 'literal' || only.kind === 'transformer-list')
    return beyond(operand);
  return only;
}

const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** The text with its ASCII capitals made small: Falco knows no others, KQL's own functions do. */
export function lowerAscii(of: KqlExpression): KqlExpression {
  return call('translate', text(upper), text(upper.toLowerCase()), of);
}

function changedText(operand: TransformerOperand, source: Source): Source {
  if (source.transformer === 'b64' || source.transformer === 'len' || !textTypes.has(source.type)) {
    return beyond(operand);
  }
  const { column: _, ...rest } = source;
  return { ...rest, text: change(operand.name, source.text), transformer: operand.name };
}

function change(transformer: string, of: KqlExpression): KqlExpression {
  if (transformer === 'tolower') return lowerAscii(of);
  if (transformer === 'toupper') return call('translate', text(upper.toLowerCase()), text(upper), of);
  return call('tostring', index(call('split', of, text('/')), -1));
}

function joined(
  operand: TransformerOperand,
  parts: readonly TransformerArgument[],
  join: (parts: readonly KqlExpression[]) => KqlExpression,
  options: WhereOptions,
): Source {
  const sources = parts.map((part) => textPart(operand, part, options));
  const joinedText = join(sources.map((source) => source.text));
  return {
    type: 'CHARBUF',
    list: false,
    raw: joinedText,
    text: joinedText,
    present: and(sources.map((source) => source.present)),
    emptyWithout: false,
    fields: sources.flatMap((source) => source.fields),
    transformer: operand.name,
  };
}

/** A text or a field of text inside `concat` or `join`. */
function textPart(operand: TransformerOperand, part: TransformerArgument, options: WhereOptions): Source {
  if (part.kind === 'transformer-list') return beyond(operand);
  if (part.kind === 'literal') {
    const literal = text(wellFormed(part.text));
    return {
      type: 'CHARBUF',
      list: false,
      raw: literal,
      text: literal,
      present: always,
      emptyWithout: false,
      fields: [],
    };
  }
  const source = translateOperand(part, options);
  if (source.list || !textTypes.has(source.type) || source.transformer === 'b64') {
    return cannotExpress(
      `\`${printOperand(operand)}\``,
      'Falco joins the bytes of what is no text',
      operand.span,
    );
  }
  return source;
}

/** `join(", ", (a, proc.name))`, or of a field that is a list of texts. */
function joinedList(
  operand: TransformerOperand,
  separator: TransformerArgument,
  list: TransformerArgument,
  options: WhereOptions,
): Source {
  if (separator.kind !== 'literal') return beyond(operand);
  const between = text(wellFormed(separator.text));
  if (list.kind === 'transformer-list') {
    return joined(operand, list.items, (parts) => call('strcat_delim', between, ...parts), options);
  }
  const source = list.kind === 'field' ? fieldSource(list, options) : beyond(operand);
  if (!source.list || source.type !== 'CHARBUF') return beyond(operand);
  const joinedText = call('strcat_array', source.raw, between);
  const present = compare(call('array_length', source.raw), '>', constant(0));
  const { column: _, ...rest } = source;
  return { ...rest, list: false, raw: joinedText, text: joinedText, present, transformer: 'join' };
}

/** The text of a literal, where it is one: `\xff` alone is a byte that no text holds. */
export function wellFormed(literal: string): string {
  if (/\p{Cs}/u.test(literal)) cannotExpress('a byte that is not UTF-8', 'its texts hold characters only');
  return literal;
}
