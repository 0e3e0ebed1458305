import { cString, lowerAscii, toText, withoutTrailingNuls } from './byte-string.ts';
import { compileGlob } from './glob.ts';
import { type IpNetwork, inNetwork } from './ip-address.ts';
import type { EngineValue } from './parse-value.ts';
import { compilePathPrefixes } from './path-prefixes.ts';
import { compileRegex } from './posix-regex.ts';

/** Says whether one value of a field satisfies an operator and its right-hand values. */
export type Test = (value: EngineValue) => boolean;

/** An operator with its quantifier, as in the condition tree. */
export interface Comparison {
  readonly operator: string;
  readonly quantifier?: string | undefined;
}

const stringTypes = new Set(['CHARBUF', 'FSPATH', 'FSRELPATH']);
const networkTypes = new Set(['IPNET', 'IPV4NET', 'IPV6NET']);

/**
 * The test that an operator makes on one value of a field of an engine type. Operators that the type does
 * not have (the checker rejects those) are never satisfied. `exists` is not made here: it needs no value.
 */
export function compileTest(type: string, comparison: Comparison, wanted: readonly EngineValue[]): Test {
  const { operator, quantifier } = comparison;
  if (quantifier === undefined) return compilePlainTest(type, operator, wanted);
  if (stringTypes.has(type)) {
    // The engine looks these two up in a set of whole values, NULs inside included.
    if (quantifier === 'anyof' && isEquals(operator)) return stringMembership(wanted);
    if (quantifier === 'allof' && operator === '!=') return not(stringMembership(wanted));
  }
  const tests = wanted.map((one) => compilePlainTest(type, operator, [one]));
  switch (quantifier) {
    case 'anyof':
      return (value) => tests.some((test) => test(value));
    case 'allof':
      return (value) => tests.every((test) => test(value));
    default:
      return (value) => tests.filter((test) => test(value)).length === 1;
  }
}

/**
 * The test of `in` or `intersects` on all values of a list field. Strings count with every byte, so the NUL
 * that a transformer leaves behind keeps a transformed list from ever matching, as in the engine.
 */
export function compileListTest(
  type: string,
  operator: string,
  wanted: readonly EngineValue[],
): (values: readonly EngineValue[]) => boolean {
  const isWanted = networkTypes.has(type) ? networkMembership(wanted) : membership(wanted);
  if (operator === 'in') return (values) => values.every(isWanted);
  return (values) => operator === 'intersects' && values.some(isWanted);
}

function compilePlainTest(type: string, operator: string, wanted: readonly EngineValue[]): Test {
  if (stringTypes.has(type)) return compileStringTest(operator, wanted);
  if (type === 'BYTEBUF') return compileBufferTest(operator, wanted);
  if (networkTypes.has(type)) return compileNetworkTest(operator, wanted);
  return compileOrderedTest(operator, wanted);
}

function isEquals(operator: string): boolean {
  return operator === '=' || operator === '==';
}

function not(test: Test): Test {
  return (value) => !test(value);
}

function never(): boolean {
  return false;
}

function membership(wanted: readonly EngineValue[]): Test {
  const set = new Set(wanted);
  return (value) => set.has(value);
}

/** Strings are looked up without the NULs at their end. */
function stringMembership(wanted: readonly EngineValue[]): Test {
  const set = new Set(wanted);
  return (value) => set.has(withoutTrailingNuls(value as string));
}

function networkMembership(wanted: readonly EngineValue[]): Test {
  return (value) => wanted.some((network) => inNetwork(value as string, network as IpNetwork));
}

/** Tests of values that are equal where JavaScript says so; undefined for other operators. */
function compileEquality(operator: string, wanted: readonly EngineValue[]): Test | undefined {
  const right = wanted[0];
  if (operator === 'in' || operator === 'intersects') return membership(wanted);
  if (operator !== '!=' && !isEquals(operator)) return undefined;
  if (right === undefined) return never;
  return operator === '!=' ? (value) => value !== right : (value) => value === right;
}

/** Integers, doubles, booleans and addresses. */
function compileOrderedTest(operator: string, wanted: readonly EngineValue[]): Test {
  const right = wanted[0];
  const equality = compileEquality(operator, wanted);
  if (equality !== undefined) return equality;
  if (right === undefined) return never;
  switch (operator) {
    case '<':
      return (value) => value < right;
    case '<=':
      return (value) => value <= right;
    case '>':
      return (value) => value > right;
    case '>=':
      return (value) => value >= right;
    default:
      return never;
  }
}

function compileNetworkTest(operator: string, wanted: readonly EngineValue[]): Test {
  if (operator === 'in' || operator === 'intersects') return networkMembership(wanted);
  if (isEquals(operator)) return networkMembership(wanted.slice(0, 1));
  return operator === '!=' ? not(networkMembership(wanted.slice(0, 1))) : never;
}

function compileBufferTest(operator: string, wanted: readonly EngineValue[]): Test {
  const right = wanted[0] as string | undefined;
  const equality = compileEquality(operator, wanted);
  if (equality !== undefined) return equality;
  if (right === undefined) return never;
  switch (operator) {
    case 'contains':
    case 'bcontains':
      return (value) => (value as string).includes(right);
    case 'startswith':
    case 'bstartswith':
      return (value) => (value as string).startsWith(right);
    case 'endswith':
      return (value) => (value as string).endsWith(right);
    default:
      return never;
  }
}

/** Set operators and `regex` see a string to its last byte that is no NUL, the others up to its first NUL. */
function compileStringTest(operator: string, wanted: readonly EngineValue[]): Test {
  switch (operator) {
    case 'in':
    case 'intersects':
      return stringMembership(wanted);
    case 'pmatch': {
      const covers = compilePathPrefixes(wanted as readonly string[]);
      return (value) => covers(withoutTrailingNuls(value as string));
    }
    case 'regex': {
      const regex = compileRegex(toText((wanted[0] ?? '') as string));
      return (value) => regex?.matches(toText(withoutTrailingNuls(value as string))) === true;
    }
    default:
      return wanted[0] === undefined ? never : compileCStringTest(operator, cString(wanted[0] as string));
  }
}

function compileCStringTest(operator: string, right: string): Test {
  switch (operator) {
    case '=':
    case '==':
      return (value) => cString(value as string) === right;
    case '!=':
      return (value) => cString(value as string) !== right;
    case 'contains':
      return (value) => cString(value as string).includes(right);
    case 'icontains': {
      const lower = lowerAscii(right);
      return (value) => lowerAscii(cString(value as string)).includes(lower);
    }
    case 'startswith':
      return (value) => cString(value as string).startsWith(right);
    case 'endswith':
      return (value) => cString(value as string).endsWith(right);
    case 'glob':
    case 'iglob': {
      const glob = compileGlob(right, operator === 'iglob');
      return (value) => glob(cString(value as string));
    }
    case '<':
      return (value) => cString(value as string) < right;
    case '<=':
      return (value) => cString(value as string) <= right;
    case '>':
      return (value) => cString(value as string) > right;
    case '>=':
      return (value) => cString(value as string) >= right;
    default:
      return never;
  }
}
