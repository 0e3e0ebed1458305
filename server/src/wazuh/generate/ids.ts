import { stockIds } from '../load/stock-rules.ts';
import type { GenerateProblem } from './input.ts';
import { type IdLock, nameOfKey } from './lock.ts';
import { priorities } from './priority.ts';
import { generationProblem } from './problem.ts';

/** The base rule and the ladder take the first ids; rules of their own start this far behind. */
const ruleOffset = 50;
const largestId = 999_999;
/** The ids that Wazuh's documentation leaves to its users. */
const usersIds = { first: 100_000, last: 120_000 };

/** The range to take ids from. */
export interface IdRange {
  readonly first: number;
  readonly last: number;
  /** The first id is kept whatever happens, as the published recipe needs it. */
  readonly fixed: boolean;
}

/** The ids of one file. */
export interface IdPlan {
  /** Id of the base rule; the ladder follows. */
  readonly base: number;
  /** By the name of the rule or the key of the detection; what is missing has none. */
  readonly rules: ReadonlyMap<string, number>;
  /** The same with the rules of earlier files, whose ids stay theirs. */
  readonly remembered: ReadonlyMap<string, number>;
  readonly problems: readonly GenerateProblem[];
}

/**
 * Gives every rule an id: the one it had, unless another file or Wazuh itself uses that, else the next free one. An id
 * once given is never given to another rule.
 */
export function planIds(
  names: readonly string[],
  range: IdRange,
  lock: IdLock,
  usedElsewhere: ReadonlySet<number>,
): IdPlan {
  const problems: GenerateProblem[] = [];
  const base = planBase(range, lock, usedElsewhere, problems);
  const taken = new Set([...usedElsewhere, ...lock.rules.values(), ...frameIds(base)]);
  const blocked = new Set([...usedElsewhere, ...frameIds(base)]);
  const rules = new Map<string, number>();
  let next = base + ruleOffset;
  for (const name of names) {
    const before = lock.rules.get(name);
    if (before !== undefined && !blocked.has(before)) {
      rules.set(name, before);
      continue;
    }
    while (taken.has(next)) next++;
    if (next > largestId) {
      problems.push(generationProblem('wazuh-id-none', name, nameOfKey(name)));
      continue;
    }
    if (before !== undefined)
      problems.push(generationProblem('wazuh-id-moved', name, nameOfKey(name), before, next));
    rules.set(name, next);
    taken.add(next);
  }
  problems.push(...rangeProblems([base, ...rules.values()], range));
  return { base, rules, remembered: new Map([...lock.rules, ...rules]), problems };
}

/** Ids that no rule of a user can have: those of Wazuh's own rules, and the first ten, which make a root. */
export function reservedIds(): Iterable<number> {
  return [...Array.from({ length: 10 }, (_, id) => id), ...stockIds()];
}

/** Ids of the base rule and the ladder. */
function frameIds(base: number): readonly number[] {
  return [base, ...priorities.map(({ place }) => base + place)];
}

function planBase(
  { first, fixed }: IdRange,
  lock: IdLock,
  used: ReadonlySet<number>,
  problems: GenerateProblem[],
): number {
  if (fixed) {
    const taken = frameIds(first).filter((id) => used.has(id));
    problems.push(...taken.map((id) => generationProblem('wazuh-recipe-id-taken', undefined, id)));
    return first;
  }
  const given = new Set(lock.rules.values());
  const isFree = (base: number) =>
    frameIds(base).every((id) => id <= largestId && !used.has(id) && !given.has(id));
  if (lock.base !== undefined && isFree(lock.base)) return lock.base;
  let base = first;
  while (!isFree(base) && base < largestId - ruleOffset) base += ruleOffset;
  if (!isFree(base)) problems.push(generationProblem('wazuh-id-none', undefined, 'base'));
  if (lock.base !== undefined)
    problems.push(generationProblem('wazuh-id-moved', undefined, 'base', lock.base, base));
  return base;
}

function rangeProblems(ids: readonly number[], { last }: IdRange): GenerateProblem[] {
  const problems: GenerateProblem[] = [];
  if (ids.some((id) => id > last)) problems.push(generationProblem('wazuh-id-range', undefined, last));
  const strange = ids.find((id) => id < usersIds.first || id > usersIds.last);
  if (strange !== undefined) problems.push(generationProblem('wazuh-id-convention', undefined, strange));
  return problems;
}
