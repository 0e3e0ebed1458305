import { attackTag, type Technique, tactics as tacticsById } from '../../falco/tables/attack.ts';
import { type SentinelProblem, sentinelProblem } from '../sentinel-problem.ts';

/** Tactics and techniques as an analytics rule names them, and what its tags say beyond that. */
export interface AttackMapping {
  readonly tactics: readonly string[];
  readonly techniques: readonly string[];
  readonly problems: readonly SentinelProblem[];
}

const tacticNames: readonly string[] = [...tacticsById.values()];

/** Tactics of Sentinel besides those of ATT&CK's enterprise matrix (SENTINEL.md). */
const furtherTactics = ['PreAttack', 'ImpairProcessControl', 'InhibitResponseFunction'];

/** Every tactic that an analytics rule may name. */
export const sentinelTactics: ReadonlySet<string> = new Set([
  ...tacticNames.map(pascalCase),
  ...furtherTactics,
]);

/**
 * Reads tags such as `mitre_execution`, `TA0002`, `T1059` and `T1059.004`. Where no tag names a tactic, the
 * rule has those of its techniques; else a technique that belongs to none of them is left out with a warning.
 */
export function attackMapping(tags: readonly string[]): AttackMapping {
  const named = readTactics(tags);
  const { known, problems } = readTechniques(tags);
  const tactics = named.known.length > 0 ? named.known : known.flatMap((technique) => technique.tactics);
  const declared = new Set(tactics);
  const fits = known.filter((technique) => technique.tactics.some((tactic) => declared.has(tactic)));
  const others = known.filter((technique) => !fits.includes(technique));
  return {
    tactics: tacticNames.filter((tactic) => declared.has(tactic)).map(pascalCase),
    techniques: fits.map(({ id }) => id),
    problems: [
      ...named.problems,
      ...problems,
      ...others.map(({ id, name, tactics: own }) =>
        sentinelProblem('sentinel-technique-tactic', `${id} (${name})`, own.map(pascalCase).join(', ')),
      ),
    ],
  };
}

/** A tactic of ATT&CK as Sentinel writes it: `credential_access` is `CredentialAccess`. */
export function pascalCase(name: string): string {
  return name.replace(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function readTactics(tags: readonly string[]) {
  const known: string[] = [];
  const problems: SentinelProblem[] = [];
  for (const tag of unique(tags)) {
    const read = attackTag(tag);
    if (read?.is === 'tactic') known.push(read.tactic);
    else if (read?.is === 'unknown' && read.what === 'tactic')
      problems.push(sentinelProblem('sentinel-tactic', tag));
  }
  return { known, problems };
}

function readTechniques(tags: readonly string[]) {
  const known: Technique[] = [];
  const problems: SentinelProblem[] = [];
  for (const tag of unique(tags)) {
    const read = attackTag(tag);
    if (read?.is === 'technique') known.push(read.technique);
    else if (read?.is === 'unknown' && read.what === 'technique')
      problems.push(sentinelProblem('sentinel-technique', tag));
  }
  return { known, problems };
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}
