import type { Assumed } from './messages.ts';

/** The parts between the commas that are not blank; a comma within brackets belongs to a value. */
export function pairsIn(text: string): readonly string[] {
  return text.split(/,(?![^()]*\))/).filter((pair) => pair.trim() !== '');
}

/** Reads `field = value` pairs with commas between; a comma within brackets belongs to the value. */
export function readAssumed(text: string): Assumed {
  return pairsIn(text).flatMap((pair) => {
    const found = /^\s*([\w.]+(?:\[[^\]]*\])?)\s*=\s*(.*?)\s*$/s.exec(pair);
    return found === null ? [] : [{ field: found[1]!, value: found[2]! }];
  });
}
