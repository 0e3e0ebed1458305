import type { OperatorName, Quantifier } from '../condition/tree.ts';
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

/** The operators in the order in which completion offers them: plain comparison first. */
export const operators: readonly OperatorInfo[] = [
  text('=', 'True when the value is exactly the one given.'),
  text('==', 'The same as `=`.'),
  text('!=', 'True when the value differs; false when the field has no value at all.'),
  list('in', 'True when the value equals one of those in the list, e.g. `proc.name in (bash, sh)`.'),
  text('contains', 'True when the given text occurs anywhere in the value.'),
  text('icontains', 'Like `contains`, but takes upper and lower case letters (ASCII) as equal.'),
  text('startswith', 'True when the value begins with the given text.'),
  text('endswith', 'True when the value ends with the given text.'),
  text('glob', 'True when a pattern of `*`, `?` and `[a-z]` fits the whole value; `*` crosses slashes too.'),
  text('iglob', 'Like `glob`, but takes upper and lower case letters (ASCII) as equal.'),
  text('regex', 'True when a regular expression (RE2, POSIX syntax) fits the whole value.'),
  list(
    'pmatch',
    'True when a listed path is the value or a folder above it, e.g. `fd.name pmatch (/etc, /usr)`.',
  ),
  list('intersects', 'True when the field and the list have at least one value in common.'),
  { name: 'exists', operand: 'none', quantifiable: false, description: 'True when the field has a value.' },
  number('<', 'True when the value is below the number.'),
  number('<=', 'True when the value is the number or below it.'),
  number('>', 'True when the value is above the number.'),
  number('>=', 'True when the value is the number or above it.'),
  text(
    'bcontains',
    'True when the bytes given in hexadecimal occur in the data, e.g. `evt.buffer bcontains cafe`.',
  ),
  text('bstartswith', 'True when the data begins with the bytes given in hexadecimal.'),
];

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

/** One transformer. */
export interface TransformerInfo {
  readonly name: string;
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
  {
    ...single('val', 'The value of another field, for comparing two fields: `proc.name = val(proc.pname)`.'),
    rightHandOnly: true,
  },
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
  readonly name: string;
  /** Another spelling that rules may use. */
  readonly alias?: string;
  /** 0 is the most severe. */
  readonly severity: number;
  readonly description: string;
}

/** The priorities, most severe first; rules may write them in any case. */
export const priorities: readonly PriorityInfo[] = [
  { name: 'Emergency', severity: 0, description: 'The system cannot be used any more.' },
  { name: 'Alert', severity: 1, description: 'Somebody must act at once.' },
  { name: 'Critical', severity: 2, description: 'A grave condition, such as a likely break-in.' },
  { name: 'Error', severity: 3, description: 'Something wrote or changed what it should not.' },
  { name: 'Warning', severity: 4, description: 'Something read or tried what it should not.' },
  { name: 'Notice', severity: 5, description: 'Unusual, but not harmful by itself.' },
  { name: 'Informational', alias: 'Info', severity: 6, description: 'Worth recording, no action needed.' },
  { name: 'Debug', severity: 7, description: 'Noise that helps while a rule is being written.' },
];

/** The priority that a rule means by a word in any case; undefined where there is none of that name. */
export function priorityNamed(word: string): PriorityInfo | undefined {
  const wanted = word.toLowerCase();
  return priorities.find((each) => [each.name, each.alias].some((name) => name?.toLowerCase() === wanted));
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

function text(name: OperatorName, description: string): OperatorInfo {
  return { name, operand: 'string', quantifiable: true, description };
}

function number(name: OperatorName, description: string): OperatorInfo {
  return { name, operand: 'number', quantifiable: false, description };
}

function list(name: OperatorName, description: string): OperatorInfo {
  return { name, operand: 'list', quantifiable: false, description };
}

function single(name: string, description: string): TransformerInfo {
  return { name, signature: `${name}(field)`, rightHandOnly: false, multivalue: false, description };
}

function several(name: string, signature: string, description: string): TransformerInfo {
  return { name, signature, rightHandOnly: false, multivalue: true, description };
}
