import type { Condition } from '../../falco/condition/tree.ts';
import type { CollectedRule } from '../../falco/load/collector.ts';
import { type Finding, finding } from '../../falco/problems/index.ts';
import type { Snapshot } from '../workspace.ts';
import type { Detection } from './detection.ts';
import { readDetections } from './read-detections.ts';
import { resolveWhere } from './resolve-where.ts';

/** A detection of which nothing is wrong: what targets are generated from. */
export interface SoundDetection {
  readonly detection: Detection;
  /** The rule whose alerts it is about. */
  readonly rule: CollectedRule;
  /** Which of the alerts, as `resolveWhere` gives it; all of them where it is absent. */
  readonly condition?: Condition;
}

/** The detections of a snapshot that targets can be generated from, those that are not enabled left out. */
export function soundDetections(snapshot: Snapshot): SoundDetection[] {
  return snapshot.detectionFiles.flatMap(({ read }) => {
    const errors = readDetections(read).findings.filter(({ level }) => level === 'error');
    return readDetections(read).detections.flatMap((detection): SoundDetection[] => {
      const rule = snapshot.load.collector.rules.get(detection.rule.value);
      const found = findingsOf(snapshot, detection);
      const isWrong = found.some(({ level }) => level === 'error');
      if (rule === undefined || isWrong || !detection.enabled) return [];
      if (errors.some(({ span }) => isIn(detection, span.start))) return [];
      const { condition } = resolveWhere(snapshot, detection);
      return [{ detection, rule, ...(condition && { condition }) }];
    });
  });
}

function isIn({ placed: { start, item } }: Detection, offset: number): boolean {
  return start + item.node.span.start <= offset && offset <= start + item.node.span.end;
}

/** What is wrong with the detections of one file: their form, their rules and what they compare. */
export function detectionFindings(snapshot: Snapshot, uri: string): readonly Finding[] {
  const file = snapshot.files.get(uri);
  if (file === undefined || !file.isDetectionsFile) return [];
  const { detections, findings } = readDetections(file.read);
  return [...findings, ...detections.flatMap((detection) => findingsOf(snapshot, detection))];
}

function findingsOf(snapshot: Snapshot, detection: Detection): readonly Finding[] {
  const { findings } = resolveWhere(snapshot, detection);
  return [...repeatedName(snapshot, detection), ...ruleFindings(snapshot, detection), ...findings];
}

/** What is generated keeps its id by the name of the detection, so a name stands for one alone. */
function repeatedName(snapshot: Snapshot, { name, placed }: Detection): Finding[] {
  if (name.value === '') return [];
  const first = snapshot.detections.find((each) => each.name.value === name.value)!;
  if (first.placed === placed) return [];
  const file = first.placed.file;
  const line = (snapshot.files.get(file)?.lines.at(first.name.span.start).line ?? 0) + 1;
  const shortName = file.slice(file.lastIndexOf('/') + 1);
  return [finding('detection-duplicate-name', name.span, [name.value, shortName, line])];
}

function ruleFindings({ load }: Snapshot, { rule, enabled }: Detection): Finding[] {
  if (rule.value === '') return [];
  const known = load.collector.rules.get(rule.value);
  if (known === undefined) return [finding('detection-unknown-rule', rule.span, [rule.value])];
  if (known.enabled || !enabled) return [];
  return [finding('detection-rule-disabled', rule.span, [rule.value])];
}
