import type { OperatorName, Quantifier } from '../condition/tree.ts';
import { leftTransformers, listOperators, numberOperators, unaryOperators } from '../condition/words.ts';
import { type Priority, parsePriority, priorities as priorityNames } from '../items/item.ts';
import type { FieldType } from './fields.ts';

/** What must stand right of an operator. */
export type OperandKind = 'none' | 'number' | 'string' | 'list';

/** One operator of conditions. */
export interface OperatorInfo {
  readonly name: OperatorName;
  readonly operand: OperandKind;
  /** Takes `oneof`, `anyof` or `allof` and a list in place of its single value. */
  readonly quantifiable: boolean;
  readonly description: string;
}

/** What the operators do, in the order in which completion offers them: plain comparison first. */
const operatorDescriptions: Readonly<Record<OperatorName, string>> = {
  '=': 'True when the value is exactly the one given.',
  '==': 'The same as `=`.',
  '!=': 'True when the value differs; false when the field has no value at all.',
  in: 'True when the value equals one of those in the list, e.g. `proc.name in (bash, sh)`.',
  contains: 'True when the given text occurs anywhere in the value.',
  icontains: 'Like `contains`, but takes upper and lower case letters (ASCII) as equal.',
  startswith: 'True when the value begins with the given text.',
  endswith: 'True when the value ends with the given text.',
  glob: 'True when a pattern of `*`, `?` and `[a-z]` fits the whole value; `*` crosses slashes too.',
  iglob: 'Like `glob`, but takes upper and lower case letters (ASCII) as equal.',
  regex: 'True when a regular expression (RE2, POSIX syntax) fits the whole value.',
  pmatch: 'True when a listed path is the value or a folder above it, e.g. `fd.name pmatch (/etc, /usr)`.',
  intersects: 'True when the field and the list have at least one value in common.',
  exists: 'True when the field has a value.',
  '<': 'True when the value is below the number.',
  '<=': 'True when the value is the number or below it.',
  '>': 'True when the value is above the number.',
  '>=': 'True when the value is the number or above it.',
  bcontains: 'True when the bytes given in hexadecimal occur in the data, e.g. `evt.buffer bcontains cafe`.',
  bstartswith: 'True when the data begins with the bytes given in hexadecimal.',
};

/** The operators in the order in which completion offers them. */
export const operators: readonly OperatorInfo[] = Object.entries(operatorDescriptions).map(
  ([name, description]): OperatorInfo => ({
    name: name as OperatorName,
    operand: operandOf(name),
    quantifiable: operandOf(name) === 'string',
    description,
  }),
);

/** What the engine's grammar reads right of an operator. */
function operandOf(name: string): OperandKind {
  const isAmong = (names: readonly string[]) => names.includes(name);
  if (isAmong(unaryOperators)) return 'none';
  if (isAmong(numberOperators)) return 'number';
  return isAmong(listOperators) ? 'list' : 'string';
}

/** A word of the language that is not an operator of a single check. */
export interface WordInfo<Name extends string = string> {
  readonly name: Name;
  readonly description: string;
}

/** The words that join checks. */
export const logicalWords: readonly WordInfo<'and' | 'or' | 'not'>[] = [
  { name: 'and', description: 'True when both sides are true; binds closer than `or`.' },
  { name: 'or', description: 'True when at least one side is true.' },
  { name: 'not', description: 'Turns the check after it round; needs a blank or a parenthesis next.' },
];

/** What may stand between a text operator and a list. */
export const quantifiers: readonly WordInfo<Quantifier>[] = [
  { name: 'oneof', description: 'The operator must hold for exactly one value of the list.' },
  { name: 'anyof', description: 'The operator must hold for at least one value of the list.' },
  { name: 'allof', description: 'The operator must hold for every value of the list.' },
];

type TransformerName = 'val' | (typeof leftTransformers)[number];

/** One transformer. */
export interface TransformerInfo {
  readonly name: TransformerName;
  /** How it is written, for signatures and snippets. */
  readonly signature: string;
  /** `val` may only stand right of an operator. */
  readonly rightHandOnly: boolean;
  /** Takes several arguments, literals among them. */
  readonly multivalue: boolean;
  readonly description: string;
}

/** Every transformer of the engine. */
export const transformers: readonly TransformerInfo[] = [
  single('tolower', 'Turns the letters of a text into lower case.'),
  single('toupper', 'Turns the letters of a text into upper case.'),
  single('basename', 'What follows the last slash of a path, e.g. `bash` of `/bin/bash`.'),
  single('len', 'How many bytes a text, or how many values a list has; compare it with numbers.'),
  single('b64', 'Decodes base64; without a value where the text is not valid base64.'),
  single('val', 'The value of another field, for comparing two fields: `proc.name = val(proc.pname)`.'),
  several(
    'join',
    'join(separator, list)',
    'Puts the values of a list into one text, with the separator between.',
  ),
  several('concat', 'concat(text, text, …)', 'Puts two texts or more one after the other.'),
  several(
    'getopt',
    'getopt(arguments, "options")',
    'Reads command line options; `[x]` after it picks one of them.',
  ),
];

