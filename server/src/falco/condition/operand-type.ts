import type { Span } from '../../text/span.ts';
import { type FieldFault, type FieldReference, resolveField } from '../tables/field-reference.ts';
import type { FieldInfo, FieldTable, FieldType } from '../tables/fields.ts';
import { fieldKey } from './print.ts';
import { argumentReason, typeInWords } from './reasons.ts';
import type { FieldOperand, Operand, TransformerArgument, TransformerOperand } from './tree.ts';

/** What an operand gives: its type after all transformers, and what the engine knows of its field. */
export interface OperandType {
  readonly type: FieldType;
  readonly list: boolean;
  /** The name that the engine uses in its messages. */
  readonly name: string;
  readonly noRightHand: boolean;
  readonly noTransformer: boolean;
  /** The type before transformers: `concat` and `join` look at that one (measured). */
  readonly declared: { readonly type: FieldType; readonly list: boolean };
  /** The declared field; absent for literals and for transformers of several values. */
  readonly field?: FieldInfo;
}

/** Why an operand has no type, in the engine's words and in ours. */
export interface OperandFault {
  readonly kind: 'unknown-field' | 'bad-field-argument' | 'bad-transformer';
  readonly engineMessage: string;
  readonly reason: string;
  readonly span: Span;
}

/** The type of an operand, or what is wrong with it. */
export type OperandResult = OperandType | OperandFault;

/** True where something is wrong with the operand. */
export function isFault(result: OperandResult): result is OperandFault {
  return 'engineMessage' in result;
}

/** The type of an operand under a source's fields, or what is wrong with it (the engine's first complaint). */
export function operandType(operand: Operand, table: FieldTable): OperandResult {
  return operand.kind === 'field' ? fieldType(operand, table) : transformerType(operand, table);
}

function fieldType(operand: FieldOperand, table: FieldTable): OperandResult {
  const resolved = resolveField(table, operand.name, operand.argument);
  if ('fault' in resolved) return fieldFault(operand, resolved);
  return referenceType(resolved);
}

/** The type of a field that was found, without transformers. */
export function referenceType({ field }: FieldReference): OperandType {
  const { type, list } = field;
  return {
    type,
    list,
    name: field.name,
    noRightHand: field.noRightHand,
    noTransformer: field.noTransformer,
    declared: { type, list },
    field,
  };
}

function fieldFault(operand: FieldOperand, { fault, field }: FieldFault): OperandFault {
  const key = fieldKey(operand);
  const isPlugin = field?.plugin !== undefined;
  const engineMessage = isPlugin
    ? pluginMessage(fault, key, field, operand)
    : coreMessage(fault, key, operand);
  const argumentSpan = operand.argumentSpan;
  const kind = fault === 'unknown-field' ? 'unknown-field' : 'bad-field-argument';
  const span = kind === 'bad-field-argument' && argumentSpan !== undefined ? argumentSpan : operand.span;
  return { kind, engineMessage, reason: argumentReason(fault, key, field?.name ?? operand.name), span };
}

function pluginMessage(
  fault: FieldFault['fault'],
  key: string,
  field: FieldInfo,
  operand: FieldOperand,
): string {
  const argument = operand.argument ?? '';
  // Measured: the engine reads a plugin's field up to the first blank.
  const read = key.split(' ', 1)[0]!;
  switch (fault) {
    case 'argument-missing':
      return `filter '${key}': ${field.name} requires an argument but none provided`;
    case 'argument-unexpected':
      return `filter '${key}': ${field.name} does not allow nor require an argument but one is provided: ${argument}`;
    case 'unbalanced-brackets':
      return `filter '${read}': ${field.name} has unbalanced argument brackets`;
    case 'argument-not-a-number':
      return `filter ${key} ${field.name} has an invalid index argument ${indexFault(argument)}: ${argument}`;
    default:
      return `filter_check called with nonexistent field ${key}`;
  }
}

function indexFault(argument: string): string {
  return /^\d+$/.test(argument) ? 'starting with 0' : 'not composed only by digits';
}

/** Messages of the engine's own fields; where it only notices that a text is left over it calls the field unknown. */
function coreMessage(fault: FieldFault['fault'], key: string, operand: FieldOperand): string {
  const readsStrictly = /^(?:evt\.(?:arg|rawarg|around)|fd\.types)$/.test(operand.name);
  switch (fault) {
    case 'argument-missing':
      return `filter syntax error: ${key}`;
    case 'unknown-event-argument':
      return `unknown event argument ${key.replace(/^evt\.(?:raw)?arg\./, '')}`;
    case 'argument-form':
      return 'evt.arg fields must be expressed explicitly';
    case 'argument-not-a-number':
      if (readsStrictly) return `${operand.argument ?? ''} is not a valid number`;
      break;
  }
  return `filter_check called with nonexistent field ${key}`;
}

