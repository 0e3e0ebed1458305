import type { Problem } from '../checks/collect.ts';
import { printCondition } from '../falco/condition/print.ts';
import type { Item } from '../falco/items/item.ts';
import { joinScalars } from '../falco/load/composed-text.ts';
import type { Finding } from '../falco/problems/index.ts';
import type { FieldTables } from '../falco/tables/fields.ts';
import { shift } from '../text/span.ts';
import { type SoundDetection, soundDetections } from '../workspace/detections/check-detections.ts';
import { resolveWhere } from '../workspace/detections/resolve-where.ts';
import type { Target } from '../workspace/settings.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import { detectionProblems } from './generate-sentinel.ts';
import { wazuhFindings } from './wazuh/detections.ts';

/** A problem that one target has with a detection; `span` counts in the file. */
export interface TargetProblem extends Problem {
  readonly target: Target;
}

/** What is said of a detection, whichever target it is. */
type Said = Pick<Finding, 'code' | 'level' | 'message' | 'span'>;

const findings: Readonly<Record<Target, (snapshot: Snapshot, sound: SoundDetection) => readonly Said[]>> = {
  sentinel: detectionProblems,
  wazuh: wazuhFindings,
};

/**
 * What the targets of the settings cannot say of the detections of a file, at its place, in the order of the
 * text. Detections that are wrong in themselves are left out: that is told already.
 */
export function targetProblems(snapshot: Snapshot, uri: string): readonly TargetProblem[] {
  const { targets, levels } = snapshot.settings;
  if (targets.length === 0 || snapshot.files.get(uri)?.isDetectionsFile !== true) return [];
  const own = soundDetections(snapshot).filter(({ detection }) => detection.placed.file === uri);
  const problems = targets.flatMap((target) =>
    own.flatMap((sound) => problemsOf(snapshot, sound, target).map((said) => ({ ...said, target }))),
  );
  return problems
    .flatMap((problem): TargetProblem[] => {
      const level = levels[problem.code] ?? problem.level;
      return level === 'off' ? [] : [{ ...problem, level, related: [], fixes: [] }];
    })
    .sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}

/** What was found for an item, and all that it depends on beside the item's text. */
interface Known {
  readonly tables: FieldTables;
  readonly circumstances: string;
  /** Spans count in the item's text. */
  readonly said: readonly Said[];
}

/**
 * Equal circumstances give equal findings, so this memory changes no answer. An item that is only moved stays
 * the same object: an edit elsewhere translates nothing anew.
 */
const known: Readonly<Record<Target, WeakMap<Item, Known>>> = {
  sentinel: new WeakMap(),
  wazuh: new WeakMap(),
};

function problemsOf(snapshot: Snapshot, sound: SoundDetection, target: Target): readonly Said[] {
  const { start, item } = sound.detection.placed;
  const { tables } = snapshot;
  const circumstances = circumstancesOf(snapshot, sound);
  const remembered = known[target].get(item);
  const isSame = remembered?.tables === tables && remembered.circumstances === circumstances;
  const said = isSame ? remembered.said : fresh(snapshot, sound, target);
  if (!isSame) known[target].set(item, { tables, circumstances, said });
  return said.map((each) => ({ ...each, span: shift(each.span, start) }));
}

function fresh(snapshot: Snapshot, sound: SoundDetection, target: Target): readonly Said[] {
  const { detection } = sound;
  const told: ReadonlySet<Said> = new Set(resolveWhere(snapshot, detection).findings);
  return findings[target](snapshot, sound)
    .filter((each) => !told.has(each))
    .map(({ code, level, message, span }) => {
      return { code, level, message, span: shift(span, -detection.placed.start) };
    });
}

/** The condition with its macros and lists, what the rule says, and the settings. */
function circumstancesOf({ settings }: Snapshot, { rule, condition }: SoundDetection): string {
  const { source, description, priority, tags } = rule;
  const output = joinScalars(rule.output).finish().text;
  const where = condition && printCondition(condition);
  return JSON.stringify([
    ...[where, source, description, priority, tags, output],
    ...[settings.sentinel, settings.wazuh],
  ]);
}
