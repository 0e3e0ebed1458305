import type { Check } from '../../falco/condition/tree.ts';
import type { EventValue } from '../../falco/evaluate/event.ts';
import { integerWidths } from '../../falco/evaluate/parse-value.ts';
import { instanceOfRegex } from '../../falco/evaluate/regex-instance.ts';
import { type Constraint, checkOf, typeOf, type Values } from './constraint.ts';
import { instanceOfGlob, textOfHex } from './instances.ts';
import { usualValues } from './usual-values.ts';

/** More values of a field than this are not tried. */
const most = 4000;

/**
 * Values worth trying for a field that several checks look at, the best first. None is promised to fit: the
 * evaluator has the last word.
 * @param constraints those that read the field
 */
export function candidates(
  field: string,
  constraints: readonly Constraint[],
  chosen: Values,
): readonly EventValue[] {
  const type = constraints[0] === undefined ? 'CHARBUF' : typeOf(constraints[0], field);
  const usual = usualValues(field, type, chosen);
  const positive = constraints.filter(({ wanted }) => wanted);
  const negative = constraints.filter(({ wanted }) => !wanted);
  const made = isText(type)
    ? texts(
        field,
        positive.map(checkOf),
        usual.filter((value) => typeof value === 'string'),
      )
    : positive.flatMap((each) => plainValues(checkOf(each), type));
  const away = negative.flatMap((each) => besides(checkOf(each), type));
  const others = constraints.flatMap((each) => otherSide(each, field, chosen));
  // Something usual that fits is the most believable; only then what the checks themselves lead to.
  const values =
    positive.length === 0 ? [...usual, ...others, ...made, ...away] : [...others, ...usual, ...made, ...away];
  return [...new Set(values)].slice(0, most);
}

function isText(type: string): boolean {
  return !integerWidths.has(type) && type !== 'PORT' && type !== 'BOOL' && type !== 'DOUBLE';
}

/** The value of what a check compares the field with, where that is a field too. */
function otherSide({ leaf }: Constraint, field: string, chosen: Values): EventValue[] {
  const sides = [...leaf.check.left.fields, ...(leaf.check.right?.fields ?? [])];
  if (leaf.check.right === undefined) return [];
  return sides.flatMap(({ name }) => (name === field ? [] : (chosen[name] ?? [])));
}

/** What a text must begin with, hold and end with, put together in every way. */
function texts(field: string, checks: readonly Check[], usual: readonly string[]): EventValue[] {
  const whole = checks.flatMap(wholeTexts);
  const literalsOf = (operator: RegExp) =>
    checks.filter((each) => operator.test(each.operator.name)).flatMap(literals);
  const heads = [...literalsOf(/startswith$/), ...literalsOf(/^pmatch$/)];
  const parts = literalsOf(/contains$/);
  const tails = literalsOf(/^endswith$/);
  const { glue, root, filler } = kindOfText(field);
  const joined = [...new Set([parts.join(glue), parts.join(''), ...parts])].filter((part) => part !== '');
  const built: string[] = [];
  for (const head of [...heads, ...(heads.length > 0 ? [] : [root]), '', ...usual, ...whole]) {
    for (const part of [...joined, '']) {
      for (const tail of tails.length > 0 ? [...tails, ''] : part === '' ? [filler, ''] : ['', filler]) {
        if (built.length >= most) return [...whole, ...built];
        for (const each of [glue, '', ' ']) built.push(glued([head, part, tail], each));
      }
    }
  }
  return [...whole, ...built];
}

/** What stands between the parts of a text, before them and behind them. */
function kindOfText(field: string): { glue: string; root: string; filler: string } {
  if (/cmdline|args|env|exeline/.test(field)) return { glue: ' ', root: '', filler: '' };
  if (
    /^f[ds]\.|path|^proc\.p?exe|^proc\.cwd|evt\.arg\.(?:name|target|filename)/.test(field) &&
    !/type|ip|port/.test(field)
  )
    return { glue: '/', root: '/srv/app', filler: 'sample' };
  if (/^container\.image/.test(field)) return { glue: '/', root: 'registry.example.com', filler: 'shop' };
  return { glue: '', root: '', filler: '' };
}

/** A glue that is there already is not doubled. */
function glued(parts: readonly string[], glue: string): string {
  return parts
    .filter((part) => part !== '')
    .reduce((text, part) => {
      const isThere = glue === '' || text === '' || text.endsWith(glue) || part.startsWith(glue);
      return isThere ? text + part : `${text}${glue}${part}`;
    }, '');
}

/** Texts that fit a check by themselves. */
function wholeTexts(check: Check): string[] {
  const { name } = check.operator;
  const wanted = literals(check);
  if (name === 'glob' || name === 'iglob') {
    return wanted.flatMap((pattern) => ['', 'x', '/x/'].map((filler) => instanceOfGlob(pattern, filler)));
  }
  if (name === 'regex') return wanted.flatMap((pattern) => instanceOfRegex(pattern) ?? []);
  if (name === 'bcontains' || name === 'bstartswith') return wanted.map(textOfHex);
  return /^(?:=|==|in|intersects|pmatch)$/.test(name) ? [...wanted, ...wanted.map(firstAddress)] : [];
}

/** `10.0.0.0/8` is no address but has one. */
function firstAddress(text: string): string {
  return text.replace(/\/\d+$/, '');
}

function plainValues(check: Check, type: string): EventValue[] {
  return literals(check).flatMap((text): EventValue[] => {
    if (type === 'BOOL') return [text === 'true'];
    const number = numberOf(text);
    return number === undefined ? [] : [number, step(number, 1), step(number, -1)];
  });
}

/** Values that are surely not what a check asks for. */
function besides(check: Check, type: string): EventValue[] {
  if (!isText(type)) return plainValues(check, type).concat(type === 'BOOL' ? [true, false] : []);
  return literals(check).flatMap((text) => [`${text}x`, `x${text}`]);
}

function numberOf(text: string): number | bigint | undefined {
  if (!/^[+-]?(?:0x[0-9a-fA-F]+|\d+)$/.test(text)) return undefined;
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : BigInt(text);
}

function step(value: number | bigint, by: number): number | bigint {
  return typeof value === 'bigint' ? value + BigInt(by) : value + by;
}

/** The literals right of the operator, as they are meant. */
export function literals({ right }: Check): string[] {
  if (right?.kind === 'literal') return [right.text];
  return right?.kind === 'list' ? right.items.map(({ text }) => text) : [];
}
