import { existsTest } from './value-tests.ts';

/** What Wazuh can ask of one value of an alert. */
export interface ValueTest {
  /** The key in `output_fields`. */
  readonly field: string;
  /** True where the value is a list. */
  readonly list: boolean;
  /** A pcre2 pattern that finds the values in question in the decoded field. */
  readonly inField: string;
  /** The same for the value as the line prints it, from its first character on. */
  readonly inLine: string;
  /** True where the values in question have the text `null`, as a value that is null has in Wazuh. */
  readonly findsNull: boolean;
}

/**
 * A condition for Wazuh. A test holds where the alert has a value that is in question; with `outside` where it
 * has one that is not. Without a value it does not hold, whatever it asks.
 */
export type Formula =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Formula[] }
  | { readonly kind: 'not'; readonly part: Formula }
  | { readonly kind: 'test'; readonly test: ValueTest; readonly outside: boolean };

/** Tests that one Wazuh rule makes together. */
export interface Conjunction {
  /** There is a value, and it is one of these. */
  readonly has: readonly ValueTest[];
  /** There is a value, and it is none of these. */
  readonly other: readonly ValueTest[];
  /** There is no such value, be it that there is none at all. */
  readonly lacks: readonly ValueTest[];
}

/** Holds always. */
export const always: Conjunction = { has: [], other: [], lacks: [] };

/** More rules than this for one condition are not written. */
export const mostConjunctions = 64;

/**
 * The conjunctions of which one at least holds where the formula does; undefined where there would be more
 * than `mostConjunctions`. A value that is missing is taken as Falco does: the check on it is false, so its
 * negation is true.
 */
export function conjunctionsOf(formula: Formula): readonly Conjunction[] | undefined {
  return alternatives(formula, false);
}

function alternatives(formula: Formula, negated: boolean): readonly Conjunction[] | undefined {
  if (formula.kind === 'not') return alternatives(formula.part, !negated);
  if (formula.kind === 'test') return testAlternatives(formula, negated);
  const isAnd = (formula.kind === 'and') !== negated;
  let found: readonly Conjunction[] = isAnd ? [always] : [];
  for (const part of formula.parts) {
    const more = alternatives(part, negated);
    if (more === undefined) return undefined;
    if (isAnd && found.length * more.length > mostConjunctions) return undefined;
    found = isAnd ? found.flatMap((one) => more.map((two) => both(one, two))) : [...found, ...more];
    if (found.length > mostConjunctions) return undefined;
  }
  return found;
}

function testAlternatives(
  { test, outside }: Extract<Formula, { kind: 'test' }>,
  negated: boolean,
): readonly Conjunction[] {
  if (!negated) return [outside ? { ...always, other: [test] } : { ...always, has: [test] }];
  if (!outside) return [{ ...always, lacks: [test] }];
  return [
    { ...always, lacks: [existsTest(test)] },
    { ...always, has: [test] },
  ];
}

function both(one: Conjunction, two: Conjunction): Conjunction {
  return {
    has: [...one.has, ...two.has],
    other: [...one.other, ...two.other],
    lacks: [...one.lacks, ...two.lacks],
  };
}
