import generated from './attack.generated.json' with { type: 'json' };

/** A technique or sub-technique of MITRE ATT&CK. */
export interface Technique {
  /** `T1059` or `T1059.004`. */
  readonly id: string;
  readonly name: string;
  /** Names of tactics as tags write them: `privilege_escalation`. */
  readonly tactics: readonly string[];
}

/** Tactics by their id: `TA0002` to `execution`. Version 17.1 of the enterprise matrix. */
export const tactics: ReadonlyMap<string, string> = new Map(
  generated.tactics.map(([id, name]) => [id!, name!]),
);

const techniqueRows: Readonly<Record<string, readonly (string | number)[]>> = generated.techniques;

/** Every technique of the table. */
export const techniqueIds: readonly string[] = Object.keys(techniqueRows);

/** The technique of that id; undefined where the table has none. */
export function techniqueOf(id: string): Technique | undefined {
  const row = Object.hasOwn(techniqueRows, id) ? techniqueRows[id] : undefined;
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
  if (techniqueOf(parent) === undefined) return parent > techniqueIds.at(-1)!;
  const known = techniqueIds.filter((each) => each.startsWith(`${parent}.`)).length;
  return sub !== undefined && Number(sub) > known && Number(sub) <= known + 5;
}