/** One severity of a rule. */
export interface PriorityInfo {
  /** As Falco writes it in alerts. */
  readonly name: Priority;
  /** Another spelling that rules may use. */
  readonly alias?: string;
  /** 0 is the most severe. */
  readonly severity: number;
  readonly description: string;
}

const priorityDescriptions: Readonly<Record<Priority, string>> = {
  Emergency: 'The system cannot be used any more.',
  Alert: 'Somebody must act at once.',
  Critical: 'A grave condition, such as a likely break-in.',
  Error: 'Something wrote or changed what it should not.',
  Warning: 'Something read or tried what it should not.',
  Notice: 'Unusual, but not harmful by itself.',
  Informational: 'Worth recording, no action needed.',
  Debug: 'Noise that helps while a rule is being written.',
};

/** The priorities, most severe first; rules may write them in any case. */
export const priorities: readonly PriorityInfo[] = priorityNames.map((name, severity) => ({
  name,
  ...(name === 'Informational' ? { alias: 'Info' } : {}),
  severity,
  description: priorityDescriptions[name],
}));

/** The priority that a rule means by a word in any case; undefined where there is none of that name. */
export function priorityNamed(word: string): PriorityInfo | undefined {
  const name = parsePriority(word);
  return priorities.find((each) => each.name === name);
}

/** Looks an operator up by its name. */
export function operatorNamed(name: string): OperatorInfo | undefined {
  return operators.find((each) => each.name === name);
}

/** Looks a transformer up by its name. */
export function transformerNamed(name: string): TransformerInfo | undefined {
  return transformers.find((each) => each.name === name);
}

/** Groups of types that the engine compares in one way. */
export type ComparedAs = 'number' | 'boolean' | 'text' | 'bytes' | 'address';

/**
 * How the engine compares values of a type; undefined for types that it cannot compare at all, of which
 * only `exists` may be asked.
 */
export function comparedAs(type: FieldType): ComparedAs | undefined {
  return comparisons[type];
}

/**
 * Whether the engine compiles a check of this operator on a field of this type. Number operators compile on
 * texts too, and lists know `in`, `intersects` and `exists` only (measured; the engine's comparison table).
 */
export function operatorFits(operator: OperatorName, type: FieldType, isList: boolean): boolean {
  if (operator === 'exists') return true;
  if (isList) return listTypes.has(type) && membership.has(operator);
  const kind = comparisons[type];
  return kind !== undefined && operatorsFor[kind].has(operator);
}

/** Types that a list field can have. */
const listTypes: ReadonlySet<FieldType> = new Set([
  'CHARBUF',
  'UINT64',
  'RELTIME',
  'ABSTIME',
  'BOOL',
  'IPADDR',
  'IPNET',
]);

const comparisons: Readonly<Partial<Record<FieldType, ComparedAs>>> = {
  ...each('text', ['CHARBUF', 'FSPATH', 'FSRELPATH']),
  ...each('bytes', ['BYTEBUF']),
  ...each('boolean', ['BOOL']),
  ...each('address', ['IPADDR', 'IPNET', 'IPV4ADDR']),
  ...each('number', ['INT8', 'INT16', 'INT32', 'INT64', 'UINT8', 'UINT16', 'UINT32', 'UINT64', 'DOUBLE']),
  ...each('number', ['ERRNO', 'FD', 'PID', 'SYSCALLID', 'SIGTYPE', 'RELTIME', 'ABSTIME', 'PORT', 'MODE']),
  ...each('number', ['FLAGS8', 'FLAGS16', 'FLAGS32', 'ENUMFLAGS8', 'ENUMFLAGS16', 'ENUMFLAGS32']),
};

const membership: ReadonlySet<OperatorName> = new Set(['in', 'intersects']);
const equality: readonly OperatorName[] = ['=', '==', '!=', ...membership];
const order: readonly OperatorName[] = ['<', '<=', '>', '>='];

const operatorsFor: Readonly<Record<ComparedAs, ReadonlySet<OperatorName>>> = {
  number: new Set([...equality, ...order]),
  boolean: new Set(equality),
  address: new Set(equality),
  bytes: new Set([...equality, 'contains', 'startswith', 'endswith', 'bcontains', 'bstartswith']),
  text: new Set([
    ...equality,
    ...order,
    'contains',
    'icontains',
    'startswith',
    'endswith',
    'glob',
    'iglob',
    'regex',
    'pmatch',
  ]),
};

function each(kind: ComparedAs, types: readonly FieldType[]): Partial<Record<FieldType, ComparedAs>> {
  return Object.fromEntries(types.map((type) => [type, kind]));
}

function single(name: TransformerName, description: string): TransformerInfo {
  return { name, signature: `${name}(field)`, rightHandOnly: !isLeft(name), multivalue: false, description };
}

function several(name: TransformerName, signature: string, description: string): TransformerInfo {
  return { name, signature, rightHandOnly: !isLeft(name), multivalue: true, description };
}

function isLeft(name: TransformerName): boolean {
  return (leftTransformers as readonly TransformerName[]).includes(name);
}
