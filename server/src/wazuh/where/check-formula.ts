import { isFault, type OperandType, operandType } from '../../falco/condition/operand-type.ts';
import { printOperand } from '../../falco/condition/print.ts';
import type { Check, Literal } from '../../falco/condition/tree.ts';
import type { ByteString } from '../../falco/evaluate/byte-string.ts';
import { quirkOf } from '../../falco/evaluate/field-quirks.ts';
import type { Integer } from '../../falco/evaluate/integer.ts';
import type { IpNetwork } from '../../falco/evaluate/ip-address.ts';
import { type EngineValue, integerWidths, parseValue } from '../../falco/evaluate/parse-value.ts';
import type { FieldTable } from '../../falco/tables/fields.ts';
import { addressPattern, networkPattern } from './address-pattern.ts';
import { type BytePattern, choice } from './byte-pattern.ts';
import type { Formula, ValueTest } from './formula.ts';
import { firstInexact, type IntegerRange } from './integer-pattern.ts';
import { type OperandValue, operandValue } from './operand-values.ts';
import { type TextSet, textSet } from './text-set.ts';
import { booleanTest, existsTest, integerTest, listTest, textsOfLength, textTest } from './value-tests.ts';

/** What a check is translated with. */
export interface CheckContext {
  /** The fields of the rule's source. */
  readonly table: FieldTable;
  /** The keys of the values that alerts of the rule carry. */
  readonly carried: ReadonlySet<string>;
}

const texts = new Set(['CHARBUF', 'FSPATH', 'FSRELPATH']);
const addresses = new Set(['IPADDR', 'IPV4ADDR', 'IPV6ADDR']);
const networks = new Set(['IPNET', 'IPV4NET', 'IPV6NET']);

/** A check as Wazuh can make it, or the reason why it cannot. */
export function checkFormula(check: Check, context: CheckContext): Formula | string {
  const { left, operator, right } = check;
  const type = operandType(left, context.table);
  if (isFault(type)) return type.reason;
  const length =
    left.kind === 'transformer' && left.name === 'len' && !context.carried.has(printOperand(left));
  const [inner] = left.kind === 'transformer' ? left.operands : [];
  const compared = length && (inner?.kind === 'field' || inner?.kind === 'transformer') ? inner : left;
  const value = operandValue(compared, context.carried);
  if (value === undefined)
    return `\`${printOperand(left)}\` would have to be computed, and it compares values as they are`;
  if (operator.name === 'exists') return existsFormula(value, type);
  if (right?.kind === 'field' || right?.kind === 'transformer') {
    return 'it compares a value with a constant only, never with another value';
  }
  const literals = right === undefined ? [] : right.kind === 'list' ? right.items : [right];
  const quirk = quirkOf(check, type.type);
  if (quirk?.effect === 'never') return `${quirk.note}, so it would never hold`;
  const question: Question = {
    value,
    operator: operator.name,
    quantifier: quirk === undefined ? operator.quantifier : undefined,
    wanted: valuesOf(quirk === undefined ? literals : literals.slice(0, 1), type),
  };
  return length
    ? lengthFormula(question, operandType(compared, context.table))
    : typedFormula(question, type);
}

/** A check with what stands right of it read for the type of what stands left. */
interface Question {
  readonly value: OperandValue;
  readonly operator: string;
  readonly quantifier: string | undefined;
  readonly wanted: readonly EngineValue[];
}

function valuesOf(literals: readonly Literal[], { type }: OperandType): EngineValue[] {
  return literals.flatMap((literal) => {
    const parsed = parseValue(type, literal.text);
    return parsed.ok ? [parsed.value] : [];
  });
}

/** A transformer has a value wherever its field has one. */
function existsFormula({ field }: OperandValue, { list }: OperandType): Formula {
  return test(existsTest({ field, list }));
}

function typedFormula(question: Question, { type, list }: OperandType): Formula | string {
  if (list) return listFormula(question, type);
  if (texts.has(type)) return textFormula(question);
  if (question.value.transformed) return 'a transformer here gives no text';
  if (type === 'PORT' || integerWidths.has(type)) return integerFormula(question);
  if (type === 'BOOL') return booleanFormula(question);
  if (addresses.has(type)) return addressFormula(question);
  if (networks.has(type)) return networkFormula(question);
  return `it has no way to compare values of type ${type}`;
}

function test(valueTest: ValueTest, outside = false): Formula {
  return { kind: 'test', test: valueTest, outside };
}

// ---- texts ----------------------------------------------------------------------------------------------

