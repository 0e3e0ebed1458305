import type { Finding } from '../../falco/problems/index.ts';
import type { WazuhGenerationCode } from '../../falco/problems/wazuh.ts';
import type { DetectionInput } from '../../wazuh/generate/input.ts';
import { whereConjunctions } from '../../wazuh/where/where-conjunctions.ts';
import { carriedFields } from '../../workspace/carried-fields.ts';
import { type SoundDetection, soundDetections } from '../../workspace/detections/check-detections.ts';
import type { Snapshot } from '../../workspace/workspace.ts';
import type { WazuhProblem } from '../generate-wazuh.ts';

/** The detections of a snapshot for the generator, and what Wazuh cannot say of the others, at its place. */
export function wazuhDetections(snapshot: Snapshot): {
  readonly detections: readonly DetectionInput[];
  readonly problems: readonly WazuhProblem[];
} {
  const detections: DetectionInput[] = [];
  const problems: WazuhProblem[] = [];
  for (const sound of soundDetections(snapshot)) {
    const { conjunctions, findings } = translate(snapshot, sound);
    const { placed, name } = sound.detection;
    for (const { code, level, message, span } of findings) {
      // The translator has codes of the generator only.
      const known = code as WazuhGenerationCode;
      problems.push({
        code: known,
        level,
        message,
        detection: name.value,
        place: { uri: placed.file, span },
      });
    }
    if (findings.length === 0) detections.push(inputOf(sound, conjunctions));
  }
  return { detections, problems };
}

/** What Wazuh cannot say of a detection; spans count in the file. */
export function wazuhFindings(snapshot: Snapshot, sound: SoundDetection): readonly Finding[] {
  return translate(snapshot, sound).findings;
}

function translate(snapshot: Snapshot, { rule, condition }: SoundDetection) {
  const table = snapshot.tables.forSource(rule.source);
  if (table === undefined) return { conjunctions: [], findings: [] };
  const carried = new Set(carriedFields(snapshot, rule.name)?.map(({ key }) => key));
  return whereConjunctions(condition, { table, carried });
}

function inputOf(
  { detection: { name, description, level, tags }, rule }: SoundDetection,
  conjunctions: DetectionInput['conjunctions'],
): DetectionInput {
  return {
    name: name.value,
    rule: rule.name,
    conjunctions,
    ...(description && { description: description.value }),
    ...(level && { level: level.value }),
    ...(tags && { tags: tags.map(({ value }) => value) }),
  };
}
