import type { MitreReference } from '../load/rule.ts';

/** A technique of the ATT&CK matrix. */
export interface MitreTechnique {
  readonly name: string;
  /** Names of its tactics by their ids. */
  readonly tactics: Readonly<Record<string, string>>;
}

/** The techniques that a manager knows, by id. */
export type MitreDatabase = ReadonlyMap<string, MitreTechnique>;

/** The `rule.mitre` of an alert. */
export interface AlertMitre {
  readonly id: readonly string[];
  readonly tactic: readonly string[];
  readonly technique: readonly string[];
}

/** What becomes of a rule's references: the alert's part, and Wazuh's warnings about unknown ones. */
export interface ResolvedMitre {
  /** Undefined where no tactic can be named. */
  readonly mitre: AlertMitre | undefined;
  readonly warnings: readonly string[];
}

/**
 * Looks a rule's references up. In the older form every id stays, known or not; in the newer one a technique
 * counts only with a tactic of its own. Source: SEMANTICS.md "Loading" 13, and the behaviour of 4.14.7.
 */
export function resolveMitre(references: readonly MitreReference[], database: MitreDatabase): ResolvedMitre {
  const warnings: string[] = [];
  const ids = new Set<string>();
  const tactics = new Set<string>();
  const techniques = new Set<string>();
  for (const { technique: id, tactic } of references) {
    if (tactic === undefined) ids.add(id);
    const technique = database.get(id);
    if (technique === undefined) {
      warnings.push(`Mitre Technique ID '${id}' not found in database.`);
      continue;
    }
    const names = tacticNames(technique, tactic);
    if (names.length === 0) {
      warnings.push(`Mitre Tactic ID '${tactic}' is not a tactic of '${id}'.`);
      continue;
    }
    for (const name of names) tactics.add(name);
    ids.add(id);
    techniques.add(technique.name);
  }
  const mitre = { id: [...ids], tactic: [...tactics], technique: [...techniques] };
  return { mitre: tactics.size === 0 ? undefined : mitre, warnings };
}

/** The names of all tactics of a technique, or of the one asked for. */
function tacticNames({ tactics }: MitreTechnique, tactic: string | undefined): readonly string[] {
  if (tactic === undefined) return Object.values(tactics);
  return Object.hasOwn(tactics, tactic) ? [tactics[tactic]!] : [];
}
