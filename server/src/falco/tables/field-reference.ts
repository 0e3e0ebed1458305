import { longestArgument, longestEventName } from './events.ts';
import type { FieldInfo, FieldTable } from './fields.ts';

/** A field found, with the argument it is used with. */
export interface FieldReference {
  /** The field; for `evt.rawarg.x` with the type of that argument in place of the declared one. */
  readonly field: FieldInfo;
  /** The argument without brackets or dot. */
  readonly argument?: string;
  /** How much of the text belongs to the reference, in UTF-16 units. */
  readonly length: number;
}

/** Why a text is no reference to a field. */
export type FieldFaultKind =
  | 'unknown-field'
  /** The field must have an argument. */
  | 'argument-missing'
  /** The field has no argument. */
  | 'argument-unexpected'
  /** The argument must be a number. */
  | 'argument-not-a-number'
  /** The argument is written in a form that the field does not take: `evt.rawarg[0]`. */
  | 'argument-form'
  /** No event has an argument of that name. */
  | 'unknown-event-argument'
  /** There is no event type of that name. */
  | 'unknown-event-type'
  /** The closing bracket is missing, or a blank stands before it (plugins' fields). */
  | 'unbalanced-brackets';

/** A text that is no reference; `field` is the field that it begins with, where there is one. */
export interface FieldFault {
  readonly fault: FieldFaultKind;
  readonly field?: FieldInfo;
}

/**
 * Finds the field that a condition refers to: a dotted word, and what stands between brackets after it
 * (undefined where there are none). The whole must belong to the reference, as in the engine.
 */
export function resolveField(
  table: FieldTable,
  name: string,
  argument?: string,
): FieldReference | FieldFault {
  const text = argument === undefined ? name : `${name}[${argument}]`;
  const found = references.get(table) ?? new Map<string, FieldReference>();
  references.set(table, found);
  const known = found.get(text);
  if (known !== undefined) return known;
  const match = matchField(table, text);
  if ('fault' in match) return match;
  if (match.length < text.length) return { fault: leftoverFault(match, text), field: match.field };
  found.set(text, match);
  return match;
}

/** References found before: rules name the same few fields over and over. */
const references = new WeakMap<FieldTable, Map<string, FieldReference>>();

/**
 * Reads the longest declared name that `text` begins with, and its argument if one can follow, as the
 * engine does wherever it looks for a field. The rest of the text is not looked at.
 */
export function matchField(table: FieldTable, text: string): FieldReference | FieldFault {
  const field = declaredPrefixes(table, text).next().value;
  return field === undefined ? { fault: 'unknown-field' } : readReference(field, text);
}

/**
 * Reads a field in an output: the longest stretch at the start of `text` that is a reference. A faulty
 * argument is left to the text after it where the field can do without one, and `ka.uri.param` without its
 * argument is `ka.uri`, followed by `.param` (measured).
 */
export function longestReference(table: FieldTable, text: string): FieldReference | FieldFault {
  let firstFault: FieldFault | undefined;
  for (const field of declaredPrefixes(table, text)) {
    const match = readReference(field, text);
    if (!('fault' in match)) return match;
    if (field.argument !== 'required') return bare(field);
    firstFault ??= match;
  }
  return firstFault ?? { fault: 'unknown-field' };
}

/** The declared fields whose names `text` begins with, longest first. */
function* declaredPrefixes(table: FieldTable, text: string): Generator<FieldInfo, undefined> {
  const word = /^[\w.]{0,200}/.exec(text)?.[0] ?? '';
  if (!table.mayBegin(word)) return undefined;
  for (let length = word.length; length > 0; length--) {
    const field = table.find(word.slice(0, length));
    if (field !== undefined) yield field;
  }
  return undefined;
}

/** A declared name at the start of `text`, with its argument if one can follow; the rest is not looked at. */
function readReference(field: FieldInfo, text: string): FieldReference | FieldFault {
  if (field.plugin !== undefined) return readPluginArgument(field, text);
  const reader = argumentReaders[field.name];
  return reader === undefined ? bare(field) : reader(field, text.slice(field.name.length));
}

/** Where a reference was found but the text goes on: says what is wrong with the rest. */
function leftoverFault({ field, argument, length }: FieldReference, text: string): FieldFaultKind {
  if (argument !== undefined) return dottedFaults[field.name] ?? 'unknown-field';
  if (text[length] !== '[') return 'unknown-field';
  return field.argument === 'none' ? 'argument-unexpected' : 'argument-not-a-number';
}

/** The fault of a word after the dot that only begins with a known name. */
const dottedFaults: Readonly<Record<string, FieldFaultKind>> = {
  'evt.arg': 'unknown-event-argument',
  'evt.rawarg': 'unknown-event-argument',
  'evt.type.is': 'unknown-event-type',
};

// ---- arguments of the engine's own fields ---------------------------------------------------------------
// Each reader takes the text after the name, and follows the engine's reading of that very field.

type ArgumentReader = (field: FieldInfo, rest: string) => FieldReference | FieldFault;

