import type { Value } from '../value/value.ts';
import { isArray, isBag } from '../value/value.ts';

/** A step of a path: the name of a member or the index of an item. */
export type PathStep = string | number;

/** Reads `$.a.b`, `$['a'][0]`, `$.store.book[2]`; undefined for a path it does not know. */
export function parseJsonPath(text: string): readonly PathStep[] | undefined {
  const steps: PathStep[] = [];
  const pattern = /^\$$|\.([^.[\]'"]+)|\[\s*(-?\d+)\s*\]|\[\s*'([^']*)'\s*\]|\[\s*"([^"]*)"\s*\]/y;
  let at = text.startsWith('$') ? 1 : 0;
  while (at < text.length) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (!match) return undefined;
    const name = match[1] ?? match[3] ?? match[4];
    steps.push(name ?? Number(match[2]));
    at = pattern.lastIndex;
  }
  return steps;
}

/** The value a path leads to; undefined where it leads nowhere. */
export function valueAtPath(value: Value, path: readonly PathStep[]): Value | undefined {
  let current: Value | undefined = value;
  for (const step of path) {
    if (typeof step === 'string') current = current && isBag(current) ? current.get(step) : undefined;
    else current = current && isArray(current) ? current.at(step) : undefined;
    if (current === undefined) return undefined;
  }
  return current;
}
