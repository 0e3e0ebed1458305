import type { Check, RightHand } from '../condition/tree.ts';
import type { FieldTable } from '../tables/fields.ts';
import { certainOutcome } from './certain-outcome.ts';
import { compileListTest, compileTest, type Test } from './comparison.ts';
import type { Event } from './event.ts';
import { bothEnds, quirkOf } from './field-quirks.ts';
import { type EngineValue, type ParsedValue, parseHexValue, parseValue } from './parse-value.ts';
import { checkRegex } from './posix-regex.ts';
import { allOf, isSeveral, type Reading } from './reading.ts';
import { compileSource, type Source } from './source.ts';
import type { Verdict } from './verdict.ts';

/** A check ready to run. */
export interface CompiledCheck {
  readonly left: Source;
  /** The right-hand side where it is a field or transformer. */
  readonly right?: Source;
  /** Why the engine would not load this check; it then has no verdict. */
  readonly error?: string;
  readonly evaluate: (event: Event) => Verdict;
}

/**
 * Compiles one check.
 * @param unrecorded what a field that the event does not tell counts as: null makes the check false as the
 * engine does, undefined makes it unknown.
 */
export function compileCheck(check: Check, fields: FieldTable, unrecorded: null | undefined): CompiledCheck {
  const left = compileSource(check.left, fields, unrecorded);
  if (check.operator.name === 'exists') return { left, evaluate: exists(left) };
  if (check.right === undefined || check.operator.name === '')
    return invalid(left, 'the check is not complete');
  if (check.right.kind === 'field' || check.right.kind === 'transformer') {
    const right = compileSource(check.right, fields, unrecorded);
    if (right.type !== left.type || right.list !== left.list) {
      return invalid(left, `its sides have the types ${left.type} and ${right.type}`);
    }
    return { left, right, evaluate: compareSources(check, left, right) };
  }
  const wanted = literalValues(check, left.type, check.right);
  if (typeof wanted === 'string') return invalid(left, wanted);
  return { left, evaluate: compareLiterals(check, left, wanted) };
}

function invalid(left: Source, error: string): CompiledCheck {
  return { left, error, evaluate: () => 'unknown' };
}

function exists(left: Source): CompiledCheck['evaluate'] {
  return (event) => {
    const reading = left.read(event);
    return reading === undefined ? 'unknown' : reading !== null;
  };
}

/** The values of the literals for a field of this type, or the engine's message about the first wrong one. */
function literalValues(check: Check, type: string, right: RightHand): EngineValue[] | string {
  const literals = right.kind === 'list' ? right.items : right.kind === 'literal' ? [right] : [];
  const { name: operator } = check.operator;
  const hexadecimal = operator === 'bcontains' || operator === 'bstartswith';
  const values: EngineValue[] = [];
  for (const { text } of literals) {
    const parsed: ParsedValue = hexadecimal ? parseHexValue(text) : parseValue(type, text);
    if (!parsed.ok) return parsed.error;
    const regexError = operator === 'regex' ? checkRegex(text) : undefined;
    if (regexError !== undefined) return regexError;
    values.push(parsed.value);
  }
  return values;
}

function compareLiterals(
  check: Check,
  left: Source,
  wanted: readonly EngineValue[],
): CompiledCheck['evaluate'] {
  const test = compileReadingTest(check, left, wanted);
  const unrecorded = certainOutcome(check) ?? 'unknown';
  return (event) => {
    const reading = left.read(event);
    if (reading === undefined) return unrecorded;
    return reading !== null && test(reading);
  };
}

function compareSources(check: Check, left: Source, right: Source): CompiledCheck['evaluate'] {
  return (event) => {
    const reading = left.read(event);
    if (reading === null) return false;
    const wanted = right.read(event);
    if (wanted === null) return false;
    if (reading === undefined || wanted === undefined) return 'unknown';
    return compileReadingTest(check, left, allOf(wanted))(reading);
  };
}

/** The test on what was read, be it one value, a list, or several values that one field stands for. */
function compileReadingTest(
  check: Check,
  left: Source,
  wanted: readonly EngineValue[],
): (reading: NonNullable<Reading>) => boolean {
  const operator = check.operator.name;
  if (left.list) {
    const test = compileListTest(left.type, operator, wanted);
    return (reading) => test(allOf(reading));
  }
  const test = compileSingleTest(check, left, wanted);
  const every = operator === '!=' && left.fields.some(({ name }) => bothEnds.has(name));
  return (reading) => {
    if (!isSeveral(reading)) return test(reading);
    return every ? reading.every(test) : reading.some(test);
  };
}

/** The test on one value, with the engine's own ways of comparing some fields. */
function compileSingleTest(check: Check, left: Source, wanted: readonly EngineValue[]): Test {
  const { name: operator, quantifier } = check.operator;
  switch (quirkOf(check, left.type)?.effect) {
    case 'never':
      return () => false;
    case 'first':
      return compileTest(left.type, { operator }, wanted.slice(0, 1));
    default:
      return compileTest(left.type, { operator, quantifier }, wanted);
  }
}