const argumentReaders: Readonly<Record<string, ArgumentReader>> = {
  'evt.arg': (field, rest) =>
    rest.startsWith('.') ? readEventArgument(field, rest) : readRequiredNumber(field, rest),
  'evt.rawarg': (field, rest) => readEventArgument(field, rest),
  'evt.type.is': readEventType,
  'evt.around': readRequiredNumber,
  'thread.cgroup': readControlGroup,
  'fd.types': (field, rest) => (rest.startsWith('[') ? readRequiredNumber(field, rest) : bare(field)),
  'proc.env': readWordOrNothing,
  'proc.aenv': readWordOrNothing,
  'proc.args': readNumberOrNothing,
  'proc.aargs': readNumberOrNothing,
  'proc.apid': readNumberOrNothing,
  'proc.aname': readNumberOrNothing,
  'proc.aexe': readNumberOrNothing,
  'proc.aexepath': readNumberOrNothing,
  'proc.acmdline': readNumberOrNothing,
};

function readEventArgument(field: FieldInfo, rest: string): FieldReference | FieldFault {
  if (!rest.startsWith('.')) return missingOrForm(field, rest);
  const argument = longestArgument(rest.slice(1));
  if (argument === undefined) return { fault: 'unknown-event-argument', field };
  const typed = field.type === 'DYNAMIC' ? { ...field, type: argument.type } : field;
  return dotted(typed, argument.name);
}

/** A number stands for an entry of the event table, whether or not there is one. */
function readEventType(field: FieldInfo, rest: string): FieldReference | FieldFault {
  if (!rest.startsWith('.')) return missingOrForm(field, rest);
  const name = /^\d+/.exec(rest.slice(1))?.[0] ?? longestEventName(rest.slice(1));
  return name === undefined ? { fault: 'unknown-event-type', field } : dotted(field, name);
}

function readControlGroup(field: FieldInfo, rest: string): FieldReference | FieldFault {
  if (!rest.startsWith('.')) return missingOrForm(field, rest);
  return dotted(field, /^[A-Za-z_]*/.exec(rest.slice(1))?.[0] ?? '');
}

function readRequiredNumber(field: FieldInfo, rest: string): FieldReference | FieldFault {
  if (!rest.startsWith('[')) return missingOrForm(field, rest);
  const argument = bracketed(rest);
  if (argument === undefined) return { fault: 'unbalanced-brackets', field };
  return isNumber(argument) ? inBrackets(field, argument) : { fault: 'argument-not-a-number', field };
}

/** What is not a number in brackets is no argument: the reference ends at the name. */
function readNumberOrNothing(field: FieldInfo, rest: string): FieldReference {
  const argument = bracketed(rest);
  return argument !== undefined && isNumber(argument) ? inBrackets(field, argument) : bare(field);
}

function readWordOrNothing(field: FieldInfo, rest: string): FieldReference {
  const argument = bracketed(rest);
  return argument === undefined ? bare(field) : inBrackets(field, argument);
}

/** The engine reads numbers with C's `scanf`: blanks and a sign may come first. */
function isNumber(text: string): boolean {
  return /^\s*[+-]?\d+$/.test(text);
}

function missingOrForm(field: FieldInfo, rest: string): FieldFault {
  return { fault: /^[.[]/.test(rest) ? 'argument-form' : 'argument-missing', field };
}

// ---- arguments of plugins' fields -----------------------------------------------------------------------

/**
 * Plugins' fields all follow one rule: the text ends at the first blank, a bracket counts only right after
 * the name, and an index is a number without leading zeros unless the field takes words too.
 */
function readPluginArgument(field: FieldInfo, text: string): FieldReference | FieldFault {
  const rest = (text.split(' ', 1)[0] ?? '').slice(field.name.length);
  const bracket = rest.indexOf('[');
  if (bracket > 0) return { fault: 'unknown-field', field };
  if (bracket < 0) return field.argument === 'required' ? { fault: 'argument-missing', field } : bare(field);
  const argument = bracketed(rest);
  if (argument === undefined) return { fault: 'unbalanced-brackets', field };
  if (field.argument === 'none') return { fault: 'argument-unexpected', field };
  if (!field.key && !/^(0|[1-9]\d*)$/.test(argument)) return { fault: 'argument-not-a-number', field };
  return inBrackets(field, argument);
}

// ---- references -----------------------------------------------------------------------------------------

function bare(field: FieldInfo): FieldReference {
  return { field, length: field.name.length };
}

function dotted(field: FieldInfo, argument: string): FieldReference {
  return { field, argument, length: field.name.length + 1 + argument.length };
}

function inBrackets(field: FieldInfo, argument: string): FieldReference {
  return { field, argument, length: field.name.length + argument.length + 2 };
}

/** What stands in the brackets that `rest` begins with. */
function bracketed(rest: string): string | undefined {
  const end = rest.startsWith('[') ? rest.indexOf(']') : -1;
  return end < 0 ? undefined : rest.slice(1, end);
}
