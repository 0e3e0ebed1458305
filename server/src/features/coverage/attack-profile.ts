import { attackTag, type Technique } from '../../falco/tables/attack.ts';

/** What the tags of a rule, detection or alert say about MITRE ATT&CK. */
export interface AttackProfile {
  /** Every tactic that the tags name or, where they name none, that their techniques serve. */
  readonly tactics: readonly string[];
  readonly techniques: readonly Technique[];
  /** Ids of techniques that serve none of the tactics that the tags name. */
  readonly disagreeing: readonly string[];
  /** Tags that look like a tactic or technique of ATT&CK, and are none of the table. */
  readonly unknown: readonly string[];
}

/** Reads tags; each tactic and technique comes once, in the order of the tags. */
export function attackProfile(tags: readonly string[]): AttackProfile {
  const named = new Set<string>();
  const techniques = new Map<string, Technique>();
  const unknown: string[] = [];
  for (const tag of new Set(tags)) {
    const read = attackTag(tag);
    if (read?.is === 'tactic') named.add(read.tactic);
    else if (read?.is === 'technique') techniques.set(read.technique.id, read.technique);
    else if (read?.is === 'unknown') unknown.push(tag);
  }
  const all = [...techniques.values()];
  const disagreeing =
    named.size === 0 ? [] : all.filter(({ tactics }) => !tactics.some((each) => named.has(each)));
  return {
    tactics: named.size > 0 ? [...named] : [...new Set(all.flatMap(({ tactics }) => tactics))],
    techniques: all,
    disagreeing: disagreeing.map(({ id }) => id),
    unknown,
  };
}

/**
 * The tactics under which a technique stands: those that the tags beside it name or, where it serves none of these,
 * all that it serves.
 */
export function tacticsOf(technique: Technique, tactics: readonly string[]): readonly string[] {
  const named = technique.tactics.filter((each) => tactics.includes(each));
  return named.length > 0 ? named : technique.tactics;
}
