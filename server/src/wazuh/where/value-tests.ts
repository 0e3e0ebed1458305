import { type ByteString, toBytes } from '../../falco/evaluate/byte-string.ts';
import { compilePcre2 } from '../pattern/pcre2.ts';
import { anyText, type BytePattern, bytesWhere, choice, repeat, sequence, text } from './byte-pattern.ts';
import type { ValueTest } from './formula.ts';
import { decodedIntegers, type IntegerRange, printedIntegers } from './integer-pattern.ts';
import { insideJson } from './json-form.ts';
import { printPart, printWhole, withoutOpenEnd } from './print-pattern.ts';

/** Asks whether a text is one of a pattern's. */
export function textTest(field: string, pattern: BytePattern): ValueTest {
  const { pattern: rest, open } = withoutOpenEnd(pattern);
  const inLine = `"${printPart(insideJson(rest))}${open ? '' : '"'}`;
  return valueTest(field, printWhole(pattern), inLine);
}

/** Asks whether a whole number lies in one of some ranges. */
export function integerTest(field: string, ranges: readonly IntegerRange[]): ValueTest {
  const decoded = choice(...ranges.map(decodedIntegers));
  const printed = choice(...ranges.map(printedIntegers));
  return valueTest(field, printWhole(decoded), `${printPart(sequence(printed))}[,}]`);
}

/** Asks whether a boolean is one of these. */
export function booleanTest(field: string, values: readonly boolean[]): ValueTest {
  const pattern = choice(...values.map((value) => text(String(value))));
  return valueTest(field, printWhole(pattern), printPart(sequence(pattern)));
}

/** Asks for a list of texts: whether all, or with `some` at least one, are of a pattern. An empty one is none. */
export function listTest(field: string, pattern: BytePattern, some: boolean): ValueTest {
  const decoded = listPattern(pattern, some, ', ');
  const printed = listPattern(pattern, some, ',');
  return valueTest(field, printWhole(decoded), printPart(printed), true);
}

/** Asks whether there is a value at all; an empty list counts as none. */
export function existsTest({ field, list }: Pick<ValueTest, 'field' | 'list'>): ValueTest {
  if (!list) return valueTest(field, '^', '[^n]');
  return valueTest(field, '^(?:[^\\x5B]|\\x5B[^\\x5D])', '(?:[^n\\x5B]|\\x5B[^\\x5D])', true);
}

function listPattern(pattern: BytePattern, some: boolean, comma: string): BytePattern {
  const quoted = (each: BytePattern) => sequence(text('"'), insideJson(each), text('"'));
  const wanted = quoted(pattern);
  const other = some ? quoted(anyText) : wanted;
  const before = some ? [repeat(sequence(other, text(comma)), 0)] : [];
  return sequence(text('['), ...before, wanted, repeat(sequence(text(comma), other), 0), text(']'));
}

function valueTest(field: string, inField: string, inLine: string, list = false): ValueTest {
  const compiled = compilePcre2(inField);
  const findsNull = 'matches' in compiled && compiled.matches('null');
  return { field, list, inField, inLine, findsNull };
}

/** The beginning of a member of the alert's fields in the line: a key that can stand nowhere inside a text. */
export function keyInLine(field: string): string {
  return `${printPart(insideJson(text(toBytes(field))))}":`;
}

/** Texts of so many bytes. */
export function textsOfLength(least: number, most: number): BytePattern {
  return repeat(
    bytesWhere(() => true),
    least,
    most,
  );
}

/** The bytes of a name that can stand in an attribute of Wazuh's XML and of real XML. */
export function attributeText(name: string): ByteString | undefined {
  return /^[^"<>&\\$\p{Cc}\p{Cs}]+$/u.test(name) ? name : undefined;
}
