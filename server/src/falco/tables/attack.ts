import { once } from '../../text/once.ts';
import generated from './attack.generated.json' with { type: 'json' };

/** A technique or sub-technique of MITRE ATT&CK. */
export interface Technique {
  /** `T1059` or `T1059.004`. */
  readonly id: string;
  readonly name: string;
  /** Names of tactics as tags write them: `privilege_escalation`. */
  readonly tactics: readonly string[];
}

/** The version of ATT&CK's enterprise matrix that the table is of, such as `17.1`. */
export const attackVersion: string = generated.version;

/** Tactics by their id: `TA0002` to `execution`. */
export const tactics: ReadonlyMap<string, string> = new Map(
  generated.tactics.map(([id, name]) => [id!, name!]),
);

/** A tactic of the matrix. */
export interface Tactic {
  readonly id: string;
  /** As tags write it: `command_and_control`. */
  readonly name: string;
  /** As people write it: `Command and Control`. */
  readonly title: string;
}

/** Tactics that do not stand in the matrix where their ids would put them. */
const placeInMatrix: Readonly<Record<string, number>> = { TA0043: -2, TA0042: -1, TA0011: 9.5 };

/** Every tactic in the order of the matrix, in which an attack usually goes on. */
export const tacticsInOrder: readonly Tactic[] = [...tactics]
  .map(([id, name]) => ({ id, name, title: titleOf(name) }))
  .sort((a, b) => placeOf(a) - placeOf(b));

function placeOf({ id }: Tactic): number {
  return placeInMatrix[id] ?? Number(id.slice('TA'.length));
}

function titleOf(tactic: string): string {
  const words = tactic
    .split('_')
    .map((word) => (word === 'and' ? word : word[0]!.toUpperCase() + word.slice(1)));
  return words.join(' ');
}

/** Every technique of the table. */
export const techniqueIds: () => readonly string[] = once(() => Object.keys(generated.techniques));

/** The technique of that id; undefined where the table has none. */
export function techniqueOf(id: string): Technique | undefined {
  const rows: Readonly<Record<string, readonly (string | number)[]>> = generated.techniques;
  const row = Object.hasOwn(rows, id) ? rows[id] : undefined;
  if (row === undefined) return undefined;
  const [name, ...numbers] = row;
  return { id, name: String(name), tactics: numbers.map((each) => generated.tactics[Number(each)]![1]!) };
}

/**
 * Whether a technique that the table does not have may have come later than the table: its number, or that of
 * the sub-technique, is beyond all that the table knows.
 */
export function mayBeNewer(id: string): boolean {
  const [parent = '', sub] = id.split('.');
  if (techniqueOf(parent) === undefined) return parent > techniqueIds().at(-1)!;
  const known = techniqueIds().filter((each) => each.startsWith(`${parent}.`)).length;
  return sub !== undefined && Number(sub) > known && Number(sub) <= known + 5;
}

/** What a tag says about ATT&CK; `unknown` for what looks like a tactic or technique and is none of the table. */
export type AttackTag =
  | { readonly is: 'tactic'; readonly tactic: string }
  | { readonly is: 'technique'; readonly technique: Technique }
  | { readonly is: 'unknown'; readonly what: 'tactic' | 'technique' };

/** Reads a tag such as `mitre_execution`, `TA0002`, `T1059` or `T1059.004`; undefined for tags about other things. */
export function attackTag(tag: string): AttackTag | undefined {
  const tactic = tactics.get(tag) ?? tacticOfName.get(tag);
  if (tactic !== undefined) return { is: 'tactic', tactic };
  if (/^mitre_/.test(tag) || /^TA\d{4}$/.test(tag)) return { is: 'unknown', what: 'tactic' };
  if (!/^T\d{4}(?:\.\d{3})?$/.test(tag)) return undefined;
  const technique = techniqueOf(tag);
  return technique === undefined ? { is: 'unknown', what: 'technique' } : { is: 'technique', technique };
}

const tacticOfName: ReadonlyMap<string, string> = new Map(
  [...tactics.values()].map((name) => [`mitre_${name}`, name]),
);