const stringTypes: readonly FieldType[] = ['CHARBUF', 'FSPATH', 'FSRELPATH'];
const transformable: Readonly<Record<string, readonly FieldType[]>> = {
  tolower: stringTypes,
  toupper: stringTypes,
  basename: stringTypes,
  b64: ['CHARBUF', 'BYTEBUF'],
  len: [...stringTypes, 'BYTEBUF'],
};

function transformerType(operand: TransformerOperand, table: FieldTable): OperandResult {
  const inner: OperandType[] = [];
  for (const each of operand.operands) {
    const type = argumentType(each, table);
    if (isFault(type)) return type;
    inner.push(type);
  }
  const fault: Fault = (engineMessage, reason = engineMessage.replace(/^filter error: /, '')) => ({
    kind: 'bad-transformer',
    engineMessage,
    reason,
    span: operand.span,
  });
  const first = inner[0];
  if (first === undefined) return fault('filter error: missing transformer argument');
  if (operand.name === 'val') {
    return operand.argument === undefined
      ? first
      : fault("filter error: transformer 'val' does not support field arguments");
  }
  return inner.length === 1 ? singleValue(operand, first, fault) : severalValues(operand, inner, fault);
}

type Fault = (engineMessage: string, reason?: string) => OperandFault;

/** `tolower(x)` and its kin: one value in, one out. */
function singleValue(
  { name, argument }: TransformerOperand,
  inner: OperandType,
  fault: Fault,
): OperandResult {
  if (argument !== undefined) {
    return fault(`filter error: transformer '${name}' does not support field arguments`);
  }
  const accepted = transformable[name];
  if (accepted === undefined) return fault(`unknown field transfomer '${name}'`);
  if (inner.noTransformer) return fault(`field '${inner.name}' does not support transformers`);
  if (name === 'len' && inner.list) return { ...inner, type: 'UINT64', list: false };
  if (!accepted.includes(inner.type)) {
    const list = inner.list ? 'list ' : '';
    return fault(
      `can't add field transformer: type '${inner.type}' is not supported by '${name}' transformer applied on ${list}field '${inner.name}'`,
      `\`${name}\` cannot work on \`${inner.name}\`, which is ${typeInWords(inner.type, inner.list)}`,
    );
  }
  return name === 'len' ? { ...inner, type: 'UINT64' } : inner;
}

const joined: OperandType = {
  type: 'CHARBUF',
  list: false,
  name: 'NA',
  noRightHand: false,
  noTransformer: false,
  declared: { type: 'CHARBUF', list: false },
};

/** `join`, `concat` and `getopt`: several values in. */
function severalValues(
  operand: TransformerOperand,
  inner: readonly OperandType[],
  fault: Fault,
): OperandResult {
  const message = severalValuesFault(operand, inner);
  if (message !== undefined) return fault(message);
  if (operand.name !== 'getopt') return joined;
  return operand.argument === undefined ? { ...joined, list: true, name: 'INTERNAL' } : joined;
}

function severalValuesFault(
  { name, argument }: TransformerOperand,
  inner: readonly OperandType[],
): string | undefined {
  const rule = severalValuesRules[name];
  if (rule === undefined) return 'unknown multivalue transformer';
  const broken = rule(inner.map((each) => each.declared));
  if (broken !== undefined) return broken;
  if (argument === undefined) return undefined;
  if (name !== 'getopt') return `transformer '${name}' does not support field arguments`;
  return argument.length === 1 ? undefined : 'getopt() field argument must be a single option character';
}

type Declared = OperandType['declared'];

const severalValuesRules: Readonly<Record<string, (args: readonly Declared[]) => string | undefined>> = {
  join([separator, list, ...more]) {
    if (list === undefined || more.length > 0) {
      return 'join() requires exactly 2 arguments: separator and list';
    }
    if (separator?.list) return 'join() first argument (separator) must be a single value, not a list';
    return list.list ? undefined : 'join() second argument must be a list';
  },
  concat(args) {
    const allStrings = args.every((each) => each.type === 'CHARBUF' && !each.list);
    return allStrings ? undefined : 'concat() arguments must be strings';
  },
  getopt([words, options, ...more]) {
    if (words === undefined || options === undefined || more.length > 0) {
      return 'getopt() requires exactly 2 arguments: args list and optstring';
    }
    if (!words.list) return 'getopt() first argument must be a list';
    if (options.list) return 'getopt() second argument (optstring) must be a single value';
    const strings = words.type === 'CHARBUF' && options.type === 'CHARBUF';
    return strings ? undefined : 'getopt() arguments must be strings';
  },
};

function argumentType(argument: TransformerArgument, table: FieldTable): OperandResult {
  switch (argument.kind) {
    case 'literal':
      return { ...joined, name: 'NA' };
    case 'transformer-list': {
      for (const item of argument.items) {
        const type = argumentType(item, table);
        if (isFault(type)) return type;
      }
      return { ...joined, list: true, declared: { type: 'CHARBUF', list: true } };
    }
    default:
      return operandType(argument, table);
  }
}
