import type { FieldTables } from '../../falco/tables/fields.ts';
import { falcoPlaces } from './falco-places.ts';
import type { HelpFile, Manager } from './manager.ts';
import type { FileTrap, Trap, TrapFinding } from './trap.ts';
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
import { unknownDecoder } from './traps/unknown-decoder.ts';

const fileTraps: readonly FileTrap[] = [declaration, cdata, entity, groupComma, descriptionLength];

const traps: readonly Trap[] = [
  parentLater,
  shadowed,
  priorityAnchor,
  neverMatches,
  alertField,
  silentCount,
  unknownDecoder,
];

/** Everything in the rules files of a manager that Wazuh takes otherwise than it looks. */
export function findTraps(manager: Manager, tables: FieldTables): readonly TrapFinding[] {
  const falco = falcoPlaces(manager.ruleset);
  const places = new Set([...falco.rules].map(({ rule }) => `${rule.span.start} ${rule.file}`));
  const falcoRules = manager.rules.filter(({ element, file }) => places.has(`${element.span.start} ${file}`));
  const context = { manager, tables, falco, falcoRules };
  return [...manager.files.flatMap(trapsIn), ...traps.flatMap((trap) => trap(context))];
}

/** What files show by themselves, for as long as they stay the same. */
const known = new WeakMap<HelpFile, readonly TrapFinding[]>();

function trapsIn(file: HelpFile): readonly TrapFinding[] {
  const found = known.get(file) ?? fileTraps.flatMap((trap) => trap(file));
  known.set(file, found);
  return found;
}
