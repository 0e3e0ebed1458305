import { conjunctionElements } from '../where/conjunction-elements.ts';
import { isLevel, noFullLog } from './frame.ts';
import type { DetectionInput, GenerateProblem } from './input.ts';
import { detectionKey } from './lock.ts';
import { generationProblem } from './problem.ts';
import { description, mitre } from './rule.ts';
import { groupsOf, techniques } from './tags.ts';
import type { RuleText } from './writer.ts';

/** Name and description stay far below Wazuh's 1,024 bytes together. */
const maxTextBytes = 500;

/** One Wazuh rule of a detection. */
export interface DetectionPart {
  readonly detection: DetectionInput;
  /** The name that its id is kept by. */
  readonly key: string;
  /** What the alert is asked for. */
  readonly tests: readonly string[];
}

/** The Wazuh rules of some detections: one for each way in which its condition can hold. */
export function detectionParts(
  detections: readonly DetectionInput[],
  problems: GenerateProblem[],
): readonly DetectionPart[] {
  return detections.flatMap((detection) => {
    const tests = detection.conjunctions.map(conjunctionElements);
    if (tests.every((each) => each !== undefined)) {
      return tests
        .flat()
        .map((each, i) => ({ detection, key: detectionKey(detection.name, i + 1), tests: each }));
    }
    const problem = generationProblem('wazuh-where-too-long', undefined);
    problems.push({ ...problem, detection: detection.name });
    return [];
  });
}

/**
 * A Wazuh rule of a detection, below the rule of its Falco rule: tried after it has matched, and the answer in
 * its place. Of several that match the one with the highest level counts, one of level 0 before all.
 */
export function detectionText(
  { detection, tests }: DetectionPart,
  id: number,
  { id: parent, level }: RuleText,
  ruleTags: readonly string[],
): RuleText {
  const { name, rule, tags = ruleTags } = detection;
  const groups = groupsOf(tags);
  const words = detection.description === undefined ? name : `${name}: ${detection.description}`;
  return {
    id,
    level: isLevel(detection.level) ? detection.level : level,
    rule,
    detection: name,
    elements: [
      `<if_sid>${parent}</if_sid>`,
      ...(tests.length === 0 ? ['<field name="rule" type="pcre2">(?s).</field>'] : tests),
      `<description>${description(words, [], maxTextBytes)}</description>`,
      ...mitre(techniques(tags)),
      ...(groups.text === '' ? [] : [`<group>${groups.text}</group>`]),
      noFullLog,
    ],
  };
}
