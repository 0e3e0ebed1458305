import type { NameNode } from '../../kusto/syntax.ts';
import type { Scalar } from '../scope.ts';
import { converter, textOfDynamic } from '../value/convert.ts';
import { parseJson } from '../value/json.ts';
import type { Value } from '../value/value.ts';
import { isArray, isBag } from '../value/value.ts';
import type { FunctionCall, FunctionCompiler, FunctionTable } from './define.ts';
import { lenient, readAs, strict } from './define.ts';
import { parseJsonPath, valueAtPath } from './json-path.ts';

/** Functions on property bags and paths into dynamic values. */
export const bagFunctions: FunctionTable = {
  bag_pack: pack,
  pack,
  pack_dictionary: pack,
  bag_pack_columns: packColumns,
  pack_all: packAll,
  bag_keys: strict(['dynamic'], (bag: Value) => (isBag(bag) ? [...bag.keys()] : null)),
  bag_has_key: strict(['dynamic', 'string'], hasKey),
  bag_merge: lenient(['dynamic'], (...bags: Value[]) => mergeBags(bags)),
  bag_remove_keys: strict(['dynamic', 'dynamic'], removeKeys),
  bag_set_key: lenient(['dynamic', 'string', 'dynamic'], setKey),
  bag_zip: strict(['dynamic', 'dynamic'], zipBag),
  treepath: strict(['dynamic'], (value: Value) => [...paths(value, '')]),
  extract_json: extractJson,
  extractjson: extractJson,
  column_ifexists: columnIfExists,
  columnifexists: columnIfExists,
  iscolumnexists: ({ args, scope }) => {
    const name = args[0]!.run([]);
    const exists = scope.columns.some((column) => column.name === name);
    return () => exists;
  },
};

/** Names and values in turn; a pair with an empty name is left out, the first of equal names stays. */
function pack({ args }: FunctionCall): ReturnType<FunctionCompiler> {
  const pairs: [Scalar['run'], Scalar['run']][] = [];
  for (let i = 0; i + 1 < args.length; i += 2) {
    pairs.push([readAs(args[i]!, 'string'), readAs(args[i + 1]!, 'dynamic')]);
  }
  return (row) => {
    const bag = new Map<string, Value>();
    for (const [name, value] of pairs) {
      const key = name(row) as string;
      if (key !== '' && !bag.has(key)) bag.set(key, value(row));
    }
    return bag;
  };
}

function packColumns({ args, nodes }: FunctionCall): ReturnType<FunctionCompiler> {
  const columns = args.map((argument, i) => ({
    name: (nodes[i] as NameNode).SimpleName ?? `Column${i + 1}`,
    read: readAs(argument, 'dynamic'),
  }));
  return (row) => new Map(columns.map(({ name, read }) => [name, read(row)]));
}

function packAll({ args, scope }: FunctionCall): ReturnType<FunctionCompiler> {
  const withoutEmpty = args[0]?.run([]) === true;
  const columns = scope.columns.map(({ name, type, run }) => ({
    name,
    run,
    convert: converter(type, 'dynamic'),
  }));
  return (row) => {
    const bag = new Map<string, Value>();
    for (const { name, run, convert } of columns) {
      const value = convert(run(row));
      if (!withoutEmpty || !isEmptyValue(value)) bag.set(name, value);
    }
    return bag;
  };
}

/** Null, empty text, and arrays and bags with nothing in them. */
function isEmptyValue(value: Value): boolean {
  if (isArray(value)) return value.length === 0;
  return isBag(value) ? value.size === 0 : value === null || value === '';
}

function hasKey(bag: Value, key: string): Value {
  if (!isBag(bag)) return null;
  if (!key.startsWith('$')) return bag.has(key);
  const path = parseJsonPath(key);
  return path !== undefined && valueAtPath(bag, path) !== undefined;
}

/** Of equal keys the first bag's value stays. */
export function mergeBags(bags: readonly Value[]): Value {
  const merged = new Map<string, Value>();
  let any = false;
  for (const bag of bags) {
    if (!isBag(bag)) continue;
    any = true;
    for (const [key, value] of bag) if (!merged.has(key)) merged.set(key, value);
  }
  return any ? merged : null;
}

/** Keys are names of the first level or paths that begin with `$`. */
function removeKeys(bag: Value, keys: Value): Value {
  if (!isBag(bag) || !isArray(keys)) return null;
  let result: Value = bag;
  for (const key of keys) {
    const name = textOfDynamic(key);
    const path = name.startsWith('$') ? parseJsonPath(name) : [name];
    if (path) result = withoutPath(result, path);
  }
  return result;
}

function withoutPath(value: Value, path: readonly (string | number)[]): Value {
  const [step, ...rest] = path;
  if (typeof step !== 'string' || !isBag(value) || !value.has(step)) return value;
  const copy = new Map(value);
  if (rest.length === 0) copy.delete(step);
  else copy.set(step, withoutPath(value.get(step)!, rest));
  return copy;
}

function setKey(bag: Value, key: string, value: Value): Value {
  if (!isBag(bag)) return null;
  const path = key.startsWith('$') ? parseJsonPath(key) : [key];
  return path ? withPath(bag, path, value) : null;
}

function withPath(bag: Value, path: readonly (string | number)[], value: Value): Value {
  const [step, ...rest] = path;
  if (typeof step !== 'string') return bag;
  const copy = new Map<string, Value>(isBag(bag) ? bag : []);
  copy.set(step, rest.length === 0 ? value : withPath(copy.get(step) ?? null, rest, value));
  return copy;
}

function zipBag(keys: Value, values: Value): Value {
  if (!isArray(keys)) return null;
  const items = isArray(values) ? values : [];
  const bag = new Map<string, Value>();
  keys.forEach((key, i) => {
    if (typeof key === 'string') bag.set(key, items[i] ?? null);
  });
  return bag;
}

function* paths(value: Value, prefix: string): Generator<string> {
  if (isBag(value)) {
    for (const [key, member] of value) {
      const path = `${prefix}['${key}']`;
      yield path;
      yield* paths(member, path);
    }
  } else if (isArray(value) && value.length > 0) {
    yield `${prefix}[0]`;
    yield* paths(value[0]!, `${prefix}[0]`);
  }
}

/** `extract_json(path, text [, typeof(type)])`. */
function extractJson({ args, type }: FunctionCall): ReturnType<FunctionCompiler> {
  const [path, text] = [readAs(args[0]!, 'string'), args[1]!];
  const convert = converter('dynamic', type);
  return (row) => {
    const steps = parseJsonPath(path(row) as string);
    const subject = text.run(row);
    const value = typeof subject === 'string' ? parseJson(subject) : subject;
    if (!steps || value === undefined) return null;
    return convert(valueAtPath(value, steps) ?? null);
  };
}

/** The column of that name where there is one, else the second argument. */
function columnIfExists({ args, type, scope }: FunctionCall): ReturnType<FunctionCompiler> {
  const name = args[0]!.run([]) as string;
  const column = scope.columns.find((candidate) => candidate.name === name);
  if (column === undefined) return readAs(args[1]!, type);
  const convert = converter(column.type, type);
  return (row) => convert(column.run(row));
}
