import type { EngineVersion } from '../falco/items/item.ts';
import { parseEngineVersion } from '../falco/items/read-versions.ts';
import { compatible } from '../falco/load/engine-version.ts';
import { tablesEngine } from '../falco/tables/fields.ts';
import { sinceOf } from '../falco/tables/since.ts';
import { type Check, itemFinding } from './check.ts';
import { conditionFinding } from './condition-finding.ts';
import { outputFinding } from './output-finding.ts';
import { keysIn, usesIn, usesInCondition, type VersionedUse } from './versioned-uses.ts';

/** Keys that rules use and the engine that is checked for does not have yet. */
export const newerKeys: Check = {
  of: 'item',
  *find(placed, target) {
    if (isNewest(target)) return;
    for (const use of keysIn(placed)) {
      const args = newer(use, target);
      if (args !== undefined) yield itemFinding(placed, use.span, 'newer-than-engine', args);
    }
  },
};

/** The same for all that conditions use. */
export const newerInConditions: Check = {
  of: 'condition',
  *find(condition, target) {
    if (isNewest(target)) return;
    for (const use of usesInCondition(condition)) {
      const args = newer(use, target);
      if (args !== undefined) yield conditionFinding(condition, use.span, 'newer-than-engine', args);
    }
  },
};

/** The same for what outputs print. */
export const newerInOutputs: Check = {
  of: 'output',
  *find({ fields }, target) {
    if (isNewest(target)) return;
    for (const { operand, span } of fields) {
      for (const use of usesIn(operand)) {
        const args = newer(use, target);
        if (args !== undefined) yield outputFinding(span, 'newer-than-engine', args);
      }
    }
  },
};

/** True where the engine that is checked for has all that we know. */
function isNewest(target: EngineVersion): boolean {
  return compatible(target, tablesVersion);
}

const tablesVersion = parseEngineVersion(tablesEngine)!;

type MessageArguments = [what: string, since: string, engine: string, target: string];

function newer(
  { kind, name, what, argument }: VersionedUse,
  target: EngineVersion,
): MessageArguments | undefined {
  const since = sinceOf(kind, name);
  if (since === undefined) return undefined;
  const [falco, engine] = argument
    ? [since.argument, since.argumentEngine]
    : [since.falco, since.developmentEngine ?? since.engine];
  if (falco === undefined || engine === undefined || (since.orEarlier && !argument)) return undefined;
  if (compatible(target, parseEngineVersion(engine)!)) return undefined;
  return [what, falco, engine, target.text];
}
