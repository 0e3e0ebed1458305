import type { Snapshot } from '../../workspace/workspace.ts';

/** A name that no macro and no list has and that stands nowhere yet: `base`, else `base_2`, `base_3` … */
export function freeName({ names }: Snapshot, base: string): string {
  for (let i = 1; ; i++) {
    const name = i === 1 ? base : `${base}_${i}`;
    const used = names.occurrencesOf('macro', name).length + names.occurrencesOf('list', name).length;
    if (used === 0) return name;
  }
}
