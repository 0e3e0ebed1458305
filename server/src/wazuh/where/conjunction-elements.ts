import type { Conjunction, ValueTest } from './formula.ts';
import { attributeText, existsTest, keyInLine } from './value-tests.ts';

/** Wazuh takes patterns of a `<match>` up to 2,047 bytes, those of a `<field>` up to 20,480. */
const maxMatchBytes = 2_000;
const maxFieldBytes = 20_000;

/**
 * The elements of the Wazuh rules that make the tests of a conjunction: one rule, or several where one
 * pattern for all that must not be there would be too long. Undefined where even these do not fit, or a key
 * cannot stand in an attribute.
 *
 * What must be there are `<field>`s. What must not be there cannot be, since a field that is missing keeps a
 * rule from matching whatever it asks (SEMANTICS.md, "Tree and evaluation"): it is looked for in the line as
 * the agent prints it, by one negated `<match>` for all of it. There a value of null shows, too, which as a
 * field has the text `null`.
 */
export function conjunctionElements(conjunction: Conjunction): readonly (readonly string[])[] | undefined {
  const { has, other, lacks } = conjunction;
  const fields = [
    ...has.map((test) => fieldElement(test, false)),
    ...other.map((test) => fieldElement(test, true)),
  ];
  if (!fields.every((each) => each !== undefined)) return undefined;
  const absent = absentPatterns(conjunction);
  const match = absent.length === 0 ? [] : [`[,{]"(?:${absent.join('|')})`];
  if (match.every((pattern) => pattern.length <= maxMatchBytes)) {
    return [[...fields, ...match.map((pattern) => `<match type="pcre2" negate="yes">${pattern}</match>`)]];
  }
  return lacks.length === 0 ? undefined : splitLongest(conjunction);
}

/** Takes the longest test out of the line: there is no value at all, or one that is not in question. */
function splitLongest(conjunction: Conjunction): readonly (readonly string[])[] | undefined {
  const [longest] = [...conjunction.lacks].sort((a, b) => b.inLine.length - a.inLine.length);
  const exists = existsTest(longest!);
  if (longest!.inLine.length <= exists.inLine.length) return undefined;
  const lacks = conjunction.lacks.filter((test) => test !== longest);
  const without = conjunctionElements({ ...conjunction, lacks: [...lacks, exists] });
  const outside = conjunctionElements({ ...conjunction, lacks, other: [...conjunction.other, longest!] });
  if (without === undefined || outside === undefined || without.length + outside.length > 64)
    return undefined;
  return [...without, ...outside];
}

function absentPatterns({ has, other, lacks }: Conjunction): readonly string[] {
  const nulls = [...has.filter((test) => test.findsNull), ...other.filter((test) => !test.findsNull)];
  const patterns = [
    ...lacks.map((test) => `${keyInLine(test.field)}${test.inLine}`),
    ...nulls.map((test) => `${keyInLine(test.field)}n`),
  ];
  return [...new Set(patterns)];
}

function fieldElement({ field, inField }: ValueTest, negated: boolean): string | undefined {
  const name = attributeText(`output_fields.${field}`);
  if (name === undefined || inField.length > maxFieldBytes) return undefined;
  return `<field name="${name}" type="pcre2"${negated ? ' negate="yes"' : ''}>${inField}</field>`;
}
