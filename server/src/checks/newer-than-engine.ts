import type { EngineVersion } from '../falco/items/item.ts';
import { parseEngineVersion } from '../falco/items/read-versions.ts';
import { compatible } from '../falco/load/engine-version.ts';
import { tablesEngine } from '../falco/tables/fields.ts';
import { sinceOf } from '../falco/tables/since.ts';
import type { ConditionText } from '../workspace/locate.ts';
import { engineOf } from '../workspace/settings.ts';
import { type Check, type FileFinding, itemFinding } from './check.ts';
import { conditionFinding } from './condition-finding.ts';
import { outputFinding } from './output-finding.ts';
import { keysIn, usesIn, usesInCondition, type VersionedUse } from './versioned-uses.ts';

/** Everything that rules use and the engine that is checked for does not have yet. */
export const newerThanEngine: Check = function* ({ snapshot, items, conditions, outputs }) {
  const target = engineOf(snapshot.settings);
  if (compatible(target, parseEngineVersion(tablesEngine)!)) return;
  for (const placed of items) {
    for (const use of keysIn(placed)) {
      const args = newer(use, target);
      if (args !== undefined) yield itemFinding(placed, use.span, 'newer-than-engine', args);
    }
  }
  for (const condition of conditions) yield* conditionFindings(condition, target);
  for (const output of outputs) {
    for (const { operand, span } of output.fields) {
      for (const use of usesIn(operand)) {
        const args = newer(use, target);
        if (args !== undefined) yield outputFinding(output, span, 'newer-than-engine', args);
      }
    }
  }
};

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

function* conditionFindings(condition: ConditionText, target: EngineVersion): Iterable<FileFinding> {
  for (const use of usesInCondition(condition)) {
    const args = newer(use, target);
    if (args !== undefined) yield conditionFinding(condition, use.span, 'newer-than-engine', args);
  }
}