function textFormula({ value, operator, quantifier, wanted }: Question): Formula | string {
  const strings = wanted as readonly ByteString[];
  if (quantifier === undefined) return ofSet(value, textSet(operator, strings));
  const parts: Formula[] = [];
  for (const each of strings) {
    const formula = ofSet(value, textSet(operator, [each]));
    if (typeof formula === 'string') return formula;
    parts.push(formula);
  }
  if (quantifier === 'anyof') return { kind: 'or', parts };
  return quantifier === 'allof' ? { kind: 'and', parts } : exactlyOne(parts);
}

function ofSet({ field, before }: OperandValue, set: TextSet | string): Formula | string {
  return typeof set === 'string' ? set : test(textTest(field, before(set.pattern)), set.outside);
}

/** All of the parts ask one value, so what one does not hold for it is outside of. */
function exactlyOne(parts: readonly Formula[]): Formula {
  const onlyOne = (wanted: Formula): Formula => ({
    kind: 'and',
    parts: parts.map((part) => (part === wanted ? part : { kind: 'not', part })),
  });
  return { kind: 'or', parts: parts.map(onlyOne) };
}

// ---- numbers and booleans -------------------------------------------------------------------------------

function integerFormula({ value, operator, wanted }: Question): Formula | string {
  const numbers = wanted.map((each) => BigInt(each as Integer));
  const large = numbers.find((each) => each >= firstInexact || each <= -firstInexact);
  if (large !== undefined) return `numbers of 16 digits and more, such as ${large}, reach it rounded`;
  const ranges = rangesOf(operator, numbers);
  return ranges === undefined
    ? `\`${operator}\` cannot be written for numbers`
    : test(integerTest(value.field, ranges), operator === '!=');
}

function rangesOf(operator: string, numbers: readonly bigint[]): readonly IntegerRange[] | undefined {
  const [first = 0n] = numbers;
  switch (operator) {
    case '=':
    case '==':
    case '!=':
      return [{ least: first, most: first }];
    case 'in':
    case 'intersects':
      return numbers.map((each) => ({ least: each, most: each }));
    case '<':
      return [{ most: first - 1n }];
    case '<=':
      return [{ most: first }];
    case '>':
      return [{ least: first + 1n }];
    case '>=':
      return [{ least: first }];
    default:
      return undefined;
  }
}

function booleanFormula({ value, operator, wanted }: Question): Formula | string {
  if (!['=', '==', '!=', 'in', 'intersects'].includes(operator))
    return `\`${operator}\` cannot be written for booleans`;
  return test(booleanTest(value.field, wanted as readonly boolean[]), operator === '!=');
}

/** `len(…)`: texts of so many bytes. */
function lengthFormula(
  { value, operator, wanted }: Question,
  inner: ReturnType<typeof operandType>,
): Formula | string {
  if (isFault(inner) || inner.list || !texts.has(inner.type))
    return 'only the length of a text can be written';
  const ranges = rangesOf(
    operator,
    wanted.map((each) => BigInt(each as Integer)),
  );
  if (ranges === undefined) return `\`${operator}\` cannot be written for lengths`;
  const lengths = ranges.map(({ least = 0n, most }) => ({ least, most }));
  if (lengths.some(({ least, most }) => least > longest || (most !== undefined && most > longest))) {
    return `its patterns count to ${longest} and no further`;
  }
  const pattern = choice(...lengths.map(({ least, most }) => lengthPattern(Number(least), most)));
  return test(textTest(value.field, value.before(pattern)), operator === '!=');
}

const longest = 1000n;

function lengthPattern(least: number, most: bigint | undefined): BytePattern {
  const largest = most === undefined ? Number.POSITIVE_INFINITY : Number(most);
  return largest < least || largest < 0 ? choice() : textsOfLength(Math.max(0, least), largest);
}

// ---- addresses and lists --------------------------------------------------------------------------------

function addressFormula({ value, operator, wanted }: Question): Formula | string {
  if (!['=', '==', '!=', 'in', 'intersects'].includes(operator))
    return `\`${operator}\` cannot be written for addresses`;
  return test(textTest(value.field, addressPattern(wanted as readonly string[])), operator === '!=');
}

function networkFormula({ value, operator, wanted }: Question): Formula | string {
  const patterns = (wanted as readonly IpNetwork[]).map(networkPattern);
  if (!patterns.every((each) => each !== undefined))
    return 'a network of IPv6 has no pattern that finds its addresses';
  return test(textTest(value.field, choice(...patterns)), operator === '!=');
}

function listFormula({ value, operator, wanted }: Question, type: string): Formula | string {
  if (!texts.has(type) || value.transformed)
    return 'it sees a list as one text, in which only texts can be told apart';
  const set = textSet('in', wanted as readonly ByteString[]);
  if (typeof set === 'string') return set;
  return test(listTest(value.field, set.pattern, operator === 'intersects'));
}
