import type { FieldTables } from '../../falco/tables/fields.ts';
import { falcoPlaces } from './falco-places.ts';
import type { Manager } from './manager.ts';
import type { Trap, TrapFinding } from './trap.ts';
import { alertField } from './traps/alert-field.ts';
import { cdata } from './traps/cdata.ts';
import { declaration } from './traps/declaration.ts';
import { descriptionLength } from './traps/description-length.ts';
import { entity } from './traps/entity.ts';
import { groupComma } from './traps/group-comma.ts';
import { neverMatches } from './traps/never-matches.ts';
import { parentLater } from './traps/parent-later.ts';
import { priorityAnchor } from './traps/priority-anchor.ts';
import { shadowed } from './traps/shadowed.ts';
import { silentCount } from './traps/silent-count.ts';

const traps: readonly Trap[] = [
  declaration,
  cdata,
  entity,
  groupComma,
  parentLater,
  shadowed,
  priorityAnchor,
  descriptionLength,
  neverMatches,
  alertField,
  silentCount,
];

/** Everything in the rules files of a manager that Wazuh takes otherwise than it looks. */
export function findTraps(manager: Manager, tables: FieldTables): readonly TrapFinding[] {
  const falco = falcoPlaces(manager.ruleset);
  const places = new Set([...falco.rules].map(({ rule }) => `${rule.span.start} ${rule.file}`));
  const falcoRules = manager.rules.filter(({ element, file }) => places.has(`${element.span.start} ${file}`));
  const context = { manager, tables, falco, falcoRules };
  return traps.flatMap((trap) => trap(context));
}
