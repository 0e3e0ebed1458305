import type { Problem } from '../../checks/collect.ts';
import { findProblems, type RulesProblem } from '../../wazuh/help/find-problems.ts';
import type { Manager } from '../../wazuh/help/manager.ts';
import { idPlace } from '../../wazuh/load/option-place.ts';
import type { WazuhFile } from '../../workspace/wazuh-file.ts';
import type { Snapshot } from '../../workspace/workspace.ts';
import { managerOf } from './managers.ts';

/** Found once for all files of a manager; the fields of Falco, of which they tell, change with the plugins. */
const known = new WeakMap<Manager, { tables: Snapshot['tables']; problems: readonly RulesProblem[] }>();

/** The problems of a rules file of Wazuh, in the order of their places, at the levels that the user set. */
export function wazuhProblems(snapshot: Snapshot, { uri }: WazuhFile): Problem[] {
  const manager = managerOf(snapshot, uri);
  if (manager === undefined) return [];
  return problemsOf(manager, snapshot)
    .filter(({ file }) => file === uri)
    .flatMap((problem) => shown(problem, snapshot))
    .sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}

function problemsOf(manager: Manager, { tables }: Snapshot): readonly RulesProblem[] {
  const earlier = known.get(manager);
  if (earlier?.tables === tables) return earlier.problems;
  const problems = findProblems(manager, tables);
  known.set(manager, { tables, problems });
  return problems;
}

function shown(
  { code, level, message, span, related, fix }: RulesProblem,
  { settings }: Snapshot,
): Problem[] {
  const chosen = settings.levels[code] ?? level;
  if (chosen === 'off') return [];
  const places =
    related === undefined
      ? []
      : [{ file: related.file, span: idPlace(related.element), message: `Rule ${related.id} is here.` }];
  return [{ code, level: chosen, message, span, related: places, fixes: fix === undefined ? [] : [fix] }];
}
